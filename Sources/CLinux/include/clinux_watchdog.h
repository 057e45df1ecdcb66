#ifndef CLINUX_WATCHDOG_H
#define CLINUX_WATCHDOG_H

#include <stddef.h>
#include <stdint.h>

// A timer of the kernel's that ends a process which has got stuck. It needs neither a thread nor memory when it fires.
//
// It counts the time in which the process could run: ticks that come late, because the process was stopped, frozen or
// asleep with the machine, do not count, and an answer that came meanwhile is read first.

/// Starts it, once. When it bites it writes the text to stderr, where that takes it, and ends the process with the code.
/// The text is kept and must not change; it is shorter than 4096 bytes. 0, or -errno.
int clinux_watchdog_start(const char *text, size_t length, int code, uint32_t milliseconds);

/// Lets the process live for at least so long from now, with what was given it at the start on top.
void clinux_watchdog_cover(uint32_t milliseconds);

/// While more begin than have ended it does not bite: for waits that nobody can bound.
void clinux_watchdog_begin_unbounded(void);
void clinux_watchdog_end_unbounded(void);

/// From now on a crash for want of memory ends the process with the code and the text, any other crash as it would, after
/// the second text. Both are kept and must not change. 0, or -errno.
int clinux_watchdog_catch_crashes(const char *shortage, size_t shortage_length, int code, const char *fault,
                                  size_t fault_length);

/// From now on the process lives for at most so long, whatever it waits for: then it ends with the code, after the text,
/// which is kept and must not change. Once. 0, or -errno.
int clinux_watchdog_limit(const char *text, size_t length, int code, uint32_t milliseconds);

/// What was wanted within the limit is there: when its end comes the process is done, without a word.
void clinux_watchdog_limit_met(void);

#endif
