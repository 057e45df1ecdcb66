public import FoundationEssentials

extension Date {
  /// Whole seconds since 1970, as every time is stored.
  public var seconds: Int64 { Int64(timeIntervalSince1970.rounded(.down)) }

  /// The time a row holds.
  public init(seconds: Int64) { self.init(timeIntervalSince1970: Double(seconds)) }
}
