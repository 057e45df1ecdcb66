#ifndef CLINUX_SOCKETS_H
#define CLINUX_SOCKETS_H

/// A descriptor that can be read from once something was written to it (eventfd(2)), and does not survive exec. Neither
/// reading nor writing blocks. A descriptor, or -errno.
int clinux_event(void);

#endif
