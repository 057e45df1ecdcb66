// Numbers that are stored or served can be anything: a sum that leaves the range stops at its end instead of ending the
// program.
extension Int64 {
  /// The nearest one; zero for what is no number.
  public init(clamped value: Double) {
    let whole = value.rounded(.towardZero)
    self = Int64(exactly: whole) ?? (value.isNaN ? 0 : value < 0 ? .min : .max)
  }

  public func adding(clamped other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }
}
