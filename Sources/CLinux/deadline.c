#define _GNU_SOURCE
#include "deadline.h"

#include <errno.h>
#include <signal.h>

static void *watch(void *argument) {
  clinux_deadline *deadline = argument;
  pthread_mutex_lock(&deadline->mutex);
  int result = 0;
  while (!deadline->is_finished && result != ETIMEDOUT) {
    result = pthread_cond_timedwait(&deadline->finished, &deadline->mutex, &deadline->end);
  }
  deadline->has_passed = !deadline->is_finished;
  bool cancels = deadline->has_passed;
  pthread_mutex_unlock(&deadline->mutex);
  if (cancels) deadline->library->g_cancellable_cancel(deadline->cancellable);
  return NULL;
}

static struct timespec after(uint32_t milliseconds) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  time.tv_sec += milliseconds / 1000;
  time.tv_nsec += (long)(milliseconds % 1000) * 1000000L;
  if (time.tv_nsec >= 1000000000L) {
    time.tv_sec += 1;
    time.tv_nsec -= 1000000000L;
  }
  return time;
}

static void release(clinux_deadline *deadline) {
  pthread_cond_destroy(&deadline->finished);
  pthread_mutex_destroy(&deadline->mutex);
  deadline->library->g_object_unref(deadline->cancellable);
}

int clinux_deadline_start(clinux_deadline *deadline, const libsecret_library *library, uint32_t milliseconds) {
  deadline->library = library;
  deadline->cancellable = library->g_cancellable_new();
  deadline->end = after(milliseconds);
  deadline->is_finished = false;
  deadline->has_passed = false;
  pthread_mutex_init(&deadline->mutex, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&deadline->finished, &attributes);
  pthread_condattr_destroy(&attributes);
  // Signals are for the program's own threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&deadline->thread, NULL, watch, deadline);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error != 0) release(deadline);
  return error;
}

bool clinux_deadline_stop(clinux_deadline *deadline) {
  pthread_mutex_lock(&deadline->mutex);
  deadline->is_finished = true;
  pthread_cond_signal(&deadline->finished);
  pthread_mutex_unlock(&deadline->mutex);
  pthread_join(deadline->thread, NULL);
  bool has_passed = deadline->has_passed;
  release(deadline);
  return has_passed;
}
