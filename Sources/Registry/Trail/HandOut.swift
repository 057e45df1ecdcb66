/// An access token that was given to a program: whose, and which.
public struct HandOut: Sendable, Hashable {
  public let grant: Int64
  public let generation: Int64
  public let server: String
  public let account: String
  public let issuer: String

  public init(_ grant: Grant) {
    self.grant = grant.id
    generation = grant.generation
    server = grant.serverName
    account = grant.account
    issuer = grant.issuer
  }
}
