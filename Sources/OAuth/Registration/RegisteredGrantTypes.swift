import FoundationEssentials

/// The grants that a server registered a client for, which may be fewer than it asked for (RFC 7591 §3.2.1).
public struct RegisteredGrantTypes: Sendable, Equatable {
  /// Nil where the answer does not say; an empty list, and what is none, say nothing either.
  public let types: [String]?

  /// Reads the server's answer to the registration, or to a read of it.
  public init(document: Secret) {
    let read = try? JSONDecoder().decode(Wire.self, from: Data(document.exposed.utf8))
    types = read?.grant_types.isEmpty == false ? read?.grant_types : nil
  }

  /// Whether the client may use a grant: where nothing is said, all that it asked for.
  public func allow(_ type: String) -> Bool { types?.contains(type) ?? true }

  private struct Wire: Decodable { let grant_types: [String] }
}
