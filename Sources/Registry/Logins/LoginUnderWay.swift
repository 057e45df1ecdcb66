/// A login under way in one process: it keeps its client from being deleted until it is over.
public struct LoginUnderWay: Sendable, Equatable {
  let id: Int64
}
