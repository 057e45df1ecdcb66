#include "clinux_sockets.h"

#include <errno.h>
#include <sys/eventfd.h>

int clinux_event(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor >= 0 ? descriptor : -errno;
}
