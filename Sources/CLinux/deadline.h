#ifndef CLINUX_DEADLINE_H
#define CLINUX_DEADLINE_H

#include "libsecret_library.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/// A thread that cancels when the time is up: libsecret's own calls would wait for ever.
typedef struct {
  const libsecret_library *library;
  GCancellable *cancellable;
  struct timespec end;
  pthread_mutex_t mutex;
  pthread_cond_t finished;
  pthread_t thread;
  bool is_finished;
  bool has_passed;
} clinux_deadline;

/// Starts the thread. 0, or the error number of pthread_create; then nothing is to be stopped.
int clinux_deadline_start(clinux_deadline *deadline, const libsecret_library *library, uint32_t milliseconds);

/// Ends the thread and gives the cancellable back. Whether the time was up.
bool clinux_deadline_stop(clinux_deadline *deadline);

#endif
