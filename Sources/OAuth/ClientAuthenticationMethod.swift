/// How a client proves who it is at the token endpoint (RFC 7591 §2).
public enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
  case none
  case clientSecretBasic = "client_secret_basic"
  case clientSecretPost = "client_secret_post"

  /// The method to ask for when registering: a public client where the server allows one, else a secret.
  ///
  /// Silence means Basic (RFC 8414 §2). Nil where nothing listed can be used.
  public static func toRegister(supported: [String]?) -> ClientAuthenticationMethod? {
    firstListed(of: [.none, .clientSecretBasic, .clientSecretPost], in: supported ?? [Self.clientSecretBasic.rawValue])
  }

  /// The method for a client that came without one: Basic before post for a secret, none for a public client.
  public static func forGivenClient(hasSecret: Bool, supported: [String]?) -> ClientAuthenticationMethod {
    guard hasSecret else { return .none }
    return firstListed(of: [.clientSecretBasic, .clientSecretPost], in: supported ?? []) ?? .clientSecretBasic
  }

  private static func firstListed(of methods: [Self], in supported: [String]) -> Self? {
    methods.first { supported.contains($0.rawValue) }
  }
}
