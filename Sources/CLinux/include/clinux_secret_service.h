#ifndef CLINUX_SECRET_SERVICE_H
#define CLINUX_SECRET_SERVICE_H

#include <stddef.h>
#include <stdint.h>

/// How a conversation with the Secret Service ended.
typedef enum {
  CLINUX_SECRET_OK = 0,
  /// The service answers and has no such item.
  CLINUX_SECRET_NOT_FOUND,
  /// Items were found, or there may be some, and all of them are locked.
  CLINUX_SECRET_LOCKED,
  CLINUX_SECRET_TIMED_OUT,
  /// There is no collection to store into.
  CLINUX_SECRET_NO_DEFAULT_COLLECTION,
  /// No library, no bus, no service, or an error of theirs: see `reason`.
  CLINUX_SECRET_UNAVAILABLE,
} clinux_secret_status;

enum { CLINUX_SECRET_MAX_BYTES = 128, CLINUX_SECRET_MAX_PATH = 256, CLINUX_SECRET_MAX_REASON = 256 };

/// One unlocked item. `length` may be larger than the array: then the secret is not copied.
typedef struct {
  uint8_t secret[CLINUX_SECRET_MAX_BYTES];
  size_t length;
  /// Seconds since 1970, as the service says.
  uint64_t created;
  /// The item's D-Bus object path.
  char path[CLINUX_SECRET_MAX_PATH];
} clinux_secret_item;

typedef struct {
  clinux_secret_status status;
  /// UTF-8 text of the library; empty unless `status` is CLINUX_SECRET_UNAVAILABLE.
  char reason[CLINUX_SECRET_MAX_REASON];
  /// Items written to the caller's array, newest first.
  size_t count;
} clinux_secret_outcome;

/// Where and how long: the bus address is never guessed at, and the deadline covers connecting to it.
typedef struct {
  const char *bus_address;
  uint32_t deadline_milliseconds;
} clinux_secret_session;

/// One attribute of an item; a list of them ends with a null name.
typedef struct {
  const char *name;
  const char *value;
} clinux_secret_attribute;

// Each call loads libsecret on first use, has a deadline of its own and never shows a prompt. Only one call may run at a
// time in a process.

/// Every unlocked item with these attributes, newest first, up to `capacity`. The caller wipes the array.
clinux_secret_outcome clinux_secret_search(clinux_secret_session session, const clinux_secret_attribute *attributes,
                                           clinux_secret_item *items, size_t capacity);

/// Stores text in the default collection. An unlocked item with the same attributes would be replaced: search first.
clinux_secret_outcome clinux_secret_store(clinux_secret_session session, const clinux_secret_attribute *attributes,
                                          const char *label, const uint8_t *secret, size_t length);

/// Deletes the item with this object path.
clinux_secret_outcome clinux_secret_delete(clinux_secret_session session, const char *path);

#endif
