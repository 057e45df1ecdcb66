/// How much of an answer reaches the client before the connection breaks.
enum Delivery: Sendable {
  case whole
  case half
  case head
  case nothing
}
