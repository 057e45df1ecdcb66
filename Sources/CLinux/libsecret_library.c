#define _GNU_SOURCE
#include "libsecret_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static libsecret_library library;
static char failure[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int load(void *handle, const char *name, void *pointer) {
  // GIO and GLib are found too: dlsym also searches what the library was linked with.
  void *symbol = dlsym(handle, name);
  if (symbol == NULL) {
    snprintf(failure, sizeof failure, "libsecret-1.so.0 has no %s", name);
    return 0;
  }
  memcpy(pointer, &symbol, sizeof symbol);
  return 1;
}

static void load_all(void) {
  // Never closed: GIO's threads live as long as the process.
  void *handle = dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    const char *text = dlerror();
    snprintf(failure, sizeof failure, "%s", text == NULL ? "libsecret-1.so.0 cannot be loaded" : text);
    return;
  }
#define LOAD(result, name, parameters) \
  if (!load(handle, #name, &library.name)) return;
  LIBSECRET_FUNCTIONS(LOAD)
#undef LOAD
}

const libsecret_library *libsecret_load(const char **reason) {
  pthread_once(&once, load_all);
  *reason = failure;
  return failure[0] == '\0' ? &library : NULL;
}
