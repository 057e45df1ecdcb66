#ifndef CLINUX_SEMAPHORE_H
#define CLINUX_SEMAPHORE_H

#include <semaphore.h>
#include <stdint.h>

/// Waits for a post, or for this long by a clock that nobody can set; a signal may end the waiting early.
void clinux_semaphore_wait(sem_t *semaphore, uint32_t milliseconds);

#endif
