/// The machine's TCP sockets with their owners, as the kernel tells them in `/proc/net/tcp` and `/proc/net/tcp6`.
struct SocketTable {
  struct Row: Equatable {
    let local: LoopbackPeer.End
    let remote: LoopbackPeer.End
    let isListening: Bool
    /// The effective user of whoever made it. Of a socket that nobody holds any more it says nothing.
    let user: UInt32
    /// Whether a process has it open.
    let isHeld: Bool
  }

  let rows: [Row]

  /// Takes one table, or one behind the other. What is no row, as the heading, is left out.
  init(_ text: String) {
    rows = text.split(separator: "\n").compactMap { Row($0.split(separator: " ")) }
  }

  /// Whose the far end of a connection is. Nil where the table does not have this machine's sockets: not even the one that
  /// listens.
  enum Owner: Equatable {
    case user(UInt32)
    /// Nobody's any more, or another machine's.
    case nobody
  }

  func owner(of peer: LoopbackPeer) -> Owner? {
    guard rows.contains(where: { $0.isListening && $0.local == peer.local }) else { return nil }
    return rows.first { $0.local == peer.remote && $0.remote == peer.local && $0.isHeld }.map { .user($0.user) }
      ?? .nobody
  }
}

extension SocketTable.Row {
  /// Columns by their place: 1 local, 2 remote, 3 state, 7 user, 9 inode.
  fileprivate init?(_ columns: [Substring]) {
    guard columns.count > 9, let local = LoopbackPeer.End(columns[1]), let remote = LoopbackPeer.End(columns[2]),
      let user = UInt32(columns[7]), let inode = UInt64(columns[9])
    else { return nil }
    self.init(local: local, remote: remote, isListening: columns[3] == "0A", user: user, isHeld: inode != 0)
  }
}

extension LoopbackPeer.End {
  /// `0100007F:1F90`: words of four bytes, each as a number of this machine's byte order, and the port.
  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, [8, 32].contains(parts[0].utf8.count), let port = UInt16(parts[1], radix: 16) else {
      return nil
    }
    var bytes: [UInt8] = [], rest = parts[0]
    while !rest.isEmpty {
      guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
      withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
      rest = rest.dropFirst(8)
    }
    self.init(address: bytes, port: port)
  }
}
