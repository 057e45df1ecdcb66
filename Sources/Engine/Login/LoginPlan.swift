import OAuth
import Registry

/// Everything that is settled before tokens are asked for, whatever the flow.
struct LoginPlan {
  /// With the issuer and the resource that the login is for; stored, or brought up to date, together with it.
  let server: Server
  /// Whether the server is not in the registry yet.
  let isNew: Bool
  let account: String
  let flow: Grant.Flow
  let found: DiscoveredAuthorization
  let registration: Registration
  /// What is asked for; nil leaves it to the authorization server.
  let scope: Scope?
  /// Whether it may replace the login of somebody else.
  var mayChangeSubject: Bool
  /// Where the platform keeps its assertion; nil for any other flow.
  var assertionFile: String?
  /// The entry whose login stands for this one; nil for any other flow.
  var identityProvider: String?
  /// What the tokens are to be bound to (RFC 9449); nil for bearer tokens.
  let dpopKey: DPoPKey?
  let keys: DataKeys
  /// The login's row while it is under way; nil before that.
  var mark: LoginUnderWay?

  /// The same with or without leave to replace the login of somebody else.
  func allowing(switchSubject: Bool) -> LoginPlan {
    var plan = self
    plan.mayChangeSubject = switchSubject
    return plan
  }
}
