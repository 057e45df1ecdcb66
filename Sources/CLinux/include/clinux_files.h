#ifndef CLINUX_FILES_H
#define CLINUX_FILES_H

#include <stddef.h>

/// Opens a lock file, making it with mode 0600 where it is missing. A descriptor that does not survive exec, or -errno.
int clinux_lock_open(const char *path);

/// One attempt at the exclusive lock (flock(2)) that does not wait. 0, or -errno; -EWOULDBLOCK while it is held.
int clinux_lock_attempt(int descriptor);

/// A file in memory, gone with its last descriptor, which does not survive exec. A descriptor, or -errno.
int clinux_memory_file(void);

/// Fills the buffer with bytes from getrandom(2). 0, or -errno.
int clinux_random(void *buffer, size_t count);

/// Zeroes the buffer in a way the compiler does not remove.
void clinux_wipe(void *buffer, size_t count);

#endif
