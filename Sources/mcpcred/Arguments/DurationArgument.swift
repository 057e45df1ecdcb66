import ArgumentParser

/// Seconds, or a number with s, m, h or d.
struct DurationArgument: ExpressibleByArgument, Equatable {
  let seconds: Int

  init(seconds: Int) { self.seconds = seconds }

  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    let unit = argument.last.flatMap { units[$0] }
    let digits = unit == nil ? argument : String(argument.dropLast())
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) else {
      return nil
    }
    let product = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !product.overflow, product.partialValue <= 366 * 86_400 else { return nil }
    seconds = product.partialValue
  }

  /// For what has to wait: an option that is given as zero means nothing.
  static func refuseZero(_ duration: DurationArgument?, _ option: String) throws {
    if duration?.seconds == 0 { throw ValidationError("\(option) is at least 1 second") }
  }

  var defaultValueDescription: String { "\(seconds)s" }
  var duration: Duration { .seconds(seconds) }
}
