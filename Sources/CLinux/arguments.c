#include "clinux_arguments.h"

#include <stddef.h>

static int kept_count = 0;
static char **kept_words = NULL;

// glibc hands each constructor what it hands main. Swift reads /proc/self/cmdline instead, which is not there everywhere.
__attribute__((constructor)) static void keep(int count, char **words, char **environment) {
  (void)environment;
  kept_count = count;
  kept_words = words;
}

int clinux_argument_count(void) { return kept_words == NULL || kept_count < 0 ? 0 : kept_count; }

const char *clinux_argument(int index) {
  return index < 0 || index >= clinux_argument_count() ? NULL : kept_words[index];
}
