public import FoundationEssentials

extension Date {
  /// Whole seconds since 1970, as every time is stored.
  ///
  /// A time outside of what a row can hold is the nearest one it can: servers send lifetimes without end.
  public var seconds: Int64 {
    let time = timeIntervalSince1970.rounded(.down)
    return Int64(exactly: time) ?? (time < 0 ? Int64.min : Int64.max)
  }

  /// The time a row holds.
  public init(seconds: Int64) { self.init(timeIntervalSince1970: Double(seconds)) }
}
