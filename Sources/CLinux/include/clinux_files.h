#ifndef CLINUX_FILES_H
#define CLINUX_FILES_H

#include <stddef.h>

/// Opens a lock file, making it with mode 0600 where it is missing. A descriptor that does not survive exec, or -errno.
int clinux_lock_open(const char *path);

/// One attempt at the exclusive lock (flock(2)) that does not wait. 0, or -errno; -EWOULDBLOCK while it is held.
int clinux_lock_attempt(int descriptor);

/// How a range of a file is locked.
typedef enum {
  CLINUX_RANGE_FREE = 0,
  CLINUX_RANGE_SHARED,
  CLINUX_RANGE_EXCLUSIVE,
} clinux_range_lock;

/// One attempt at a lock on bytes of a file that need not exist, owned by the open file description (fcntl(2),
/// F_OFD_SETLK), that does not wait. 0, or -errno; -EAGAIN while another open file description has one.
int clinux_range_set(int descriptor, long long start, long long length, clinux_range_lock lock);

/// Whether another open file description has a lock on any of these bytes. 1, 0, or -errno.
int clinux_range_is_locked(int descriptor, long long start, long long length);

/// Whether something is mounted at exactly this path (statx(2)). 1, 0 where not or where the kernel cannot tell, or -errno.
int clinux_is_mounted(const char *path);

/// A file in memory, gone with its last descriptor, which does not survive exec. A descriptor, or -errno.
int clinux_memory_file(void);

/// Fills the buffer with bytes from getrandom(2). 0, or -errno.
int clinux_random(void *buffer, size_t count);

/// Zeroes the buffer in a way the compiler does not remove.
void clinux_wipe(void *buffer, size_t count);

#endif
