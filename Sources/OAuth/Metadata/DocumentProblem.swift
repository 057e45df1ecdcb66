import FoundationEssentials

/// Why a document was refused: which one, from where, what was expected and what was found.
public struct DocumentProblem: Sendable, Equatable, Codable {
  /// The documents of the OAuth exchanges.
  public enum Document: Sendable, Equatable, Codable {
    case protectedResourceMetadata, authorizationServerMetadata, registrationResponse, tokenResponse
    case authorizationResponse, tokenExchangeResponse, pushedAuthorizationResponse, deviceAuthorizationResponse
    case idToken, userInfo, introspection
  }

  /// What is wrong with it.
  public enum Fault: Sendable, Equatable, Codable {
    case notJSON
    /// Another charset, or bytes that are none (RFC 8259 §8.1).
    case notUTF8
    /// Nested deeper than any such document is.
    case tooDeep(limit: Int)
    case missing(member: String)
    case wrongType(member: String, expected: String)
    case mismatch(member: String, expected: String, found: String)
    /// A member whose value is not one that can be used.
    case unusable(member: String, value: String)
  }

  public let document: Document
  /// The URL it came from, or its origin where the URL may hold a secret.
  public let source: String
  public let fault: Fault
  /// For a wrong type: the kind of value that stood there, `number` for example; for a missing member: the object that has one
  /// of this name. Nil where it is not known.
  public let found: String?

  public init(_ document: Document, from source: String, _ fault: Fault, found: String? = nil) {
    self.document = document
    self.source = source
    self.fault = fault
    self.found = found
  }
}

extension DocumentProblem {
  /// Decodes a JSON object, turning a decoder's complaint into a fault that names the member.
  static func decode<Value: Decodable>(
    _ type: Value.Type, _ body: [UInt8], as document: Document, from source: String
  ) throws(OAuthError) -> Value {
    if let fault = JSONText.fault(of: body) {
      throw .invalidDocument(DocumentProblem(document, from: source, fault))
    }
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch let error as DecodingError {
      let fault = fault(of: error)
      throw .invalidDocument(DocumentProblem(document, from: source, fault, found: found(fault, in: body)))
    } catch {
      throw .invalidDocument(DocumentProblem(document, from: source, .notJSON))
    }
  }

  private static func fault(of error: DecodingError) -> Fault {
    switch error {
    case .keyNotFound(let key, _): .missing(member: key.stringValue)
    case .typeMismatch(let type, let context) where !context.codingPath.isEmpty:
      .wrongType(member: path(context), expected: jsonName(of: type))
    case .valueNotFound(let type, let context) where !context.codingPath.isEmpty:
      .wrongType(member: path(context), expected: jsonName(of: type))
    case .typeMismatch: .wrongType(member: "document", expected: "object")
    default: .notJSON
    }
  }

  /// Of a member of the document itself; what is deeper is named by its path, and that has to do.
  private static func found(_ fault: Fault, in body: [UInt8]) -> String? {
    guard case .wrongType(let member, _) = fault else { return nil }
    return JSONKind.found(member, in: body)
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
  }

  private static func jsonName(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "string"
    case is Bool.Type: "boolean"
    case is Int.Type, is Double.Type: "number"
    case is [String].Type: "array of strings"
    default: "\(type)".hasPrefix("Array") ? "array" : "object"
    }
  }
}
