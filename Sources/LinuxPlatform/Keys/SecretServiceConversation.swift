import CLinux
import Registry

/// One exchange with the Secret Service, from finding the bus to hanging up, within one deadline.
struct SecretServiceConversation {
  private let address: String
  private let locator: String
  private let end: ContinuousClock.Instant
  /// More than anyone has; what is over is older than these.
  private static let capacity = 16

  init(address: String, locator: String, end: ContinuousClock.Instant) {
    self.address = address
    self.locator = locator
    self.end = end
  }

  /// Every unlocked item, newest first; empty only where the service answers and has none.
  func search() throws(KeyError) -> [SecretServiceItem] {
    let items = UnsafeMutableBufferPointer<clinux_secret_item>.allocate(capacity: Self.capacity)
    items.initialize(repeating: clinux_secret_item())
    defer {
      clinux_wipe(items.baseAddress, items.count * MemoryLayout<clinux_secret_item>.stride)
      items.deallocate()
    }
    let outcome = try withSession { session in
      withAttributes { clinux_secret_search(session, $0, items.baseAddress, items.count) }
    }
    if outcome.status == CLINUX_SECRET_NOT_FOUND { return [] }
    try check(outcome)
    return items.prefix(outcome.count).map { Self.item($0) }
  }

  /// Adds an item. One with the same attributes would be replaced, so it must be known that there is none.
  func store(_ key: KeyEncryptionKey) throws(KeyError) {
    var digits = key.exposedHex
    defer { WipedBytes.wipe(&digits) }
    let outcome = try withSession { session in
      withAttributes {
        clinux_secret_store(session, $0, "mcpcred registry key \(locator.prefix(8))", digits, digits.count)
      }
    }
    try check(outcome)
  }

  func delete(_ item: SecretServiceItem) throws(KeyError) {
    try check(try withSession { clinux_secret_delete($0, item.path) })
  }

  private func withSession(
    _ talk: (clinux_secret_session) -> clinux_secret_outcome
  ) throws(KeyError) -> clinux_secret_outcome {
    let left = end - ContinuousClock.now
    let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
    Watchdog.cover(left)
    guard milliseconds > 0 else { throw .timedOut(.secretService) }
    return address.withCString {
      talk(clinux_secret_session(bus_address: $0, deadline_milliseconds: UInt32(clamping: milliseconds)))
    }
  }

  /// No URL and no account: attributes are readable while the keyring is locked.
  private func withAttributes<Result>(_ use: (UnsafePointer<clinux_secret_attribute>) -> Result) -> Result {
    let words = CStrings(["app", "mcpcred", "purpose", "key-encryption-key", "registry", locator])
    let attributes = stride(from: 0, to: 6, by: 2).map {
      clinux_secret_attribute(name: words[$0], value: words[$0 + 1])
    }
    return withExtendedLifetime(words) { use(attributes + [clinux_secret_attribute()]) }
  }

  private func check(_ outcome: clinux_secret_outcome) throws(KeyError) {
    switch outcome.status {
    case CLINUX_SECRET_OK: return
    case CLINUX_SECRET_NOT_FOUND: throw .absent(.secretService)
    case CLINUX_SECRET_LOCKED: throw .locked(.secretService)
    case CLINUX_SECRET_TIMED_OUT: throw .timedOut(.secretService)
    case CLINUX_SECRET_NO_DEFAULT_COLLECTION: throw .unavailable(.secretService, "there is no default keyring yet")
    default: throw .unavailable(.secretService, Self.text(outcome.reason))
    }
  }

  private static func item(_ item: clinux_secret_item) -> SecretServiceItem {
    let count = min(item.length, Int(CLINUX_SECRET_MAX_BYTES))
    var digits = withUnsafeBytes(of: item.secret) { Array($0.prefix(count)) }
    defer { WipedBytes.wipe(&digits) }
    let isWhole = item.length == count
    return SecretServiceItem(key: isWhole ? KeyEncryptionKey(keptText: digits) : nil, path: text(item.path))
  }

  /// A C array of characters up to its NUL.
  private static func text<Characters>(_ characters: Characters) -> String {
    let bytes = withUnsafeBytes(of: characters) { Array($0.prefix { $0 != 0 }) }
    return PlainLine.of(String(decoding: bytes, as: UTF8.self), limit: 255)
  }
}
