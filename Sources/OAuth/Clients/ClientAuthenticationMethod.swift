/// How a client proves who it is at the token endpoint (RFC 7591 §2).
public enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
  case none
  case clientSecretBasic = "client_secret_basic"
  case clientSecretPost = "client_secret_post"
  /// An assertion signed with the client's own key (RFC 7523 §2.2).
  case privateKeyJWT = "private_key_jwt"

  /// The method to ask for when registering: a public client where the server allows one, else a secret. A client is
  /// never registered with a key.
  ///
  /// Silence means Basic (RFC 8414 §2). Nil where nothing listed can be used, or all of it was refused before.
  public static func toRegister(
    supported: [String]?, refused: [String] = []
  ) -> ClientAuthenticationMethod? {
    let supported = supported ?? [Self.clientSecretBasic.rawValue]
    return [.none, .clientSecretBasic, .clientSecretPost].first {
      supported.contains($0.rawValue) && !refused.contains($0.rawValue)
    }
  }

  /// The method for a client that came without one: a key before a secret, Basic before post, none for a public client.
  public static func forGivenClient(
    hasSecret: Bool, hasKey: Bool = false, supported: [String]?
  ) -> ClientAuthenticationMethod {
    if hasKey { return .privateKeyJWT }
    guard hasSecret else { return .none }
    return [.clientSecretBasic, .clientSecretPost].first { supported?.contains($0.rawValue) ?? false }
      ?? .clientSecretBasic
  }

  /// The methods to try, in order: the registered one where the server lists it or lists nothing, then what else it
  /// lists and the client has. What the issuer refused before comes last.
  ///
  /// Never empty: a client whose method is not listed, and which has no other, tries its own. Some servers list only
  /// the methods that need a secret, and take public clients all the same.
  public static func toTry(
    registered: ClientAuthenticationMethod, hasSecret: Bool, hasKey: Bool, supported: [String]?, refused: [String]
  ) -> [ClientAuthenticationMethod] {
    let order: [ClientAuthenticationMethod] = [.privateKeyJWT, .clientSecretBasic, .clientSecretPost, .none]
    let usable = order.filter { $0.isUsable(hasSecret: hasSecret, hasKey: hasKey) || $0 == registered }
    // RFC 8414 §2: silence means Basic.
    let listed = usable.filter { supported?.contains($0.rawValue) ?? ($0 == registered || $0 == .clientSecretBasic) }
    let preferred = listed.contains(registered) ? [registered] + listed.filter { $0 != registered } : listed
    let methods = preferred.isEmpty ? [registered] : preferred
    let isRefused = { (method: Self) in refused.contains(method.rawValue) }
    return methods.filter { !isRefused($0) } + methods.filter(isRefused)
  }

  private func isUsable(hasSecret: Bool, hasKey: Bool) -> Bool {
    switch self {
    case .none: !hasKey
    case .clientSecretBasic, .clientSecretPost: hasSecret
    case .privateKeyJWT: hasKey
    }
  }
}
