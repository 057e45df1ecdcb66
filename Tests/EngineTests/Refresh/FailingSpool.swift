import Engine

/// A disk without any space left, after the files were made.
struct FailingSpool: TokenSpool {
  func allocate(_ grant: Int64, bytes: Int) {}

  func keep(_ bytes: [UInt8], for grant: Int64) throws(TokenSpoolError) {
    throw TokenSpoolError(path: "/spool/\(grant)", reason: "No space left on device", isFull: true)
  }

  func kept(for grant: Int64) -> [UInt8]? { nil }

  func discard(_ grant: Int64) {}
}
