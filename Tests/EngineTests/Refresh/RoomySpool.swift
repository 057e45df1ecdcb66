import Engine

/// A spool whose folder is real, and whose moments a test takes part in.
struct RoomySpool: TokenSpool {
  let wrapped: any TokenSpool
  var allocating: @Sendable (Int64, Int) throws(TokenSpoolError) -> Void = { _, _ in }
  var discarding: @Sendable (Int64) -> Void = { _ in }
  /// Whether the one who looks sees what is there.
  var isVisible: @Sendable () -> Bool = { true }

  func allocate(_ grant: Int64, bytes: Int) throws(TokenSpoolError) {
    try allocating(grant, bytes)
    try wrapped.allocate(grant, bytes: bytes)
  }

  func keep(_ bytes: [UInt8], for grant: Int64) throws(TokenSpoolError) { try wrapped.keep(bytes, for: grant) }

  func kept(for grant: Int64) throws(TokenSpoolError) -> [UInt8]? { isVisible() ? try wrapped.kept(for: grant) : nil }

  func discard(_ grant: Int64) {
    wrapped.discard(grant)
    discarding(grant)
  }
}
