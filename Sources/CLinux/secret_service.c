#define _GNU_SOURCE
#include "clinux_secret_service.h"

#include "deadline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVICE "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"

/// One call: the library, its deadline, and what it found out so far.
typedef struct {
  const libsecret_library *library;
  clinux_deadline deadline;
  int milliseconds;
  GDBusConnection *bus;
  SecretService *service;
  GError *error;
  clinux_secret_outcome outcome;
} conversation;

static void unavailable(conversation *talk, const char *reason) {
  talk->outcome.status = CLINUX_SECRET_UNAVAILABLE;
  snprintf(talk->outcome.reason, sizeof talk->outcome.reason, "%s", reason);
}

static void classify(conversation *talk) {
  GError *error = talk->error;
  if (error == NULL) return unavailable(talk, "the Secret Service gave neither an answer nor a reason");
  const libsecret_library *library = talk->library;
  library->g_dbus_error_strip_remote_error(error);
  bool from_bus = error->domain == library->g_dbus_error_quark();
  bool from_service = error->domain == library->secret_error_get_quark();
  if (from_bus && (error->code == G_DBUS_ERROR_NO_REPLY || error->code == G_DBUS_ERROR_TIMEOUT ||
                   error->code == G_DBUS_ERROR_TIMED_OUT)) {
    talk->outcome.status = CLINUX_SECRET_TIMED_OUT;
  } else if (from_service && error->code == SECRET_ERROR_IS_LOCKED) {
    talk->outcome.status = CLINUX_SECRET_LOCKED;
  } else {
    unavailable(talk, error->message == NULL ? "unknown error" : error->message);
  }
}

/// Connects and makes sure that a service answers before libsecret speaks to it: gnome-keyring can be brought down by
/// clients that come and go before their first reply.
static bool connect_and_ping(conversation *talk) {
  const libsecret_library *library = talk->library;
  GCancellable *cancellable = talk->deadline.cancellable;
  talk->bus = library->g_bus_get_sync(G_BUS_TYPE_SESSION, cancellable, &talk->error);
  if (talk->bus == NULL) return false;
  // GIO's default raises SIGTERM here when the bus goes away.
  library->g_dbus_connection_set_exit_on_close(talk->bus, 0);
  GVariant *pong = library->g_dbus_connection_call_sync(talk->bus, SERVICE, SERVICE_PATH, "org.freedesktop.DBus.Peer",
                                                        "Ping", NULL, NULL, (GDBusCallFlags)0, talk->milliseconds,
                                                        cancellable, &talk->error);
  if (pong == NULL) return false;
  library->g_variant_unref(pong);
  return true;
}

static bool open_session(conversation *talk) {
  talk->service = talk->library->secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, talk->deadline.cancellable,
                                                         &talk->error);
  return talk->service != NULL;
}

/// False, with the outcome set, where the conversation cannot be started at all; then `finish` is not called.
static bool start(conversation *talk, clinux_secret_session session) {
  memset(talk, 0, sizeof *talk);
  const char *reason = NULL;
  talk->library = libsecret_load(&reason);
  if (talk->library == NULL) {
    unavailable(talk, reason);
    return false;
  }
  // libsecret has no parameter for the address, only this variable.
  const char *known = getenv("DBUS_SESSION_BUS_ADDRESS");
  if (known == NULL || strcmp(known, session.bus_address) != 0) {
    setenv("DBUS_SESSION_BUS_ADDRESS", session.bus_address, 1);
  }
  talk->milliseconds = (int)session.deadline_milliseconds;
  int failure = clinux_deadline_start(&talk->deadline, talk->library, session.deadline_milliseconds);
  if (failure != 0) unavailable(talk, strerror(failure));
  return failure == 0;
}

/// `succeeded` false means that a call of the library failed and left its reason in `error`.
static clinux_secret_outcome finish(conversation *talk, bool succeeded) {
  const libsecret_library *library = talk->library;
  if (!succeeded) classify(talk);
  if (talk->error != NULL) library->g_error_free(talk->error);
  if (talk->service != NULL) library->g_object_unref(talk->service);
  // libsecret keeps a service of its own, and with it the connection; the next call may be about another bus.
  library->secret_service_disconnect();
  if (talk->bus != NULL) library->g_object_unref(talk->bus);
  // GIO lets go of what is left in its main loop, which nobody here runs.
  while (library->g_main_context_iteration(NULL, 0)) {
  }
  bool has_passed = clinux_deadline_stop(&talk->deadline);
  // Whatever error a cancelled call chose to report, the time was up.
  if (has_passed && !succeeded) {
    talk->outcome.status = CLINUX_SECRET_TIMED_OUT;
    talk->outcome.reason[0] = '\0';
  }
  return talk->outcome;
}

static GHashTable *table_of(const libsecret_library *library, const clinux_secret_attribute *attributes) {
  GHashTable *table = library->g_hash_table_new(library->g_str_hash, library->g_str_equal);
  for (; attributes->name != NULL; attributes++) {
    library->g_hash_table_insert(table, (gpointer)attributes->name, (gpointer)attributes->value);
  }
  return table;
}

/// Inserts by age, newest first; the oldest falls out of a full array.
static void keep(clinux_secret_item *items, size_t capacity, size_t *count, const clinux_secret_item *item) {
  size_t place = 0;
  while (place < *count && items[place].created >= item->created) place++;
  if (place >= capacity) return;
  if (*count < capacity) *count += 1;
  memmove(&items[place + 1], &items[place], (*count - place - 1) * sizeof items[0]);
  items[place] = *item;
}

/// Whether the item could be read.
static bool read_item(const libsecret_library *library, SecretItem *item, clinux_secret_item *copy) {
  SecretValue *value = library->secret_item_get_secret(item);
  if (value == NULL) return false;
  memset(copy, 0, sizeof *copy);
  const char *bytes = library->secret_value_get(value, &copy->length);
  if (copy->length <= sizeof copy->secret) memcpy(copy->secret, bytes, copy->length);
  library->secret_value_unref(value);
  copy->created = library->secret_item_get_created(item);
  // SecretItem is a GDBusProxy.
  const char *path = library->g_dbus_proxy_get_object_path((GDBusProxy *)item);
  snprintf(copy->path, sizeof copy->path, "%s", path);
  return true;
}

/// With nothing found: some services hide the items of a locked collection, and then nothing is known.
static bool explain_absence(conversation *talk) {
  const libsecret_library *library = talk->library;
  SecretCollection *collection = library->secret_collection_for_alias_sync(
      talk->service, "default", SECRET_COLLECTION_NONE, talk->deadline.cancellable, &talk->error);
  if (collection == NULL && talk->error != NULL) return false;
  talk->outcome.status = CLINUX_SECRET_NOT_FOUND;
  if (collection == NULL) return true;
  if (library->secret_collection_get_locked(collection)) talk->outcome.status = CLINUX_SECRET_LOCKED;
  library->g_object_unref(collection);
  return true;
}

static bool search(conversation *talk, const clinux_secret_attribute *attributes, clinux_secret_item *items,
                   size_t capacity) {
  const libsecret_library *library = talk->library;
  if (!connect_and_ping(talk) || !open_session(talk)) return false;
  GHashTable *table = table_of(library, attributes);
  GList *found = library->secret_service_search_sync(talk->service, NULL, table,
                                                     SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS,
                                                     talk->deadline.cancellable, &talk->error);
  library->g_hash_table_unref(table);
  if (talk->error != NULL) return false;
  bool has_locked = false;
  bool has_unreadable = false;
  for (GList *link = found; link != NULL; link = link->next) {
    SecretItem *item = link->data;
    clinux_secret_item copy;
    if (library->secret_item_get_locked(item)) {
      has_locked = true;
    } else if (read_item(library, item, &copy)) {
      keep(items, capacity, &talk->outcome.count, &copy);
      explicit_bzero(&copy, sizeof copy);
    } else {
      has_unreadable = true;
    }
    library->g_object_unref(item);
  }
  library->g_list_free(found);
  if (talk->outcome.count > 0) return true;
  if (!has_locked && !has_unreadable) return explain_absence(talk);
  if (has_locked) talk->outcome.status = CLINUX_SECRET_LOCKED;
  else unavailable(talk, "the item is there, and its secret cannot be read");
  return true;
}

/// A store into a missing or locked collection would try to show a prompt, so it is asked first.
static bool may_store(conversation *talk) {
  const libsecret_library *library = talk->library;
  SecretCollection *collection = library->secret_collection_for_alias_sync(
      talk->service, "default", SECRET_COLLECTION_NONE, talk->deadline.cancellable, &talk->error);
  if (collection == NULL && talk->error != NULL) return false;
  if (collection == NULL) {
    talk->outcome.status = CLINUX_SECRET_NO_DEFAULT_COLLECTION;
    return true;
  }
  if (library->secret_collection_get_locked(collection)) talk->outcome.status = CLINUX_SECRET_LOCKED;
  library->g_object_unref(collection);
  return true;
}

static bool store(conversation *talk, const clinux_secret_attribute *attributes, const char *label,
                  const uint8_t *secret, size_t length) {
  const libsecret_library *library = talk->library;
  if (!connect_and_ping(talk) || !open_session(talk) || !may_store(talk)) return false;
  if (talk->outcome.status != CLINUX_SECRET_OK) return true;
  GHashTable *table = table_of(library, attributes);
  SecretValue *value = library->secret_value_new((const char *)secret, (gssize)length, "text/plain");
  gboolean stored = library->secret_service_store_sync(talk->service, NULL, table, "default", label, value,
                                                       talk->deadline.cancellable, &talk->error);
  library->secret_value_unref(value);
  library->g_hash_table_unref(table);
  return stored;
}

static bool delete_item(conversation *talk, const char *path) {
  const libsecret_library *library = talk->library;
  if (!connect_and_ping(talk)) return false;
  GVariant *reply = library->g_dbus_connection_call_sync(
      talk->bus, SERVICE, path, "org.freedesktop.Secret.Item", "Delete", NULL, NULL, (GDBusCallFlags)0,
      talk->milliseconds, talk->deadline.cancellable, &talk->error);
  if (reply == NULL) return false;
  // The path of a prompt, or `/` where none is needed. A prompt that is never shown deletes nothing.
  GVariant *prompt = library->g_variant_get_child_value(reply, 0);
  if (strcmp(library->g_variant_get_string(prompt, NULL), "/") != 0) talk->outcome.status = CLINUX_SECRET_LOCKED;
  library->g_variant_unref(prompt);
  library->g_variant_unref(reply);
  return true;
}

clinux_secret_outcome clinux_secret_search(clinux_secret_session session, const clinux_secret_attribute *attributes,
                                           clinux_secret_item *items, size_t capacity) {
  conversation talk;
  if (!start(&talk, session)) return talk.outcome;
  return finish(&talk, search(&talk, attributes, items, capacity));
}

clinux_secret_outcome clinux_secret_store(clinux_secret_session session, const clinux_secret_attribute *attributes,
                                          const char *label, const uint8_t *secret, size_t length) {
  conversation talk;
  if (!start(&talk, session)) return talk.outcome;
  return finish(&talk, store(&talk, attributes, label, secret, length));
}

clinux_secret_outcome clinux_secret_delete(clinux_secret_session session, const char *path) {
  conversation talk;
  if (!start(&talk, session)) return talk.outcome;
  return finish(&talk, delete_item(&talk, path));
}
