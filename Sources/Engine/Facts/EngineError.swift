public import FoundationEssentials
public import HTTP
public import MCP
public import OAuth
public import Registry

/// Everything a use case can end in, other than success. Facts only: the words are made in one place, further up.
public enum EngineError: Error, Sendable {
  case registry(RegistryError)
  case key(KeyError)
  /// The provider answers and has no key at this locator, although the registry's was put there.
  case keyAbsent(KeyProviderKind, locator: String)
  /// The registry has no key yet, and none could be made with this provider.
  case cannotMakeKey(KeyError)
  case lock(LockError)
  case listener(RedirectListenerError)
  case transportSetup(TransportSetupError)
  /// No usable answer came while doing this.
  case transport(TransportError, ExchangeStep)
  /// The authorization server's answer or document was no success while doing this.
  case oauth(OAuthError, ExchangeStep)
  /// A document points nearer to this machine than its server is.
  case outOfReach(OutOfReach, ExchangeStep)
  /// A redirect that is not followed.
  case redirect(RefusedRedirect, ExchangeStep)
  /// The MCP server's answer cannot be read.
  case mcp(MCPError, server: String)
  /// The MCP server answered with a JSON-RPC error.
  case rpc(JSONRPCError, server: String)
  /// What answers at the URL is not an MCP endpoint, or not now.
  case notMCP(NotMCP)
  /// A tool call was sent, and nobody knows what came of it; why not.
  indirect case outcomeUnknown(EngineError)
  /// The MCP server refuses this, and another login would not help: a scope is missing, or access is denied.
  case forbidden(server: String, error: String?, scope: Scope?, words: String? = nil)
  /// A tool has asked for further scopes too often.
  case stepUpsExhausted(server: String, tool: String, scope: Scope)
  /// The MCP server refuses a token that was just obtained.
  case rejectedByResource(server: String, account: String, words: String? = nil)
  /// The MCP server takes only tokens that are bound to a key by now, and the login's are not.
  case boundTokensNeeded(server: String, account: String)
  /// The MCP server refuses the proof beside a token, with this code, and says nothing of the token. Seconds by which its
  /// clock is ahead of ours, where it tells the time.
  case proofRefused(server: String, code: String, ahead: Int?)

  /// Not an absolute http or https URL.
  case badURL(String)
  case badServerName(String)
  /// Plain http to a host that is not this machine.
  case insecureURL(WebURL)
  /// A 401 without protected resource metadata anywhere.
  case noResourceMetadata(server: String)
  /// The issuer asked for is not among those the server names.
  case issuerNotOffered(String, offered: [String])
  /// The server names another issuer than the one its login is bound to.
  case issuerChanged(server: String, from: String, to: [String])
  /// The token endpoint of an issuer that a person has vouched for is at another origin than then.
  case trustedIssuerMoved(server: String, issuer: String, from: String, to: String)
  /// Metadata that declares an issuer names another token endpoint for it than the logins of other servers have.
  case trustedIssuerInUse(server: String, issuer: String, known: String, named: String)
  /// The browser was signed in as somebody else than the login that was to be replaced; nothing is stored.
  case subjectChanged(server: String, account: String, from: String, to: String)
  case loginRequired(server: String, account: String, LoginReason)
  /// The authorization server refused a refresh for the first time, with this code. The access token is good, and the
  /// schedule tries once more.
  case refusedOnce(server: String, account: String, code: String, until: Date?)
  /// The browser did not come back in time.
  case loginTimedOut(server: String, after: Duration)
  /// Nobody confirmed the device's code in time.
  case deviceTimedOut(server: String, after: Duration)
  /// No login to the server waits for an answer.
  case noPendingLogin(server: String)
  /// What was brought answers none of the logins that wait.
  case notTheAnswer(server: String)
  /// The grant needs a client that can prove who it is.
  case needsProvenClient(server: String)
  /// The grant needs the file in which the platform says who this program is.
  case needsAssertionFile(server: String)
  /// That file has nothing that can be sent now; nothing was.
  case assertionFile(server: String, AssertionFileError)
  /// The grant needs an identity provider to be named.
  case needsIdentityProvider(server: String)
  /// What was named for one is an MCP server.
  case notIdentityProvider(server: String)
  /// What was asked for needs an MCP server, and this is an identity provider.
  case isIdentityProvider(server: String)
  /// Servers are logged in to by this identity provider.
  case providerInUse(String, by: [String])
  /// A login at an identity provider that does not say who the person is; it is not kept.
  case noIDToken(server: String)
  /// The identity provider has not vouched for the person.
  case identity(IdentityFailure, server: String)
  /// A login is needed and the person may not be asked.
  case notInteractive(server: String)
  /// There is no browser here, and nobody who would read the URL.
  case noBrowser(server: String)
  /// The person was asked whether to go on, and did not say yes.
  case declined(server: String)
  /// Someone else refreshes this login, longer than is worth waiting for.
  case busy(server: String)
  /// No more attempts for now.
  case backingOff(server: String, failure: String, until: Date)
  /// The server asks for no token, so there is none.
  case needsNoToken(server: String)
  /// The login's token is bound to a key that never leaves this program, so that nobody else could use it.
  case boundToken(server: String)
  case unknownTool(String, server: String, similar: [String])
  case arguments(InvalidArguments, tool: String, server: String)
  /// The tool asks for input that nobody is there to give.
  case inputRequired(tool: String, server: String, methods: [String], visits: [PageVisit] = [])
  /// Not every token could be taken back now; the rest is queued.
  case revocationQueued(server: String, failure: String)
  /// The authorization server refused to take a token back.
  case revocationRefused(server: String, OAuthError)
  /// A registration that a person named is not acted on; the name is theirs.
  case registration(RegistrationMistake, String)
  /// The registry has its keys already.
  case alreadyInitialized(KeyProviderKind, locator: String)
  /// The login is stored, and its first use failed.
  indirect case notProven(server: String, EngineError)
  /// Tokens came and could not be stored; where they are kept meanwhile, nil where nowhere.
  case notStored(server: String, RegistryError, RefreshVerdict.Keeping?)
  /// A refresh brought a new refresh token, which is stored, in an answer that cannot be used otherwise.
  case answerUnusable(server: String, OAuthError)
  /// The file that would take an answer which the registry cannot take.
  case spool(TokenSpoolError)
  /// The process that was to refresh could not be started; nothing was sent.
  case workerUnstarted(server: String, reason: String)
  /// The process that was refreshing ended without a word. Whether the token was spent is unknown.
  case workerLost(server: String)
  /// The process that did a chore of the schedule ended without a word, or could not be started, where there is a reason.
  case choreLost(Chore, reason: String?)
  /// Ctrl-C.
  case cancelled

  /// Why a person is needed.
  public enum LoginReason: Sendable, Equatable {
    /// Never logged in with this account.
    case never
    /// The token has expired and no refresh token came with it.
    case expired
    /// The authorization server refused the refresh token or the client; its own code.
    case refused(code: String)
    /// The tokens were revoked on request.
    case revoked
  }
}
