#ifndef CLINUX_ARGUMENTS_H
#define CLINUX_ARGUMENTS_H

/// How many arguments the program was started with, its name included, as the kernel handed them over.
int clinux_argument_count(void);

/// One of them; a null pointer beyond the last.
const char *clinux_argument(int index);

#endif
