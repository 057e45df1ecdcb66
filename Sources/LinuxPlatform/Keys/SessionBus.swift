import Glibc

/// The address of the user's D-Bus session.
enum SessionBus {
  /// The variable, or else the socket of the runtime folder if it is there (what systemd and `dbus-user-session` use).
  ///
  /// Nil where there is neither: a bus is never started, because nobody would find the keys in it again.
  static func address(_ environment: [String: String]) -> String? {
    if let address = environment["DBUS_SESSION_BUS_ADDRESS"], !address.isEmpty { return address }
    let socket = "\(RuntimeFolder.path(environment))/bus"
    guard let status = try? FileStatus(path: socket), status.isSocket else { return nil }
    return "unix:path=\(escape(socket))"
  }

  /// D-Bus Specification, "Server Addresses": only these bytes stand for themselves.
  private static func escape(_ path: String) -> String {
    var escaped = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"),
        UInt8(ascii: "."), UInt8(ascii: "\\"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return escaped
  }
}
