#define _GNU_SOURCE
#include "clinux_semaphore.h"

#include <time.h>

void clinux_semaphore_wait(sem_t *semaphore, uint32_t milliseconds) {
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += milliseconds / 1000;
  end.tv_nsec += (milliseconds % 1000) * 1000000L;
  if (end.tv_nsec >= 1000000000L) {
    end.tv_sec += 1;
    end.tv_nsec -= 1000000000L;
  }
  sem_clockwait(semaphore, CLOCK_MONOTONIC, &end);
}
