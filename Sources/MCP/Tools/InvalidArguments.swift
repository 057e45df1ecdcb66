/// Everything that does not fit, in the order of the parameters; never empty.
public struct InvalidArguments: Error, Sendable, Equatable {
  /// At least one.
  public let errors: [ArgumentError]

  /// Makes an error of several.
  public init(_ errors: [ArgumentError]) { self.errors = errors }
}
