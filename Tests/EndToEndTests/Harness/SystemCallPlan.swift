/// Each system call that one undisturbed run of a command made, and how it could have failed.
struct SystemCallPlan {
  struct Fault: Sendable, CustomStringConvertible {
    let call: String
    /// Which of a thread's calls of this name: the first is 1.
    let number: Int
    let error: String

    /// What strace's `inject=` takes.
    var rule: String { "\(call):error=\(error):when=\(number)" }
    var description: String { rule }
  }

  /// By name and number, in an order of chance that is the same each time.
  let faults: [Fault]

  /// From what `strace -f -y -o` wrote. Left out is what the loader did before the program's first own step, `prctl`, and
  /// calls on what is neither a file nor a socket: a thread that is woken by an event descriptor always is.
  init(record: String, of failures: [String: [String]], seed: UInt64) {
    var made: [Substring: [String: Int]] = [:], before: [String: Int]?, events: [String: Set<Int>] = [:]
    for line in record.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let end = parts[1].firstIndex(of: "(") else { continue }
      let name = String(parts[1][..<end].drop { $0 == " " })
      guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { continue }
      if name == "prctl", before == nil { before = made[parts[0]] ?? [:] }
      made[parts[0], default: [:]][name, default: 0] += 1
      let isEvent = parts[1][end...].drop { $0 == "(" || $0.isNumber }.hasPrefix("<anon_inode:")
      if isEvent { events[name, default: []].insert(made[parts[0]]?[name] ?? 0) }
    }
    // Each thread counts for itself: the n-th call is that of whichever makes so many.
    let most = made.values.reduce(into: [:]) { $0.merge($1) { max($0, $1) } }
    var faults: [Fault] = []
    for (name, errors) in failures.sorted(by: { $0.key < $1.key }) {
      let first = (before?[name] ?? 0) + 1, last = most[name] ?? 0
      guard first <= last else { continue }
      for number in first...last where events[name]?.contains(number) != true {
        faults += errors.map { Fault(call: name, number: number, error: $0) }
      }
    }
    var chance = SeededChance(seed: seed)
    for index in faults.indices.reversed() { faults.swapAt(index, chance.next(below: index + 1)) }
    self.faults = faults
  }

  /// Calls on files, and errors that a disk, a limit or a signal can bring.
  static let files = [
    "close": ["EINTR", "EIO"], "fallocate": ["EINTR", "EIO", "ENOSPC"], "fcntl": ["EINTR", "EAGAIN", "EIO", "ENOLCK"],
    "fdatasync": ["EINTR", "EIO", "ENOSPC"], "flock": ["EINTR", "ENOLCK"], "fstat": ["EIO"],
    "fsync": ["EINTR", "EIO", "ENOSPC"], "ftruncate": ["EINTR", "EIO"], "getdents64": ["EIO"], "lseek": ["EIO"],
    "mkdir": ["EACCES", "ENOSPC"], "newfstatat": ["EACCES", "EIO"],
    "openat": ["EACCES", "EINTR", "EIO", "EMFILE", "ENOMEM"], "pread64": ["EINTR", "EIO"],
    "pwrite64": ["EINTR", "EIO", "ENOSPC"], "rename": ["EIO", "ENOSPC"], "statx": ["EACCES", "EIO"],
    "unlink": ["EACCES", "EIO"], "write": ["EAGAIN", "EINTR", "EIO", "ENOSPC"],
  ]

  /// Besides, what a socket can say without being broken: no answer is lost.
  static let passing = files.merging([
    "poll": ["EAGAIN", "EINTR", "ENOMEM"], "recvfrom": ["EAGAIN", "EINTR", "ENOBUFS", "ENOMEM"],
    "sendto": ["EAGAIN", "EINTR", "ENOBUFS"],
  ]) { $1 }

  /// Those on processes and sockets besides. Not among them is memory, without which the language's runtime ends the
  /// program; and `futex`, whose errors no program can see.
  static let all = files.merging([
    "accept4": ["ECONNABORTED", "EINTR", "EMFILE"], "bind": ["EACCES", "EADDRINUSE"], "clone": ["EAGAIN", "ENOMEM"],
    "clone3": ["EAGAIN", "ENOMEM"], "connect": ["ECONNREFUSED", "EINTR", "ENOMEM", "ETIMEDOUT"], "dup2": ["EMFILE"],
    "dup3": ["EMFILE"], "epoll_create1": ["EMFILE"], "eventfd2": ["EMFILE", "ENFILE", "ENOMEM"],
    "execve": ["EACCES", "ENOMEM"], "getpeername": ["ENOBUFS"], "getrandom": ["EAGAIN", "EINTR"],
    "getsockname": ["ENOBUFS"], "getsockopt": ["ENOMEM"], "listen": ["EADDRINUSE"], "pipe2": ["EMFILE"],
    "poll": ["EINTR", "ENOMEM"], "ppoll": ["EINTR", "ENOMEM"], "prctl": ["EINVAL"],
    "read": ["EAGAIN", "EINTR", "EIO"], "readlink": ["EACCES"], "recvfrom": ["EAGAIN", "ECONNRESET", "EINTR"],
    "recvmsg": ["EAGAIN", "ECONNRESET", "EINTR"], "rt_sigaction": ["EINVAL"], "rt_sigprocmask": ["EINVAL"],
    "sendmsg": ["EAGAIN", "ECONNRESET", "EINTR", "EPIPE"], "sendto": ["EAGAIN", "ECONNRESET", "EINTR", "EPIPE"],
    "setitimer": ["EINVAL"], "setsid": ["EPERM"], "setsockopt": ["ENOMEM"], "shutdown": ["ENOTCONN"],
    "socket": ["EACCES", "EMFILE", "ENOMEM"], "timer_create": ["EAGAIN"], "timerfd_create": ["EMFILE"],
    "timer_settime": ["EINVAL"],
    "wait4": ["ECHILD", "EINTR"], "writev": ["EAGAIN", "ECONNRESET", "EINTR", "EPIPE"],
  ]) { $1 }
}
