import Foundation
import Testing

@testable import LinuxPlatform

@Suite("Whose a socket is")
struct SocketTableTests {
  static let heading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"

  static func row(_ local: String, _ remote: String, _ state: String, user: UInt32, inode: Int) -> String {
    "   0: \(local) \(remote) \(state) 00000000:00000000 00:00000000 00000000 \(user)        0 \(inode) 2 0000000078021b8a 20 0"
  }

  static let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
  static let home = mapped + [127, 0, 0, 1]
  static let peer = LoopbackPeer(
    remote: .init(address: home, port: 0x8686), local: .init(address: [127, 0, 0, 1], port: 0x8851))
  static let listening = row("0100007F:8851", "00000000:0000", "0A", user: 0, inode: 364182)
  static let ours = row("0100007F:8851", "0100007F:8686", "01", user: 0, inode: 364184)

  static func owner(_ rows: String...) -> SocketTable.Owner? {
    SocketTable(([heading] + rows).joined(separator: "\n")).owner(of: peer)
  }

  @Test("it is the user of the row that is the connection seen from its far end")
  func found() {
    let far = Self.row("0100007F:8686", "0100007F:8851", "01", user: 1001, inode: 364188)
    #expect(Self.owner(Self.listening, Self.ours, far) == .user(1001))
    #expect(Self.owner(far, Self.listening) == .user(1001))
  }

  @Test("a socket of IPv6 that speaks IPv4 is found in its own spelling")
  func mappedAddress() {
    let far = Self.row(
      "0000000000000000FFFF00000100007F:8686", "0000000000000000FFFF00000100007F:8851", "01", user: 7, inode: 1)
    #expect(Self.owner(Self.listening, far) == .user(7))
  }

  @Test("IPv6 addresses are read as the kernel writes them")
  func sixteen() {
    let text = Self.row(
      "00000000000000000000000001000000:0050", "B80D01200000000000000000EFCDAB89:FFFF", "0A", user: 4_294_967_295,
      inode: 9)
    let table = SocketTable(text)
    let home = [UInt8](repeating: 0, count: 15) + [1]
    #expect(table.rows.first?.local == LoopbackPeer.End(address: home, port: 80))
    #expect(
      table.rows.first?.remote.address == [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0x89, 0xAB, 0xCD, 0xEF])
    #expect(table.rows.first?.remote.port == 65535 && table.rows.first?.user == .max)
  }

  @Test("a socket that nobody holds any more says nothing of its user, who is shown as root")
  func abandoned() {
    let closed = Self.row("0100007F:8686", "0100007F:8851", "05", user: 0, inode: 0)
    #expect(Self.owner(Self.listening, Self.ours, closed) == .nobody)
    #expect(Self.owner(Self.listening, Self.ours) == .nobody)
  }

  @Test("another connection between the same ports is not taken for this one")
  func others() {
    let elsewhere = Self.row("0100007F:8686", "0200007F:8851", "01", user: 1001, inode: 5)
    let back = Self.row("0200007F:8686", "0100007F:8851", "01", user: 1002, inode: 6)
    #expect(Self.owner(Self.listening, elsewhere, back) == .nobody)
  }

  @Test("a table without the listener is not this machine's, and tells nothing")
  func foreign() {
    let far = Self.row("0100007F:8686", "0100007F:8851", "01", user: 1001, inode: 1)
    #expect(Self.owner(far) == nil)
    #expect(Self.owner() == nil)
  }

  @Test(
    "what is no row is left out",
    arguments: [
      "", "x", "0: 0100007F:8686", row("0100007F", "0100007F:8851", "01", user: 1, inode: 1),
      row("0100007:8686", "0100007F:8851", "01", user: 1, inode: 1),
      row("0100007F:", "0100007F:8851", "01", user: 1, inode: 1),
      row("0100007F:18686", "0100007F:8851", "01", user: 1, inode: 1),
      row("0100007G:8686", "é:1", "01", user: 1, inode: 1),
    ])
  func noise(_ text: String) { #expect(SocketTable(text).rows.isEmpty) }
}
