import CLinux

/// What this program was started with.
public enum ProgramArguments {
  /// The name it was called by and the words behind it, as the kernel handed them over; empty where there were none.
  ///
  /// Not `CommandLine.arguments`, which are read from `/proc` and empty where that is missing: any command would be none.
  public static let words: [String] = (0..<clinux_argument_count()).compactMap { index in
    clinux_argument(index).map { String(cString: $0) }
  }
}
