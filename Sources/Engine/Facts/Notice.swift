public import HTTP
public import MCP
public import OAuth

/// Something worth telling a person while a use case runs. Facts only; never a secret, except the authorization URL,
/// which is the person's to open.
public enum Notice: Sendable {
  /// An exchange ended: method, URL without its query, and status or failure. For `--verbose`.
  case exchange(HTTPRequest.Method, url: String, status: Int?)
  /// A member of a document cannot be used and counts as not said. For `--verbose`.
  case memberNotUsed(DocumentProblem)
  /// A client was registered at the issuer.
  case registered(issuer: String, clientID: String)
  /// A client was registered without refresh tokens, so that its logins end with their access tokens.
  case registeredWithoutRefresh(issuer: String)
  /// A registration of the issuer is used again.
  case reusingRegistration(issuer: String, clientID: String)
  /// The authorization server does not take this client any more; another one is used.
  case registrationRetired(issuer: String, clientID: String)
  /// The authorization server does not take the URL of a document for a client's id.
  case documentNotTaken(issuer: String, url: WebURL)
  /// The registration was changed at its server: a new secret, or other redirect URIs.
  case registrationUpdated(issuer: String, clientID: String)
  /// The registration was deleted at its server: nobody needs it any more.
  case registrationDeleted(issuer: String, clientID: String)
  /// The authorization server did not take a way to authenticate that it lists, or registered, and then took another; it
  /// is remembered.
  case authMethodRefused(issuer: String, method: ClientAuthenticationMethod)
  /// The server's metadata claims a parent of its URL, which is let pass (RFC 9728 §3.3 is stricter).
  case resourceIsParent(server: String, resource: String)
  /// The authorization server lists the resources it issues tokens for, and this one is not among them (RFC 9728 §4).
  case resourceNotListed(server: String, issuer: String)
  /// The server takes tokens that are bound to a TLS client certificate.
  case certificateBoundTokens(server: String)
  /// The authorization server does not say whether it checks PKCE, and the person lets that pass.
  case pkceUnstated(server: String, issuer: String)
  /// A server of MCP 2025-03-26 without any metadata: the default endpoints of its origin are used.
  case defaultEndpoints(server: String, origin: String)
  /// A server asks for scopes that its last login did not ask for.
  case asksForMore(server: String, added: Scope)
  /// The person lets a login move to another issuer.
  case acceptingIssuer(server: String, from: String, to: [String])
  /// A server refuses a token that was just renewed, and the token says that it is for something else.
  case tokenMisfit(server: String, AccessTokenMisfit)
  /// A refresh came back with less scope than the login had.
  case scopeNarrowed(server: String, lost: Scope)
  /// A login goes on at an issuer that a person vouches for; the server names another place for it.
  case trustingIssuer(server: String, declared: String, named: String)
  /// The login that another issuer's has replaced was taken back where it came from, or is still to be.
  case revokedReplaced(server: String, issuer: String, RevocationOutcome)
  /// Revoking the old login ended the new one too; it is not done at this issuer again.
  case revocationEndedAll(server: String, issuer: String)
  /// The ID token that came with a login is not good, so that nobody knows whose login it is.
  case idTokenUnusable(server: String, DocumentProblem)
  /// Tokens that are not kept were revoked, or could not be.
  case takenBack(server: String, areRevoked: Bool)
  /// What a person should know before the login begins.
  case attention(LoginQuestion)
  /// A login begins: who will be asked, and for what.
  case authorizing(server: String, issuer: String, scope: Scope?)
  /// The URL a person must open; whether a browser was started with it, and whether its answer may be pasted.
  case visit(url: WebURL, opened: Bool, paste: Bool)
  /// The URL is good for so many seconds only.
  case urlExpires(after: Int)
  /// The browser's answer is waited for at this address; whether one could not be started, so that it comes from elsewhere.
  case listening(redirectURI: WebURL, browserFailed: Bool)
  /// A code that a person must confirm in a browser, wherever that is; the second page has the code in it.
  case confirm(userCode: String, page: WebURL, complete: WebURL?)
  /// No browser could be started; the URL is shown anyway.
  case browserFailed(String)
  /// Another user of this machine has answered in the browser's place, or somebody who was gone at once (nil). That is not
  /// taken, and the login goes on waiting.
  case foreignAnswer(server: String, user: UInt32?)
  /// What was pasted is not the answer that is being waited for.
  case pasteNotUnderstood
  /// A new key was made and stored with this provider.
  case keyCreated(provider: String, locator: String)
  /// The server's own redirect leads its requests to another address of its origin, which is used from now on.
  case endpointMoved(server: String, from: WebURL, to: WebURL)
  /// A tool reports how far it is.
  case progress(Progress)
  /// A tool was left out of the list, and why.
  case toolDropped(DroppedTool)
}
