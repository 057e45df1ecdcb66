import FoundationEssentials

/// The new refresh token of an answer that cannot be used as one.
///
/// The server has replaced the old token when it answers, whatever is wrong with the rest: a member of the wrong type, another
/// charset, `NaN`, text behind the document, an end that is missing. Only this token is taken from such an answer, and nothing
/// that could be presented to anybody as an access token.
public enum RotatedRefreshToken {
  /// The string under `refresh_token` in the outermost object; nil where none can be read whole. The last one counts, as in
  /// a decoder.
  ///
  /// In one pass over the bytes, whatever they are. Text before the object is passed over, and nothing behind it is read.
  public static func salvage(from body: [UInt8]) -> Secret? {
    let bytes = utf8(body)
    guard let start = object(in: bytes) else { return nil }
    var scan = Scan(bytes, from: start)
    return scan.run()
  }

  /// UTF-16 in either order, told by its mark or by the zeros beside ASCII, as UTF-8; anything else as it is.
  private static func utf8(_ body: [UInt8]) -> [UInt8] {
    guard body.count >= 2 else { return body }
    let isBigEndian: Bool
    switch (body[0], body[1]) {
    case (0xFE, 0xFF): isBigEndian = true
    case (0xFF, 0xFE): isBigEndian = false
    case (0, 1...): isBigEndian = true
    case (1..., 0): isBigEndian = false
    default: return body
    }
    let units = stride(from: 0, to: body.count - 1, by: 2).map { (index: Int) -> UInt16 in
      let first = UInt16(body[index]), second = UInt16(body[index + 1])
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Behind the brace of the first object that has a member; what stands before it is a warning of the server's, or a guard
  /// against scripts.
  private static func object(in bytes: [UInt8]) -> Int? {
    for index in bytes.indices where bytes[index] == UInt8(ascii: "{") {
      let next = bytes[(index + 1)...].first { !isBlank($0) }
      if next == UInt8(ascii: "\"") { return index + 1 }
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  /// Goes through an object and looks at the names and strings of its own members.
  private struct Scan {
    private let bytes: [UInt8]
    private var index: Int
    private var depth = 1
    /// What the object's next string would be.
    private var place = Place.name
    private var found: Secret?

    private enum Place {
      case name
      /// Behind the name that is looked for.
      case colon
      /// The value that is looked for.
      case token
      /// Anything else, up to the next comma.
      case other
    }

    init(_ bytes: [UInt8], from start: Int) {
      self.bytes = bytes
      index = start
    }

    mutating func run() -> Secret? {
      while index < bytes.count, depth > 0 {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""):
          guard let text = endOfString() else { return found }
          if depth == 1 { place = take(text) }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          place = .other
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: ":") where depth == 1 && place == .colon: place = .token
        case UInt8(ascii: ",") where depth == 1: place = .name
        case _ where RotatedRefreshToken.isBlank(byte) || depth > 1: break
        default: place = .other
        }
      }
      return found
    }

    private mutating func take(_ text: Range<Int>) -> Place {
      switch place {
      case .name: return Array(bytes[text]) == Array("refresh_token".utf8) ? .colon : .other
      case .token:
        if let token = RotatedRefreshToken.token(Array(bytes[text])) { found = token }
        return .other
      case .colon, .other: return .other
      }
    }

    /// The bytes up to the closing quote, which is passed; nil where there is none.
    private mutating func endOfString() -> Range<Int>? {
      let start = index
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "\\"): index += 2
        case UInt8(ascii: "\""):
          index += 1
          return start..<index - 1
        default: index += 1
        }
      }
      return nil
    }
  }

  /// A string's content as a token. RFC 6749 appendix A.17: at least one character, and none that is a control character.
  private static func token(_ content: [UInt8]) -> Secret? {
    guard !content.isEmpty, !content.contains(where: { $0 < 0x20 }) else { return nil }
    let quoted = Array("[\"".utf8) + content + Array("\"]".utf8)
    guard JSONText.fault(of: quoted) == nil,
      let text = (try? JSONDecoder().decode([String].self, from: Data(quoted)))?.first,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return nil }
    return Secret(text)
  }
}
