import Glibc

/// What this machine calls itself.
public enum HostName {
  /// `localhost` where it has no name.
  public static var own: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return name.isEmpty ? "localhost" : PlainLine.of(name)
  }
}
