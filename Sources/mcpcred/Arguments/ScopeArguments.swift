import ArgumentParser
import Engine
import HTTP
import OAuth

/// What `add` and `login` ask for, and of whom.
struct ScopeArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Which authorization server, where the server names several.", valueName: "url"))
  var issuer: String?

  @Option(help: ArgumentHelp("Ask for these scopes instead of the server's own choice.", valueName: "scopes"))
  var scope: String?

  @Option(help: ArgumentHelp("Send this resource indicator instead of the discovered one.", valueName: "uri"))
  var resource: String?

  @Flag(help: "Send no resource indicator. The token may then be good at other servers too.")
  var noResource = false

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Ask for tokens that are bound to a key (DPoP): whoever steals one cannot use it.",
      discussion: "Done without this where the server demands it. Kept for later logins, until --no-dpop."))
  var dpop: Bool?

  @Option(
    help: ArgumentHelp(
      "Send this along with the authorization request, for providers that want more than the protocol has.",
      discussion: "May be repeated. Kept for later logins; NAME= takes one away.", valueName: "name=value"))
  var authorizeParam: [String] = []

  func validate() throws {
    for text in authorizeParam where AuthorizeParameter(text) == nil {
      throw ValidationError(
        "--authorize-param is NAME=VALUE, of a name that the protocol does not set: \(Untrusted.quoted(text))")
    }
    if noResource, resource != nil { throw ValidationError("--resource and --no-resource exclude each other") }
  }

  /// Puts them into the engine's terms.
  func apply(to options: inout LoginOptions) throws(CommandError) {
    options.issuer = issuer
    options.boundTokens = dpop
    options.authorizeParameters = authorizeParam.compactMap(AuthorizeParameter.init)
    options.scope = try scope.map { (text) throws(CommandError) in
      guard let scope = Scope(text), !scope.isEmpty else { throw .usage("bad scope: \(Untrusted.quoted(text))") }
      return scope
    }
    options.resource = try resourceChoice()
  }

  private func resourceChoice() throws(CommandError) -> LoginOptions.ResourceChoice {
    if noResource { return .omitted }
    guard let resource else { return .discovered }
    guard WebURL(resource) != nil else { throw .usage("bad resource: \(Untrusted.quoted(resource))") }
    return .given(resource)
  }
}
