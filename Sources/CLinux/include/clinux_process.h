#ifndef CLINUX_PROCESS_H
#define CLINUX_PROCESS_H

#include <stddef.h>

/// No core file, and no other process of the user may trace this one or read its memory (prctl(2), PR_SET_DUMPABLE).
/// 0, or -errno of the first call that was refused.
int clinux_harden(void);

/// Replaces this program by another one, which is looked up in PATH where its name has no slash (execvp(3)). What
/// `clinux_harden` and the watchdog have changed is as it was; so are the usual actions of signals, but for those that were
/// ignored at the start. Returns only where that fails: -errno, ENOENT where there is none of that name.
int clinux_become(char *const arguments[], char *const environment[]);

/// How tools that list processes call this one; at most 15 bytes of it.
void clinux_name_process(const char *name);

/// A descriptor that becomes readable when the process that started this one ends (pidfd_open(2)), or -errno. Not
/// PR_SET_PDEATHSIG: that goes by the thread that started it, which hosts end at will.
int clinux_open_parent(void);

/// Starts a program in a session of its own that is nobody's child: with stdin, stdout and stderr on /dev/null, the
/// passed descriptors from 3 on, no other descriptor, no blocked and no ignored signal. 0 once it runs, or -errno, of
/// execve(2) too.
///
/// `watch` is -1, or a pipe's end to which the program's exit code is written as an int, 128 and the signal's number where
/// one ended it, if that happens within a second. The end is closed when the second is over.
///
/// `path` is not looked up. All pointers must stay valid until the call returns. `passed` holds at most 8.
int clinux_spawn_detached(const char *path, char *const arguments[], char *const environment[], const int passed[],
                          int count, int watch);

/// A pipe, read end first, whose ends do not survive exec. 0, or -errno.
int clinux_pipe(int ends[2]);

/// From now on the first of each of these signals is written as one byte, its number, to a pipe; the second has its
/// usual effect. A signal that is ignored stays ignored. Returns the pipe's read end, or -errno. Works once: -EALREADY.
int clinux_signal_pipe(const int *signals, size_t count);

#endif
