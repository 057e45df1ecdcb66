import CFuzzer
import Glibc

/// Feeds one parser with whatever libFuzzer comes up with: `mcpcred-fuzz PARSER [libFuzzer's own arguments]`.
@main enum Main {
  static func main() {
    guard CommandLine.arguments.count >= 2, let parser = FuzzedParser(rawValue: CommandLine.arguments[1]) else {
      print("mcpcred-fuzz", FuzzedParser.allCases.map(\.rawValue).joined(separator: "|"), "[libFuzzer's arguments]")
      exit(2)
    }
    let arguments = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
    var count = Int32(arguments.count)
    // libFuzzer keeps the pointers for as long as the process lives.
    let words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 1)
    for (index, argument) in arguments.enumerated() { words[index] = strdup(argument) }
    words[arguments.count] = nil
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = words
    exit(LLVMFuzzerRunDriver(&count, &list, callback(parser)))
  }

  /// A C function carries no context, so each parser has its own.
  private static func callback(_ parser: FuzzedParser) -> @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 {
    switch parser {
    case .challenge: { Main.feed(.challenge, $0, $1) }
    case .metadata: { Main.feed(.metadata, $0, $1) }
    case .token: { Main.feed(.token, $0, $1) }
    case .redirect: { Main.feed(.redirect, $0, $1) }
    case .answer: { Main.feed(.answer, $0, $1) }
    }
  }

  private static func feed(_ parser: FuzzedParser, _ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    parser.feed(Array(UnsafeBufferPointer(start: data, count: count)))
    return 0
  }
}
