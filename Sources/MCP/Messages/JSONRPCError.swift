/// The `error` of a JSON-RPC answer. The message is the server's text and untrusted.
public struct JSONRPCError: Sendable, Equatable {
  /// See the constants for the codes MCP gives a meaning.
  public let code: Int64
  /// For people; often terse.
  public let message: String
  /// What the code says belongs here; nil for none.
  public let data: JSONValue?

  /// Makes an error.
  public init(code: Int64, message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// Nil without an integer code; a missing message is read as an empty one.
  public init?(_ json: JSONValue?) {
    guard let code = json?["code"]?.integerValue else { return nil }
    self.init(code: code, message: json?["message"]?.stringValue ?? "", data: json?["data"])
  }

  /// The error as it goes into a message.
  public var json: JSONValue {
    var members: [String: JSONValue] = ["code": .integer(code), "message": .string(message)]
    members["data"] = data
    return .object(members)
  }

  /// JSON-RPC 2.0 §5.1.
  public static let parseError: Int64 = -32700
  /// JSON-RPC 2.0 §5.1.
  public static let internalError: Int64 = -32603
  /// JSON-RPC 2.0 §5.1.
  public static let invalidRequest: Int64 = -32600
  /// JSON-RPC 2.0 §5.1.
  public static let methodNotFound: Int64 = -32601
  /// JSON-RPC 2.0 §5.1; in MCP also an unknown tool and a bad cursor.
  public static let invalidParams: Int64 = -32602
  /// A header and the body disagree, or a header is missing (MCP 2026-07-28, Streamable HTTP).
  public static let headerMismatch: Int64 = -32020
  /// The server needs a capability that was not declared (MCP 2026-07-28, Base Protocol).
  public static let missingClientCapability: Int64 = -32021
  /// `data.supported` lists what the server speaks (MCP 2026-07-28, Versioning).
  public static let unsupportedProtocolVersion: Int64 = -32022
  /// MCP 2025-11-25, Elicitation: the person must open a URL first.
  public static let urlElicitationRequired: Int64 = -32042
}
