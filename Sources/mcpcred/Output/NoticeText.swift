import Engine

/// The words for what is let pass and should be known.
enum NoticeText {
  /// Nil for a notice that is no warning.
  static func warning(_ notice: Notice) -> String? {
    switch notice {
    case .resourceIsParent(let server, let resource):
      "\(server) says that its login is for \(Untrusted.plain(resource)) and all below it"
    case .resourceNotListed(let server, let issuer):
      "\(Untrusted.plain(issuer)) does not list \(server) among the servers it issues tokens for"
    case .certificateBoundTokens(let server):
      "\(server) takes tokens that are bound to a TLS client certificate; mcpcred asks for none of those"
    case .registeredWithoutRefresh(let issuer):
      "\(Untrusted.plain(issuer)) registered the client without refresh tokens; the login is likely to end with its access "
        + "token, and cannot be renewed then"
    case .pkceUnstated(let server, let issuer):
      "\(Untrusted.plain(issuer)) does not say that it checks PKCE; the login to \(server) relies on nobody intercepting it"
    case .defaultEndpoints(let server, let origin):
      "\(server) publishes no metadata at all; using /authorize, /token and /register of \(origin)"
    case .asksForMore(let server, let added):
      "\(server) asks for more than was asked for at its last login: \(Untrusted.plain(added.description))"
    case .acceptingIssuer(let server, let from, let to):
      "\(server) has another authorization server than before: was \(Untrusted.plain(from)), now "
        + Untrusted.plain(to.joined(separator: " "))
    case .tokenMisfit(let server, .otherAudience(let audiences)):
      "the token that \(server) refuses is for another audience (aud): "
        + Untrusted.plain(audiences.joined(separator: " "))
    case .tokenMisfit(let server, .noAudience(let use)):
      "the token that \(server) refuses names no audience (aud)"
        + (use.map { ", and its token_use is \(Untrusted.quoted($0))" } ?? "")
        + ": the authorization server may not have made it for this server"
    case .scopeNarrowed(let server, let lost):
      "the refreshed token of \(server) lacks a scope that the login had: \(Untrusted.plain(lost.description))"
    case .trustingIssuer(let server, let declared, let named):
      "\(server) names \(Untrusted.plain(named)) for its authorization server, whose metadata declares "
        + "\(Untrusted.plain(declared)); the login goes on because you vouch for it"
    case .idTokenUnusable(let server, let problem):
      "nobody knows whose login to \(server) this is: \(ErrorReport.words(for: problem))"
    case .takenBack(let server, areRevoked: false):
      "the new tokens for \(server) could not be revoked; they live until they expire"
    case .revocationEndedAll(let server, let issuer):
      "\(Untrusted.plain(issuer)) has ended the new login to \(server) together with the old one; log in once more: it "
        + "is not asked to do that again"
    case .foreignAnswer(let server, let user):
      (user.map { "another user of this machine (uid \($0))" } ?? "somebody who was gone at once")
        + " has answered in your browser's place; that is not taken, and the login to \(server) goes on waiting"
    case .attention(let question): QuestionText.statement(question)
    default: nil
    }
  }
}
