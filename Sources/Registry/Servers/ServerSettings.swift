import FoundationEssentials
public import HTTP

/// What a person chose for one server and wants remembered; kept as JSON in its row.
///
/// A member that is absent has its default, so that a row written before the member existed reads as it was meant.
public struct ServerSettings: Sendable, Equatable, Codable {
  /// Whether the server is of MCP 2025-03-26: its own origin is the authorization server, without metadata of RFC 9728.
  public var legacyAuth: Bool?
  /// Whether the authorization server may leave `code_challenge_methods_supported` out.
  public var allowMissingPKCE: Bool?
  /// Whether its logins are to be bound to a key (RFC 9449), also where the server does not demand it.
  public var boundTokens: Bool?
  /// How near the server was at its last login, where its URL does not tell: what its documents name may be as near.
  public var addressScope: AddressScope?
  /// Whether it is no MCP server but an identity provider, whose URL is its issuer.
  public var isIdentityProvider: Bool?
  /// Where the endpoint's own redirects lead, at the same origin.
  public var movedTo: String?
  /// The name of the identity provider whose login stands for the next one here; each login keeps the name of its own.
  public var identityProvider: String?

  /// An issuer that the person has vouched for, because the server's documents contradict each other.
  public var trustedIssuer: TrustedIssuer?
  /// Parameters that go along with its authorization requests, each as `NAME=VALUE`, in order.
  public var authorizeParameters: [String]?

  public init() {}

  /// What a login brings goes over what was there.
  public mutating func take(_ other: ServerSettings) {
    legacyAuth = other.legacyAuth ?? legacyAuth
    allowMissingPKCE = other.allowMissingPKCE ?? allowMissingPKCE
    boundTokens = other.boundTokens ?? boundTokens
    addressScope = other.addressScope
    isIdentityProvider = other.isIdentityProvider ?? isIdentityProvider
    identityProvider = other.identityProvider ?? identityProvider
    movedTo = other.movedTo ?? movedTo
    trustedIssuer = other.trustedIssuer ?? trustedIssuer
    authorizeParameters = other.authorizeParameters ?? authorizeParameters
  }

  /// Nil for what no version of this program writes.
  init?(json: String) {
    // Most say no more than this, and to decode JSON takes as long as all else of a row together.
    if let plain = Self.plain(json) {
      self = plain
      return
    }
    guard let read = try? JSONDecoder().decode(ServerSettings.self, from: Data(json.utf8)) else { return nil }
    self = read
  }

  /// With nothing in it but how near the server was; nil for other settings, and for what is none.
  private static func plain(_ json: String) -> ServerSettings? {
    var settings = ServerSettings()
    if json == "{}" { return settings }
    let scope = AddressScope.allCases.first { json == "{\"addressScope\":\"\($0.rawValue)\"}" }
    settings.addressScope = scope
    return scope == nil ? nil : settings
  }

  /// Members in alphabetical order; `{}` where everything has its default.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Booleans and strings always encode.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
