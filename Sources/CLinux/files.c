#define _GNU_SOURCE
#include "clinux_files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>

int clinux_lock_open(const char *path) {
  int descriptor;
  do {
    descriptor = open(path, O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_RDWR, 0600);
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
