public import HTTP
public import OAuth
public import Registry

/// How a person wants to log in.
public struct LoginOptions: Sendable {
  /// How tokens are obtained; nil takes the way the server was logged in to before, else the authorization code.
  public var flow: Grant.Flow?
  /// A client made by hand at the authorization server.
  public var clientID: String?
  public var clientSecret: Secret?
  /// The PEM text of the private key that this client signs assertions with (RFC 7523 §2.2).
  public var privateKey: Secret?
  /// How the client authenticates, whatever the authorization server lists.
  public var authMethod: ClientAuthenticationMethod?
  /// What the authorization server wants its assertions addressed to; kept for it.
  public var assertionAudience: AssertionAudience?
  /// The absolute path of the file in which a platform says who this program is; kept for the login.
  public var assertionFile: String?
  /// What is added is an identity provider, by its issuer, and no MCP server.
  public var isIdentityProvider = false
  /// The name of the identity provider whose login stands for one here; kept for the server.
  public var identityProvider: String?
  /// The redirect URI registered for that client.
  public var redirectURI: WebURL?
  /// Which of several authorization servers.
  public var issuer: String?
  /// An issuer that the person vouches for, although the server names another place for it.
  public var trustIssuer: String?
  /// Parameters of the person's own for authorization requests, kept for the server; an empty value takes one away.
  public var authorizeParameters: [AuthorizeParameter] = []
  /// Go on at another issuer than the login is bound to.
  public var acceptIssuer = false
  /// Go on where the browser was signed in as somebody else than the login it replaces.
  public var switchSubject = false
  /// A server of MCP 2025-03-26: where it publishes no metadata of its own, its origin is its authorization server.
  public var legacyAuth = false
  /// Go on although the authorization server does not say that it checks PKCE.
  public var allowMissingPKCE = false
  /// Ask for tokens that are bound to a key (RFC 9449), also where the server does not demand it; kept for it.
  public var boundTokens: Bool?
  public var scope: Scope?
  public var resource: ResourceChoice = .discovered
  /// Where a document about this client stands, for authorization servers that take its URL for a client's id.
  public var clientMetadata: ClientMetadataDocument?
  /// What an authorization server wants to see before it registers anybody (RFC 7591 §3).
  public var initialAccessToken: Secret?
  /// A registration for this server alone.
  public var ownRegistration = false
  /// Register anew although a registration exists.
  public var newRegistration = false
  public var browser: BrowserChoice = .open
  /// Whether somebody may read the URL that is shown: there is a terminal, or the answer is read from stdin.
  public var isWatched = true
  /// Asks the person whether to go on; nil where nobody can be asked.
  public var confirm: (@Sendable (LoginQuestion) async -> Bool)?
  /// Redirect URLs a person pastes; nil reads none.
  public var pasted: AsyncStream<String>?
  public var timeout: Duration = .seconds(300)

  public init() {}

  /// What to do with the authorization URL.
  public enum BrowserChoice: Sendable, Equatable {
    /// Open it, and show it.
    case open
    /// Only show it.
    case show
    /// Nobody is there: fail.
    case none
  }

  /// The `resource` parameter.
  public enum ResourceChoice: Sendable, Equatable {
    case discovered
    case given(String)
    case omitted
  }
}
