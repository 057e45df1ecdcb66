#ifndef CLINUX_H
#define CLINUX_H

// What Swift cannot call itself: variadic functions, functions whose C name is also a type's, functions glibc's Swift
// module does not show, and a library that is loaded only when it is needed. No decisions are taken here.
#include "clinux_arguments.h"
#include "clinux_files.h"
#include "clinux_process.h"
#include "clinux_secret_service.h"
#include "clinux_semaphore.h"
#include "clinux_sockets.h"
#include "clinux_watchdog.h"

#endif
