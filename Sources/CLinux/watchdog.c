#define _GNU_SOURCE
#include "clinux_watchdog.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { tick_milliseconds = 5000 };

static const char *bite_text;
static size_t bite_length;
static int bite_code;

/// Ticks that counted, and the one at which it bites.
static atomic_uint_fast64_t ticks;
static atomic_uint_fast64_t last_tick;
static uint64_t slack;
static atomic_int unbounded;
static struct timespec before;

static const char *shortage_text, *fault_text;
static size_t shortage_length_, fault_length_;
static int shortage_code;

/// Never waits for a reader.
static void say(const char *text, size_t length) {
  struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
  if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0) return;
  ssize_t ignored = write(STDERR_FILENO, text, length);
  (void)ignored;
}

static int set_timer(void) {
  const struct timeval period = {tick_milliseconds / 1000, (tick_milliseconds % 1000) * 1000};
  const struct itimerval timer = {period, period};
  return setitimer(ITIMER_REAL, &timer, NULL);
}

static void tick(int number) {
  (void)number;
  int kept = errno;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  int64_t passed = (int64_t)(now.tv_sec - before.tv_sec) * 1000 + (now.tv_nsec - before.tv_nsec) / 1000000;
  before = now;
  if (passed > tick_milliseconds * 3 / 2) {
    // It was not there when the tick came. What lies in its sockets since then is read before the next one.
    set_timer();
  } else if (atomic_fetch_add(&ticks, 1) + 1 >= atomic_load(&last_tick) && atomic_load(&unbounded) <= 0) {
    say(bite_text, bite_length);
    _exit(bite_code);
  }
  errno = kept;
}

static uint64_t ticks_in(uint32_t milliseconds) {
  return ((uint64_t)milliseconds + tick_milliseconds - 1) / tick_milliseconds;
}

void clinux_watchdog_cover(uint32_t milliseconds) {
  uint_fast64_t wanted = atomic_load(&ticks) + ticks_in(milliseconds) + slack;
  uint_fast64_t known = atomic_load(&last_tick);
  while (known < wanted && !atomic_compare_exchange_weak(&last_tick, &known, wanted)) {
  }
}

void clinux_watchdog_begin_unbounded(void) { atomic_fetch_add(&unbounded, 1); }

void clinux_watchdog_end_unbounded(void) {
  // Its time begins anew.
  clinux_watchdog_cover(0);
  atomic_fetch_sub(&unbounded, 1);
}

int clinux_watchdog_start(const char *text, size_t length, int code, uint32_t milliseconds) {
  bite_text = text;
  bite_length = length;
  bite_code = code;
  slack = ticks_in(milliseconds);
  atomic_store(&last_tick, slack);
  clock_gettime(CLOCK_MONOTONIC, &before);
  struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  if (sigaction(SIGALRM, &action, NULL) < 0) return -errno;
  // A mask survives exec.
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
  return set_timer() < 0 ? -errno : 0;
}

/// Whether a thread or a large answer would find room.
static int has_memory(void) {
  const size_t size = 10 << 20;
  void *room = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return 0;
  munmap(room, size);
  return 1;
}

static void crash(int number) {
  if (!has_memory()) {
    say(shortage_text, shortage_length_);
    _exit(shortage_code);
  }
  say(fault_text, fault_length_);
  // The usual action, SA_RESETHAND, follows when the instruction is tried again or abort(3) goes on.
  raise(number);
}

int clinux_watchdog_catch_crashes(const char *shortage, size_t shortage_length, int code, const char *fault,
                                  size_t fault_length) {
  static char stack[16384];
  shortage_text = shortage;
  shortage_length_ = shortage_length;
  shortage_code = code;
  fault_text = fault;
  fault_length_ = fault_length;
  const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  if (sigaltstack(&other, NULL) < 0) return -errno;
  static const int numbers[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
  for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
    struct sigaction action = {.sa_handler = crash, .sa_flags = (int)SA_RESETHAND | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    if (sigaction(numbers[index], &action, NULL) < 0) return -errno;
  }
  return 0;
}

static const char *limit_text;
static size_t limit_length;
static int limit_code;
static atomic_int limit_met;

static void limit(int number) {
  (void)number;
  if (atomic_load(&limit_met)) _exit(0);
  say(limit_text, limit_length);
  _exit(limit_code);
}

int clinux_watchdog_limit(const char *text, size_t length, int code, uint32_t milliseconds) {
  limit_text = text;
  limit_length = length;
  limit_code = code;
  // The real-time timer is the watchdog's own; nobody else uses this signal.
  const int number = SIGVTALRM;
  struct sigaction action = {.sa_handler = limit, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  if (sigaction(number, &action, NULL) < 0) return -errno;
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = number};
  const struct itimerspec end = {.it_value = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000}};
  timer_t timer;
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) < 0) return -errno;
  return timer_settime(timer, 0, &end, NULL) < 0 ? -errno : 0;
}

void clinux_watchdog_limit_met(void) { atomic_store(&limit_met, 1); }
