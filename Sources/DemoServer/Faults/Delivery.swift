/// How much of an answer reaches the client before the connection breaks, and how it is framed.
enum Delivery: Sendable {
  case whole
  case half
  case head
  case nothing
  /// In chunks, without the last one.
  case unendedChunks
  /// Under two lengths that differ.
  case twoLengths
  /// Under a length that is too long.
  case longLength
  /// Behind a status that is none.
  case lowStatus
}
