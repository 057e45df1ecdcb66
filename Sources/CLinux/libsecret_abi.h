#ifndef CLINUX_LIBSECRET_ABI_H
#define CLINUX_LIBSECRET_ABI_H

// The part of libsecret, GIO and GLib that is called here, declared by ourselves: building needs no development
// package, and the program starts without the libraries. `scripts/check-libsecret-prototypes` compiles this file
// together with the real headers, so that a wrong line is a compile error there.

#ifdef CLINUX_CHECK_LIBSECRET_ABI
#include <libsecret/secret.h>
#else

typedef char gchar;
typedef int gboolean;
typedef int gint;
typedef unsigned int guint;
typedef unsigned int guint32;
typedef unsigned long gsize;
typedef signed long gssize;
typedef unsigned long guint64;
typedef void *gpointer;
typedef const void *gconstpointer;
typedef guint32 GQuark;

typedef struct _GCancellable GCancellable;
typedef struct _GDBusConnection GDBusConnection;
typedef struct _GDBusProxy GDBusProxy;
typedef struct _GHashTable GHashTable;
typedef struct _GMainContext GMainContext;
typedef struct _GVariant GVariant;
typedef struct _GVariantType GVariantType;
typedef struct _SecretService SecretService;
typedef struct _SecretCollection SecretCollection;
typedef struct _SecretItem SecretItem;
typedef struct _SecretSchema SecretSchema;
typedef struct _SecretValue SecretValue;

typedef guint (*GHashFunc)(gconstpointer key);
typedef gboolean (*GEqualFunc)(gconstpointer a, gconstpointer b);

typedef struct _GError {
  GQuark domain;
  gint code;
  gchar *message;
} GError;

typedef struct _GList {
  gpointer data;
  struct _GList *next;
  struct _GList *prev;
} GList;

typedef enum { G_BUS_TYPE_SESSION = 2 } GBusType;
typedef enum { G_DBUS_CALL_FLAGS_NO_AUTO_START = 1 } GDBusCallFlags;
typedef enum { G_DBUS_ERROR_NO_REPLY = 4, G_DBUS_ERROR_TIMEOUT = 12, G_DBUS_ERROR_TIMED_OUT = 20 } GDBusError;
typedef enum { SECRET_SERVICE_OPEN_SESSION = 2 } SecretServiceFlags;
typedef enum { SECRET_SEARCH_ALL = 2, SECRET_SEARCH_LOAD_SECRETS = 8 } SecretSearchFlags;
typedef enum { SECRET_COLLECTION_NONE = 0 } SecretCollectionFlags;
typedef enum { SECRET_ERROR_IS_LOCKED = 2, SECRET_ERROR_NO_SUCH_OBJECT = 3 } SecretError;

#endif

// clang-format off
#define LIBSECRET_FUNCTIONS(F) \
  F(void, g_error_free, (GError *error)) \
  F(GHashTable *, g_hash_table_new, (GHashFunc hash, GEqualFunc equal)) \
  F(gboolean, g_hash_table_insert, (GHashTable *table, gpointer key, gpointer value)) \
  F(void, g_hash_table_unref, (GHashTable *table)) \
  F(guint, g_str_hash, (gconstpointer text)) \
  F(gboolean, g_str_equal, (gconstpointer one, gconstpointer other)) \
  F(void, g_list_free, (GList *list)) \
  F(void, g_object_unref, (gpointer object)) \
  F(gboolean, g_main_context_iteration, (GMainContext *context, gboolean may_block)) \
  F(GVariant *, g_variant_get_child_value, (GVariant *value, gsize index)) \
  F(const gchar *, g_variant_get_string, (GVariant *value, gsize *length)) \
  F(void, g_variant_unref, (GVariant *value)) \
  F(GCancellable *, g_cancellable_new, (void)) \
  F(void, g_cancellable_cancel, (GCancellable *cancellable)) \
  F(GDBusConnection *, g_bus_get_sync, (GBusType type, GCancellable *cancellable, GError **error)) \
  F(void, g_dbus_connection_set_exit_on_close, (GDBusConnection *connection, gboolean exits)) \
  F(GVariant *, g_dbus_connection_call_sync, \
    (GDBusConnection *connection, const gchar *name, const gchar *path, const gchar *interface, const gchar *method, \
     GVariant *parameters, const GVariantType *reply, GDBusCallFlags flags, gint milliseconds, \
     GCancellable *cancellable, GError **error)) \
  F(gboolean, g_dbus_error_strip_remote_error, (GError *error)) \
  F(GQuark, g_dbus_error_quark, (void)) \
  F(const gchar *, g_dbus_proxy_get_object_path, (GDBusProxy *proxy)) \
  F(GQuark, secret_error_get_quark, (void)) \
  F(SecretService *, secret_service_get_sync, (SecretServiceFlags flags, GCancellable *cancellable, GError **error)) \
  F(void, secret_service_disconnect, (void)) \
  F(GList *, secret_service_search_sync, \
    (SecretService *service, const SecretSchema *schema, GHashTable *attributes, SecretSearchFlags flags, \
     GCancellable *cancellable, GError **error)) \
  F(gboolean, secret_service_store_sync, \
    (SecretService *service, const SecretSchema *schema, GHashTable *attributes, const gchar *collection, \
     const gchar *label, SecretValue *value, GCancellable *cancellable, GError **error)) \
  F(SecretCollection *, secret_collection_for_alias_sync, \
    (SecretService *service, const gchar *alias, SecretCollectionFlags flags, GCancellable *cancellable, \
     GError **error)) \
  F(gboolean, secret_collection_get_locked, (SecretCollection *collection)) \
  F(gboolean, secret_item_get_locked, (SecretItem *item)) \
  F(guint64, secret_item_get_created, (SecretItem *item)) \
  F(SecretValue *, secret_item_get_secret, (SecretItem *item)) \
  F(SecretValue *, secret_value_new, (const gchar *secret, gssize length, const gchar *content_type)) \
  F(const gchar *, secret_value_get, (SecretValue *value, gsize *length)) \
  F(void, secret_value_unref, (gpointer value))
// clang-format on

#ifdef CLINUX_CHECK_LIBSECRET_ABI
// A second declaration that differs from the header's is an error. The parentheses keep macros of the same name out.
#define REDECLARE(result, name, parameters) extern result(name) parameters;
LIBSECRET_FUNCTIONS(REDECLARE)
_Static_assert(G_BUS_TYPE_SESSION == 2, "GBusType");
_Static_assert(G_DBUS_CALL_FLAGS_NO_AUTO_START == 1, "GDBusCallFlags");
_Static_assert(G_DBUS_ERROR_NO_REPLY == 4 && G_DBUS_ERROR_TIMEOUT == 12 && G_DBUS_ERROR_TIMED_OUT == 20, "GDBusError");
_Static_assert(SECRET_SERVICE_OPEN_SESSION == 2, "SecretServiceFlags");
_Static_assert(SECRET_SEARCH_ALL == 2 && SECRET_SEARCH_LOAD_SECRETS == 8, "SecretSearchFlags");
_Static_assert(SECRET_COLLECTION_NONE == 0, "SecretCollectionFlags");
_Static_assert(SECRET_ERROR_IS_LOCKED == 2 && SECRET_ERROR_NO_SUCH_OBJECT == 3, "SecretError");
_Static_assert(sizeof(GError) == 16 && offsetof(GError, code) == 4 && offsetof(GError, message) == 8, "GError");
_Static_assert(sizeof(GList) == 3 * sizeof(void *) && offsetof(GList, next) == sizeof(void *), "GList");
_Static_assert(sizeof(guint64) == sizeof(unsigned long) && sizeof(gsize) == sizeof(unsigned long), "widths");
#endif

#endif
