/// JSON answers that no client should take, made from good ones. What is not a JSON object stays as it is.
enum SpoiledJSON {
  /// 10 MB, which is ten times what a client needs to accept.
  static let hugeSize = 10_000_000
  /// Enough to overflow the stack of a parser that recurses.
  static let depth = 10_000

  /// The first half, as a whole answer.
  static func cut(_ answer: Answer) -> Answer { replace(answer) { Array($0.prefix($0.count / 2)) } }

  static func huge(_ answer: Answer) -> Answer {
    add("\"padding\":\"" + String(repeating: "x", count: hugeSize) + "\"", to: answer)
  }

  static func deep(_ answer: Answer) -> Answer {
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    return add("\"nested\":" + nested, to: answer)
  }

  /// With the byte order mark and in big-endian order (RFC 2781 §4.3).
  static func utf16(_ answer: Answer) -> Answer {
    let spoiled = replace(answer) { bytes in
      let units = [0xFEFF] + Array(String(decoding: bytes, as: UTF8.self).utf16)
      return units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
    return retype(spoiled, charset: "utf-16")
  }

  /// With a member whose text is one byte a letter, and so not UTF-8.
  static func latin1(_ answer: Answer) -> Answer {
    let member = Array("\"remark\":\"d".utf8) + [0xE9] + Array("j".utf8) + [0xE0] + Array(" vu\"".utf8)
    return retype(add(member, to: answer), charset: "iso-8859-1")
  }

  /// A string becomes a number, and everything else a string.
  static func wrongType(_ answer: Answer, member: String?) -> Answer {
    replace(answer) { bytes in
      guard var members = JSON.parse(bytes)?.object else { return bytes }
      for (name, value) in members where member == nil || member == name {
        members[name] = value.string == nil ? "of another type" : 7
      }
      return JSON.object(members).bytes
    }
  }

  /// One member has another value, or is missing.
  static func setting(_ answer: Answer, _ member: String, _ value: JSON?) -> Answer {
    replace(answer) { bytes in
      guard var members = JSON.parse(bytes)?.object else { return bytes }
      members[member] = value
      return JSON.object(members).bytes
    }
  }

  static func notANumber(_ answer: Answer) -> Answer { add("\"quota\":NaN", to: answer) }

  static func repeated(_ answer: Answer) -> Answer { add("\"token_type\":\"mac\"", to: answer) }

  static func followed(_ answer: Answer, by bytes: [UInt8]) -> Answer { replace(answer) { $0 + bytes } }

  private static func add(_ member: String, to answer: Answer) -> Answer { add(Array(member.utf8), to: answer) }

  private static func add(_ member: [UInt8], to answer: Answer) -> Answer {
    replace(answer) { bytes in
      let others = bytes.dropFirst()
      let comma = others.first == UInt8(ascii: "}") ? [] : [UInt8(ascii: ",")]
      return [UInt8(ascii: "{")] + member + comma + others
    }
  }

  private static func replace(_ answer: Answer, _ change: ([UInt8]) -> [UInt8]) -> Answer {
    guard case .bytes(let bytes) = answer.content, bytes.first == UInt8(ascii: "{") else { return answer }
    var spoiled = answer
    spoiled.content = .bytes(change(bytes))
    return spoiled
  }

  private static func retype(_ answer: Answer, charset: String) -> Answer {
    var spoiled = answer
    spoiled.headers = answer.headers.map { name, value in
      name == "content-type" ? (name, "application/json; charset=\(charset)") : (name, value)
    }
    return spoiled
  }
}
