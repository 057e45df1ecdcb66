import HTTP

/// The members of a server's document, read by one rule: what a step does not need costs nothing.
///
/// Servers write `null`, `""` or `[]` for what they do not have, a text for a list, a list for a text, and numbers and
/// booleans in quotes. What can be understood all the same is; what cannot counts as not said, and is remembered as a flaw.
/// Only what a step cannot do without is an error, which names the document and the member.
struct JSONDocument {
  private let members: [String: JSONMember]
  private let document: DocumentProblem.Document
  private let source: String
  /// What counted as not said, in the order in which it was asked for.
  private(set) var flaws: [DocumentProblem] = []

  /// Throws `invalidDocument` for what is not a JSON object in UTF-8, or nested too deep.
  init(_ body: [UInt8], as document: DocumentProblem.Document, from source: String) throws(OAuthError) {
    members = try DocumentProblem.decode([String: JSONMember].self, body, as: document, from: source)
    self.document = document
    self.source = source
  }

  private init(members: [String: JSONMember], _ document: DocumentProblem.Document, from source: String) {
    self.members = members
    self.document = document
    self.source = source
  }

  /// The members of a token answer. Some servers of before RFC 6749 answer with a form (draft 2 of OAuth 2.0, §4.2): its fields
  /// are read as texts.
  init(tokensIn response: HTTPResponse, from source: String) throws(OAuthError) {
    if response.headers.mediaType == "application/x-www-form-urlencoded",
      let fields = FormURLEncoding.decode(String(decoding: response.body, as: UTF8.self)),
      fields.contains(where: { $0.name == "access_token" })
    {
      self.init(
        members: Dictionary(fields.map { ($0.name, .text($0.value)) }, uniquingKeysWith: { first, _ in first }),
        .tokenResponse, from: source)
    } else {
      try self.init(response.body, as: .tokenResponse, from: source)
    }
  }

  /// A text that is needed as it stands, because it is compared or sent as it stands: nothing but a string will do.
  ///
  /// `orSeenIn` looks, where it is missing, whether an object beside it has one: that is somebody else's, and told.
  func exactText(_ member: String, orSeenIn isTold: Bool = false) throws(OAuthError) -> String {
    guard let value = members[member] else {
      let holder = isTold ? members.filter { $0.value.has(member) }.keys.min() : nil
      throw .invalidDocument(
        DocumentProblem(document, from: source, .missing(member: member), found: holder.map { String($0.prefix(64)) }))
    }
    guard case .text(let text) = value else { throw .invalidDocument(wrongType(member, "string", value)) }
    return text
  }

  /// A text that may be missing; an empty one is.
  mutating func text(_ member: String) -> String? {
    switch members[member] {
    case nil: return nil
    case .text(let text) where !text.isEmpty: return text
    case .array(let values) where values.count == 1:
      guard case .text(let text) = values[0], !text.isEmpty else {
        flaw(member, "string", .array(values))
        return nil
      }
      return text
    case let value?:
      flaw(member, "string", value)
      return nil
    }
  }

  /// A list of texts that may be missing. A text is a list with blanks or commas; members of another type are left out.
  mutating func list(_ member: String) -> [String]? {
    switch members[member] {
    case nil: return nil
    case .text(let text) where !text.isEmpty:
      return text.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" }.map(String.init)
    case .array(let values)?:
      let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
      if texts.count < values.count { flaw(member, "array of strings", .array(values)) }
      return texts.isEmpty && !values.isEmpty ? nil : texts
    case let value?:
      flaw(member, "array of strings", value)
      return nil
    }
  }

  /// A truth value that may be missing, also in quotes.
  mutating func flag(_ member: String) -> Bool? {
    switch members[member] {
    case nil: return nil
    case .boolean(let value): return value
    case .text(let text) where ["true", "false"].contains(text.lowercased()): return text.lowercased() == "true"
    case let value?:
      flaw(member, "boolean", value)
      return nil
    }
  }

  /// Whole seconds that may be missing, also in quotes or with a fraction: a lifetime, or a time since 1970. What is negative
  /// or longer than three centuries is no such number.
  mutating func seconds(_ member: String) -> Int? {
    let number: Double?
    switch members[member] {
    case nil: return nil
    case .integer(let value): number = Double(value)
    case .number(let value): number = value
    case .text(let text): number = Double(text)
    default: number = nil
    }
    if let number, (0..<1e10).contains(number) { return Int(number) }
    if let value = members[member] { flaw(member, "number", value) }
    return nil
  }

  /// An address over which secrets may travel, and that may be missing: https, or http on this machine.
  mutating func endpoint(_ member: String) -> WebURL? {
    guard let text = text(member) else { return nil }
    if let url = WebURL(text), url.isSecure { return url }
    flaws.append(problem(.unusable(member: member, value: text)))
    return nil
  }

  /// Such an address that is needed.
  func neededEndpoint(_ member: String) throws(OAuthError) -> WebURL {
    let text = try exactText(member)
    guard let url = WebURL(text), url.isSecure else { throw .insecureEndpoint(member: member, url: text) }
    return url
  }

  /// A value that may be missing, and must not be shown.
  mutating func secret(_ member: String) -> Secret? { text(member).map { Secret($0) } }

  private mutating func flaw(_ member: String, _ expected: String, _ value: JSONMember) {
    flaws.append(
      value == .text("") ? problem(.unusable(member: member, value: "")) : wrongType(member, expected, value))
  }

  private func wrongType(_ member: String, _ expected: String, _ value: JSONMember) -> DocumentProblem {
    DocumentProblem(document, from: source, .wrongType(member: member, expected: expected), found: value.kind)
  }

  private func problem(_ fault: DocumentProblem.Fault) -> DocumentProblem {
    DocumentProblem(document, from: source, fault)
  }
}
