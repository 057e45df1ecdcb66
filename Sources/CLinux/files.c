#define _GNU_SOURCE
#include "clinux_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>

int clinux_lock_open(const char *path) {
  int descriptor;
  do {
    descriptor = open(path, O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_RDWR, 0600);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor < 0 ? -errno : descriptor;
}

int clinux_lock_attempt(int descriptor) {
  int result;
  do {
    result = flock(descriptor, LOCK_EX | LOCK_NB);
  } while (result < 0 && errno == EINTR);
  return result < 0 ? -errno : 0;
}

static struct flock range_of(long long start, long long length, short type) {
  return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
}

int clinux_range_set(int descriptor, long long start, long long length, clinux_range_lock lock) {
  const short types[] = {F_UNLCK, F_RDLCK, F_WRLCK};
  struct flock range = range_of(start, length, types[lock]);
  int result;
  do {
    result = fcntl(descriptor, F_OFD_SETLK, &range);
  } while (result < 0 && errno == EINTR);
  if (result == 0) return 0;
  return errno == EACCES ? -EAGAIN : -errno;
}

int clinux_range_is_locked(int descriptor, long long start, long long length) {
  struct flock range = range_of(start, length, F_WRLCK);
  if (fcntl(descriptor, F_OFD_GETLK, &range) < 0) return -errno;
  return range.l_type == F_UNLCK ? 0 : 1;
}

int clinux_is_mounted(const char *path) {
  struct statx status;
  if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, &status) < 0) return errno == ENOSYS ? 0 : -errno;
  return (status.stx_attributes_mask & status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

int clinux_memory_file(void) {
  int descriptor = memfd_create("mcpcred", MFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int clinux_random(void *buffer, size_t count) {
  unsigned char *next = buffer;
  while (count > 0) {
    ssize_t taken = getrandom(next, count, 0);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0) return -errno;
    next += taken;
    count -= (size_t)taken;
  }
  return 0;
}

void clinux_wipe(void *buffer, size_t count) { explicit_bzero(buffer, count); }
