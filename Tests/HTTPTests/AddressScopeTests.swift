import HTTP
import Testing

@Suite struct AddressScopeTests {
  @Test(
    "an IPv4 address is as near as its block",
    arguments: [
      ("0.0.0.0", AddressScope.machine), ("0.1.2.3", .machine), ("1.0.0.1", .global), ("9.255.255.255", .global),
      ("10.0.0.0", .site), ("10.255.255.255", .site), ("11.0.0.0", .global), ("100.63.255.255", .global),
      ("100.64.0.0", .doubtful), ("100.127.255.255", .doubtful), ("100.128.0.0", .global), ("126.255.255.255", .global),
      ("127.0.0.1", .machine), ("127.255.255.255", .machine), ("128.0.0.0", .global), ("169.253.255.255", .global),
      ("169.254.0.0", .link), ("169.254.169.254", .link), ("169.255.0.0", .global), ("172.15.255.255", .global),
      ("172.16.0.0", .site), ("172.31.255.255", .site), ("172.32.0.0", .global), ("192.0.0.8", .doubtful),
      ("192.0.1.0", .global), ("192.0.2.1", .doubtful), ("192.88.99.1", .doubtful), ("192.167.255.255", .global),
      ("192.168.0.0", .site), ("192.168.255.255", .site), ("192.169.0.0", .global), ("198.17.255.255", .global),
      ("198.18.0.0", .doubtful), ("198.19.255.255", .doubtful), ("198.20.0.0", .global), ("198.51.100.7", .doubtful),
      ("203.0.113.7", .doubtful), ("223.255.255.255", .global), ("224.0.0.1", .machine), ("239.255.255.255", .machine),
      ("240.0.0.1", .machine), ("255.255.255.255", .machine), ("8.8.8.8", .global),
    ])
  func v4(_ address: String, _ scope: AddressScope) { #expect(AddressScope(host: address) == scope) }

  @Test(
    "an IPv6 address is as near as its block, or as the IPv4 address within it",
    arguments: [
      ("::", AddressScope.machine), ("::1", .machine), ("::2", .machine), ("::8.8.8.8", .global), ("::10.0.0.1", .site),
      ("::ffff:127.0.0.1", .machine), ("::ffff:169.254.169.254", .link), ("::ffff:7f00:1", .machine),
      ("::ffff:192.168.1.1", .site), ("::ffff:8.8.8.8", .global), ("::ffff:0:127.0.0.1", .machine),
      ("64:ff9b::10.0.0.1", .site), ("64:ff9b::8.8.8.8", .global), ("64:ff9b::7f00:1", .machine),
      ("64:ff9b:1::1", .doubtful), ("2002:7f00:1::", .machine), ("2002:a00:1::1", .site), ("2002:808:808::1", .global),
      ("2001:0:1::1", .doubtful), ("2001:1ff::1", .doubtful), ("2001:200::1", .global), ("2001:db8::1", .doubtful),
      ("2001:4860:4860::8888", .global), ("2606:4700::1111", .global), ("3ffe::1", .global), ("3fff::1", .doubtful),
      ("3fff:fff:ffff::1", .doubtful), ("3fff:1000::1", .global), ("fc00::1", .site), ("fdff::1", .site),
      ("fe00::1", .doubtful),
      ("fe80::1", .link), ("febf::1", .link), ("fec0::1", .site), ("ff02::1", .machine), ("ff0e::1", .machine),
      ("100::1", .doubtful), ("4000::1", .doubtful), ("5f00::1", .doubtful),
    ])
  func v6(_ address: String, _ scope: AddressScope) { #expect(AddressScope(host: address) == scope) }

  @Test(
    "every spelling that a resolver takes for an address is one",
    arguments: [
      ("127.1", AddressScope.machine), ("127.0.1", .machine), ("2130706433", .machine), ("0x7f000001", .machine),
      ("0X7F.1", .machine), ("017700000001", .machine), ("0177.0.0.01", .machine), ("0", .machine),
      ("127.0.0.1.", .machine),
      ("0xa.0x0.0x0.0x1", .site), ("0251.0376.0251.0376", .link), ("2852039166", .link), ("134744072", .global),
      ("localhost", .machine), ("LOCALHOST", .machine), ("localhost.", .machine), ("a.localhost", .machine),
    ])
  func spellings(_ host: String, _ scope: AddressScope) { #expect(AddressScope(host: host) == scope) }

  @Test(
    "a name is no address",
    arguments: [
      "example.com", "10.0.0.1.nip.io", "127.0.0.1.example", "256.1.1.1", "1.2.3.4.5", "0x", "localhost.example", "a:b",
      "",
      "notlocalhost", "deadbeef", "1.2.3.x",
    ])
  func names(_ host: String) { #expect(AddressScope(host: host) == nil) }

  @Test("the nearer scope is the greater one, and what is no address is the nearest")
  func order() {
    #expect(AddressScope.allCases == AddressScope.allCases.sorted())
    #expect(AddressScope.allCases == [.global, .doubtful, .site, .link, .machine])
    for count in [0, 3, 5, 15, 17] { #expect(AddressScope(address: [UInt8](repeating: 8, count: count)) == .machine) }
  }
}
