#ifndef CLINUX_LIBSECRET_LIBRARY_H
#define CLINUX_LIBSECRET_LIBRARY_H

#include "libsecret_abi.h"

#define LIBSECRET_POINTER(result, name, parameters) result(*name) parameters;
typedef struct {
  LIBSECRET_FUNCTIONS(LIBSECRET_POINTER)
} libsecret_library;
#undef LIBSECRET_POINTER

/// The functions, loaded by the first call; null where the library or one of them is missing, and `*reason` says which.
const libsecret_library *libsecret_load(const char **reason);

#endif
