import OAuth
import Testing

@Suite struct ForeignTextTests {
  /// Numbers that look drawn and are the same in every run (SplitMix64).
  struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// What secrets are made of: base64url, base64, all of ASCII that can be seen, and letters beyond it.
  static let alphabets: [[Character]] = [
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="),
    (0x21...0x7E).map { Character(Unicode.Scalar($0)) }, Array("aäößéñ€Жdxyz0123456789\"\\/&?"),
  ]

  static func secret(_ dice: inout Dice) -> String {
    let alphabet = alphabets[Int.random(in: 0..<alphabets.count, using: &dice)]
    // One that begins or ends with what no spelling needs would stay there.
    let inner = (0..<Int.random(in: 14...90, using: &dice)).map { _ in alphabet.randomElement(using: &dice) ?? "x" }
    return "k" + String(inner) + "q"
  }

  // MARK: - Spellings

  static func percent(_ text: String, _ dice: inout Dice) -> String {
    let share: Double = [0.0, 0.5, 1.0].randomElement(using: &dice) ?? 1
    return text.utf8.reduce(into: "") { out, byte in
      let isPlain =
        byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
      if isPlain, Double.random(in: 0..<1, using: &dice) >= share {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: Bool.random(using: &dice))
        out += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
  }

  static func json(_ text: String, _ dice: inout Dice) -> String {
    let share: Double = [0.0, 0.5, 1.0].randomElement(using: &dice) ?? 1
    return text.utf16.reduce(into: "") { out, unit in
      switch unit {
      case 0x22, 0x5C: out += "\\" + String(Character(Unicode.Scalar(UInt8(unit))))
      case 0x2F where Bool.random(using: &dice): out += "\\/"
      case 0x20..<0x7F where Double.random(in: 0..<1, using: &dice) >= share:
        out.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16, uppercase: Bool.random(using: &dice))
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }

  static func base64(_ text: String, isURL: Bool) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (isURL ? "-_" : "+/"))
    var out = "", bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let three = Array(bytes.prefix(3)), padded = three + [UInt8](repeating: 0, count: 3 - three.count)
      let bits = padded.reduce(0) { $0 << 8 | Int($1) }
      for place in 0...three.count { out.append(alphabet[bits >> (18 - 6 * place) & 63]) }
      if !isURL { out += String(repeating: "=", count: 3 - three.count) }
      bytes = bytes.dropFirst(3)
    }
    return out
  }

  /// Something that is not seen between any two characters.
  static func broken(_ text: String, _ dice: inout Dice) -> String {
    let between = ["\u{0}", "\u{1B}", "\n", " ", "\u{200B}", "\u{202E}", "\u{9B}", "\u{AD}", "\u{FEFF}", "\u{200D}"]
    let place = Int.random(in: 1..<text.count, using: &dice)
    return text.prefix(place) + (between.randomElement(using: &dice) ?? " ") + text.dropFirst(place)
  }

  @Test("a secret is hidden whole in every spelling that keeps to itself", arguments: 0..<60)
  func whole(_ seed: Int) {
    var dice = Dice(state: UInt64(seed))
    for _ in 0..<20 {
      let secret = Self.secret(&dice)
      let spelled = [
        secret, Self.percent(secret, &dice), Self.json(secret, &dice), Self.json(Self.json(secret, &dice), &dice),
        Self.percent(Self.percent(secret, &dice), &dice), Self.json(Self.percent(secret, &dice), &dice),
        Self.broken(secret, &dice),
      ]
      for spelling in spelled {
        let cleaned = ForeignText(hiding: [Secret("another-one"), Secret(secret)])
          .line("it was: \(spelling) and no more", limit: 500)
        #expect(cleaned == "it was: <secret> and no more", "seed \(seed): \(spelling)")
      }
    }
  }

  @Test("of a secret in base64, whatever stands before and behind it, nothing that tells it is left", arguments: 0..<60)
  func encoded(_ seed: Int) {
    var dice = Dice(state: UInt64(seed) &* 7919)
    for _ in 0..<10 {
      let secret = Self.secret(&dice), id = String(Self.secret(&dice).prefix(Int.random(in: 0..<9, using: &dice)))
      let isURL = Bool.random(using: &dice)
      let form = Self.percent(secret, &dice)
      for inner in [secret, "\(id):\(secret)", "\(id):\(secret);scope", "\(id):\(form)"] {
        let base64 = Self.base64(inner, isURL: isURL)
        for spelling in [base64, Self.percent(base64, &dice), Self.json(base64, &dice), Self.broken(base64, &dice)] {
          let cleaned = ForeignText(hiding: [Secret(secret)]).line("(Basic \(spelling))", limit: 2000)
          // What is left of the encoding is the id in front, and less than one group at either end.
          let left = cleaned.replacing("<secret>", with: "").count - "(Basic )".count
          let most = 6 * (Self.base64(inner, isURL: isURL).count - Self.base64(secret, isURL: isURL).count + 8)
          #expect(cleaned.contains("<secret>") && left <= most, "seed \(seed): \(inner) as \(spelling): \(cleaned)")
        }
      }
    }
  }

  @Test("the plus sign of a form stands for a blank, and for itself")
  func plus() {
    let foreign = ForeignText(hiding: [Secret("pass word+more stuff")])
    for spelling in [
      "pass+word%2Bmore+stuff", "pass word more stuff", "pass%20word%2bmore%20stuff", "pass word+more stuff",
    ] {
      #expect(foreign.line("<\(spelling)>", limit: 200) == "<<secret>>")
    }
  }

  @Test("a part of a secret is hidden, and so is one that is cut where the text is")
  func parts() {
    let foreign = ForeignText(hiding: [Secret("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl")])
    #expect(foreign.line("token eyJhbGciOiJub25l… is bad", limit: 200) == "token <secret>… is bad")
    #expect(foreign.line("…J1c2VyIiwic3ViIjoi", limit: 200) == "…J1c2VyIiwic3ViIjoi")
    let long = String(repeating: "x", count: 4080) + "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"
    #expect(foreign.line(long, limit: 4096).hasSuffix("x<secret>"))
  }

  @Test("what acts on a terminal is taken out before a secret is looked for, and the rest is cut")
  func stripped() {
    let foreign = ForeignText(hiding: [Secret("s3cret-token")])
    #expect(foreign.line("a\u{1B}[31m\u{9B}b\u{2028}s3cr\u{7}et-to\u{202E}ken\r\nc", limit: 100) == "a[31mb<secret>c")
    #expect(foreign.line("abcdef", limit: 3) == "abc")
    #expect(foreign.block("a\r\n\tb\rc\u{1B}\nd s3cret-\ntoken") == "a\n\tbc\nd <secret>")
  }

  @Test("a text without a secret stays as it is")
  func untouched() {
    let foreign = ForeignText(hiding: [Secret("s3cret-token"), Secret(""), Secret("+")])
    for text in ["", "no scope tools:read", "100% sure\\n", "YWJjZGVmZ2hpamtsbW5vcA==", "größer 漢字 👩‍💻", "secret-token"] {
      #expect(foreign.line(text, limit: 200) == text)
      #expect(!foreign.isBetrayed(by: text))
    }
  }

  @Test("a long text is looked at in stretches, and a secret across two of them is found")
  func stretches() {
    let secret = "an-access-token-0123456789", foreign = ForeignText(hiding: [Secret(secret)])
    for place in [65_500, 65_520, 65_536, 131_060] {
      let text = String(repeating: "x", count: place) + secret + String(repeating: "y", count: 70_000)
      #expect(foreign.block(text) == text.replacing(secret, with: "<secret>"), "\(place)")
    }
  }

  @Test("a scope with a secret in it is left out")
  func scopes() throws {
    let foreign = ForeignText(hiding: [Secret("an-access-token")])
    let scope = try #require(Scope("tools:read an%2Daccess-token write"))
    #expect(foreign.scope(scope).description == "tools:read write")
  }

  @Test("what an error quotes of an answer holds no secret")
  func errors() throws {
    let foreign = ForeignText(hiding: [Secret("an-access-token")])
    let told = "got an%2Daccess%2Dtoken\u{1B}", shown = "got <secret>"
    func problem(_ fault: DocumentProblem.Fault) -> OAuthError {
      .invalidDocument(DocumentProblem(.tokenResponse, from: "https://as.example", fault))
    }
    #expect(
      foreign.cleaned(problem(.unusable(member: "x", value: told))) == problem(.unusable(member: "x", value: shown)))
    #expect(
      foreign.cleaned(problem(.mismatch(member: "x", expected: "y", found: told)))
        == problem(.mismatch(member: "x", expected: "y", found: shown)))
    #expect(
      foreign.cleaned(.unsupported(.tokenType(told, wanted: .bearer)))
        == .unsupported(.tokenType(shown, wanted: .bearer)))
  }
}
