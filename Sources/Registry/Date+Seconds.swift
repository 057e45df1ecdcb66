public import FoundationEssentials

extension Date {
  /// Whole seconds since 1970, as every time is stored.
  ///
  /// A time outside of what a row can hold is the nearest one it can: servers send lifetimes without end.
  public var seconds: Int64 { Int64(clamped: timeIntervalSince1970.rounded(.down)) }

  /// The time a row holds.
  public init(seconds: Int64) { self.init(timeIntervalSince1970: Double(seconds)) }
}
