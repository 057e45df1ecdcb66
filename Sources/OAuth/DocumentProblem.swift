import FoundationEssentials

/// Why a document was refused: which one, from where, what was expected and what was found.
public struct DocumentProblem: Sendable, Equatable {
  /// The documents of the OAuth exchanges.
  public enum Document: Sendable, Equatable {
    case protectedResourceMetadata, authorizationServerMetadata, registrationResponse, tokenResponse
    case authorizationResponse, tokenExchangeResponse
  }

  /// What is wrong with it.
  public enum Fault: Sendable, Equatable {
    case notJSON
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

  public init(_ document: Document, from source: String, _ fault: Fault) {
    self.document = document
    self.source = source
    self.fault = fault
  }
}

extension DocumentProblem {
  /// Decodes a JSON object, turning a decoder's complaint into a fault that names the member.
  static func decode<Value: Decodable>(
    _ type: Value.Type, _ body: [UInt8], as document: Document, from source: String
  ) throws(OAuthError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch let error as DecodingError {
      throw .invalidDocument(DocumentProblem(document, from: source, fault(of: error)))
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
