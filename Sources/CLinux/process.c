#define _GNU_SOURCE
#include "clinux_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static struct rlimit core_before = {RLIM_INFINITY, RLIM_INFINITY};

int clinux_harden(void) {
  int result = 0;
  if (getrlimit(RLIMIT_CORE, &core_before) < 0) result = -errno;
  // The hard limit stays: a program that takes this one's place could not raise it again.
  const struct rlimit none = {0, core_before.rlim_max};
  if (setrlimit(RLIMIT_CORE, &none) < 0) result = -errno;
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 && result == 0) result = -errno;
  return result;
}

int clinux_become(char *const arguments[], char *const environment[]) {
  // A timer of this kind survives exec, and so does a signal that is ignored; handlers do not.
  const struct itimerval never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &never, NULL);
  signal(SIGPIPE, SIG_DFL);
  setrlimit(RLIMIT_CORE, &core_before);
  execvpe(arguments[0], arguments, environment);
  return -errno;
}

void clinux_name_process(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int clinux_open_parent(void) {
  const long descriptor = syscall(SYS_pidfd_open, getppid(), 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

// Between fork and exec only async-signal-safe calls are allowed: other threads may have held any lock.

static void default_signals(void) {
  const struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/// Everything from `first` on. Kernels before 5.9 have no close_range.
static void close_from(int first) {
  if (close_range((unsigned int)first, ~0U, 0) == 0) return;
  long limit = sysconf(_SC_OPEN_MAX);
  if (limit < 0 || limit > 65536) limit = 65536;
  for (int descriptor = first; descriptor < limit; descriptor++) close(descriptor);
}

static _Noreturn void report_and_exit(int report, int error) {
  ssize_t ignored = write(report, &error, sizeof error);
  (void)ignored;
  _exit(127);
}

enum { most_passed = 8 };

/// A copy of the descriptor where neither the standard streams nor what is passed will be.
static int moved_up(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3 + most_passed + 1); }

/// Waits for the program a little, and tells how it ended, as a shell counts; then lets go of it.
static _Noreturn void watch_and_exit(pid_t program, int watch) {
  dup2(watch, 0);
  close_from(1);
  for (int tries = 0; tries < 100; tries++) {
    int status = 0;
    if (waitpid(program, &status, WNOHANG) == program) {
      int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      ssize_t ignored = write(0, &code, sizeof code);
      (void)ignored;
      _exit(0);
    }
    poll(NULL, 0, 10);
  }
  _exit(0);
}

static _Noreturn void become(const char *path, char *const arguments[], char *const environment[],
                             const int passed[], int count, int report, int watch) {
  if (setsid() < 0) report_and_exit(report, errno);
  // The second fork: the program is init's child, so nobody here has to wait for it, and it cannot get a terminal.
  pid_t child = fork();
  if (child < 0) report_and_exit(report, errno);
  if (child > 0) _exit(0);
  default_signals();
  if (watch >= 0) {
    pid_t program = fork();
    if (program < 0) report_and_exit(report, errno);
    if (program > 0) watch_and_exit(program, watch);
  }
  // First out of the way, so that no descriptor is overwritten before it has its place.
  int up = moved_up(report);
  if (up < 0) report_and_exit(report, errno);
  report = up;
  int moved[most_passed];
  for (int index = 0; index < count; index++) {
    moved[index] = moved_up(passed[index]);
    if (moved[index] < 0) report_and_exit(report, errno);
  }
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) report_and_exit(report, errno);
  null = moved_up(null);
  if (null < 0) report_and_exit(report, errno);
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    if (dup2(null, descriptor) < 0) report_and_exit(report, errno);
  }
  for (int index = 0; index < count; index++) {
    if (dup2(moved[index], 3 + index) < 0) report_and_exit(report, errno);
  }
  // The report closes itself when exec succeeds, and close_range spares it.
  if (dup3(report, 3 + count, O_CLOEXEC) < 0) report_and_exit(report, errno);
  report = 3 + count;
  close_from(4 + count);
  execve(path, arguments, environment);
  report_and_exit(report, errno);
}

int clinux_spawn_detached(const char *path, char *const arguments[], char *const environment[], const int passed[],
                          int count, int watch) {
  if (count < 0 || count > most_passed) return -EINVAL;
  int report[2];
  if (pipe2(report, O_CLOEXEC) < 0) return -errno;
  // A signal handler of ours must not run in the child.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = fork();
  if (child == 0) become(path, arguments, environment, passed, count, report[1], watch);
  int failure = child < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  if (child > 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    int reported = 0;
    ssize_t taken;
    do {
      taken = read(report[0], &reported, sizeof reported);
    } while (taken < 0 && errno == EINTR);
    if (taken == (ssize_t)sizeof reported) failure = reported;
  }
  close(report[0]);
  return -failure;
}

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0; }

static atomic_int signal_pipe_end = -1;

static void write_signal(int number) {
  int kept = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(atomic_load(&signal_pipe_end), &byte, 1);
  (void)ignored;
  errno = kept;
}

int clinux_signal_pipe(const int *signals, size_t count) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  int unset = -1;
  if (!atomic_compare_exchange_strong(&signal_pipe_end, &unset, ends[1])) {
    close(ends[0]);
    close(ends[1]);
    return -EALREADY;
  }
  for (size_t index = 0; index < count; index++) {
    struct sigaction before;
    if (sigaction(signals[index], NULL, &before) < 0) return -errno;
    // nohup, and a shell that starts a job in the background, ignore signals on purpose.
    if (before.sa_handler == SIG_IGN) continue;
    struct sigaction once = {.sa_handler = write_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    sigemptyset(&once.sa_mask);
    if (sigaction(signals[index], &once, NULL) < 0) return -errno;
    // A mask survives exec: some launchers block signals for themselves and hand that on by accident.
    sigset_t unblocked;
    sigemptyset(&unblocked);
    sigaddset(&unblocked, signals[index]);
    pthread_sigmask(SIG_UNBLOCK, &unblocked, NULL);
  }
  return ends[0];
}
