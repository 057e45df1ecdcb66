#include "CFuzzer.h"

// The library's own main function wants this one. Ours calls the driver with another, so nobody calls it.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  (void)data;
  (void)size;
  return 0;
}
