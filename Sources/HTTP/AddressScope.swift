/// How far an address reaches, from the whole internet down to this machine (RFC 4007 §4 has the idea, RFC 6890 and the
/// IANA registries behind it the blocks).
public enum AddressScope: String, Sendable, Codable, CaseIterable, Comparable {
  /// Reachable from everywhere.
  case global
  /// Not known to be reachable from everywhere, nor known to be a private network: shared by a carrier's or an overlay's
  /// customers, made up by a tunnel or a translator, set aside for something else.
  case doubtful
  /// A private network.
  case site
  /// This link: where clouds serve their machines' credentials.
  case link
  /// This machine, and what is the address of no single host.
  case machine

  /// The nearer scope is the greater one.
  public static func < (one: AddressScope, other: AddressScope) -> Bool { one.distance < other.distance }

  private var distance: Int {
    switch self {
    case .global: 0
    case .doubtful: 1
    case .site: 2
    case .link: 3
    case .machine: 4
    }
  }

  /// Of an address in network byte order: four bytes or sixteen. Any other count is no address, and as near as can be.
  public init(address: [UInt8]) {
    switch address.count {
    case 4: self = Self.scope(v4: address[...])
    case 16: self = Self.scope(v6: address[...])
    default: self = .machine
    }
  }

  private struct Block {
    let prefix: [UInt8]
    let bits: Int
    let scope: AddressScope

    func contains(_ address: ArraySlice<UInt8>) -> Bool {
      let whole = bits / 8, rest = bits % 8
      guard address.prefix(whole).elementsEqual(prefix.prefix(whole)) else { return false }
      return rest == 0 || (address[address.startIndex + whole] ^ prefix[whole]) >> (8 - rest) == 0
    }
  }

  private static let v4Blocks = [
    // "This network": Linux takes 0.0.0.0 for itself.
    Block(prefix: [0], bits: 8, scope: .machine),
    Block(prefix: [10], bits: 8, scope: .site),
    Block(prefix: [100, 64], bits: 10, scope: .doubtful),
    Block(prefix: [127], bits: 8, scope: .machine),
    Block(prefix: [169, 254], bits: 16, scope: .link),
    Block(prefix: [172, 16], bits: 12, scope: .site),
    Block(prefix: [192, 0, 0], bits: 24, scope: .doubtful),
    Block(prefix: [192, 0, 2], bits: 24, scope: .doubtful),
    Block(prefix: [192, 88, 99], bits: 24, scope: .doubtful),
    Block(prefix: [192, 168], bits: 16, scope: .site),
    Block(prefix: [198, 18], bits: 15, scope: .doubtful),
    Block(prefix: [198, 51, 100], bits: 24, scope: .doubtful),
    Block(prefix: [203, 0, 113], bits: 24, scope: .doubtful),
    // Multicast, then reserved, with the broadcast address at its end.
    Block(prefix: [224], bits: 4, scope: .machine),
    Block(prefix: [240], bits: 4, scope: .machine),
  ]

  private static let v6Blocks = [
    Block(prefix: [0xFF], bits: 8, scope: .machine),
    Block(prefix: [0xFE, 0x80], bits: 10, scope: .link),
    // Unique local, and the site-local ones before them (RFC 4193, RFC 3879).
    Block(prefix: [0xFC], bits: 7, scope: .site),
    Block(prefix: [0xFE, 0xC0], bits: 10, scope: .site),
    // IETF protocol assignments, Teredo among them, and documentation.
    Block(prefix: [0x20, 0x01, 0x00], bits: 23, scope: .doubtful),
    Block(prefix: [0x20, 0x01, 0x0D, 0xB8], bits: 32, scope: .doubtful),
    Block(prefix: [0x3F, 0xFF, 0x00], bits: 20, scope: .doubtful),
    // All that has been given out as global unicast so far.
    Block(prefix: [0x20], bits: 3, scope: .global),
  ]

  /// Where an IPv6 address holds an IPv4 address that is what is really reached.
  private static let embeddings: [(prefix: [UInt8], offset: Int)] = [
    // IPv4-compatible, with the unspecified and the loopback address (RFC 4291 §2.5).
    ([UInt8](repeating: 0, count: 12), 12),
    // IPv4-mapped (RFC 4291 §2.5.5.2) and IPv4-translated (RFC 7915).
    ([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF], 12),
    ([UInt8](repeating: 0, count: 8) + [0xFF, 0xFF, 0, 0], 12),
    // NAT64 (RFC 6052 §2.1) and 6to4 (RFC 3056 §2).
    ([0x00, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8), 12),
    ([0x20, 0x02], 2),
  ]

  private static func scope(v4 address: ArraySlice<UInt8>) -> AddressScope {
    v4Blocks.first { $0.contains(address) }?.scope ?? .global
  }

  private static func scope(v6 address: ArraySlice<UInt8>) -> AddressScope {
    if let embedding = embeddings.first(where: { address.starts(with: $0.prefix) }) {
      return scope(v4: address.dropFirst(embedding.offset).prefix(4))
    }
    return v6Blocks.first { $0.contains(address) }?.scope ?? .doubtful
  }
}
