#ifndef CLINUX_SOCKETS_H
#define CLINUX_SOCKETS_H

/// A descriptor that can be read from once something was written to it (eventfd(2)), and does not survive exec. Neither
/// reading nor writing blocks. A descriptor, or -errno.
int clinux_event(void);

/// A stream both ways between two descriptors that do not survive exec (socketpair(2)). 0, or -errno.
int clinux_socket_pair(int ends[2]);

/// Sends these bytes, or the first of them, and a duplicate of the descriptor unless it is -1 (unix(7), SCM_RIGHTS). How many
/// were sent, or -errno; never a signal.
long clinux_send_passing(int socket, const void *bytes, unsigned long count, int descriptor);

/// Receives up to so many bytes, and at most one descriptor, which does not survive exec; *descriptor is -1 without one. How
/// many bytes came, 0 at the end, or -errno.
long clinux_receive_passed(int socket, void *bytes, unsigned long count, int *descriptor);

/// Takes a connection that waits. What it returns does not block, and does not survive exec. A descriptor, or -errno.
int clinux_accept(int socket);

#endif
