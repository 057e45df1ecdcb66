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
  public func allocate(_ grant: Int64) throws(TokenSpoolError) { try allocate(grant, bytes: 64 * 1024) }

  /// No row has this id: a login that has none yet.
  private static var login: Int64 { 0 }

  /// Takes room on the disk before a code is spent. The commit of a login writes about twenty pages to the write-ahead log,
  /// and more where its tokens are long.
  func reserve() throws(TokenSpoolError) { try allocate(Self.login, bytes: 256 * 1024) }

  /// Gives the room back.
  func release() { discard(Self.login) }
}

/// A spool file could not be made, written or read.
public struct TokenSpoolError: Error, Sendable, Equatable {
  public let path: String
  /// The system's text.
  public let reason: String
  /// Whether there is no space left.
  public let isFull: Bool

  public init(path: String, reason: String, isFull: Bool) {
    self.path = path
    self.reason = reason
    self.isFull = isFull
  }
}
