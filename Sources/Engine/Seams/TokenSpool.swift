import Registry

/// Files beside the registry that take an answer when the registry's own file cannot: one for each grant, there while its
/// refresh token is being spent.
public protocol TokenSpool: Sendable {
  /// Makes the grant's file, with so many bytes of space allocated, or takes the one that is there. Nothing is sent before
  /// it exists.
  func allocate(_ grant: Int64, bytes: Int) throws(TokenSpoolError)
  /// Fills the grant's file in place, durably.
  func keep(_ bytes: [UInt8], for grant: Int64) throws(TokenSpoolError)
  /// What was kept for the grant; nil where nothing was, or not to its end.
  func kept(for grant: Int64) throws(TokenSpoolError) -> [UInt8]?
  /// Removes the grant's file, where there is one.
  func discard(_ grant: Int64)
}

extension TokenSpool {
  /// The grant's file, with space for an answer.
  func allocate(_ grant: Grant) throws(TokenSpoolError) { try allocate(grant.id, bytes: Self.space(for: grant)) }

  /// Bytes for an answer like those that the login has had: four times as much as its tokens take, because the next ones may
  /// be longer, and not less than 64 KiB. More than the longest answer there is takes nothing.
  private static func space(for grant: Grant?) -> Int { min(4 << 20, max(64 << 10, 4 * (grant?.sealedSize ?? 0))) }

  /// No row has this id: a login that has none yet.
  private static var login: Int64 { 0 }

  /// Takes room on the disk before a code is spent. The commit of a login writes about twenty pages to the write-ahead log,
  /// and more where its tokens are long.
  /// The tokens of the login that it replaces tell how long.
  func reserve(replacing grant: Grant?) throws(TokenSpoolError) {
    try allocate(Self.login, bytes: (192 << 10) + Self.space(for: grant))
  }

  /// Gives the room back.
  func release() { discard(Self.login) }
}
