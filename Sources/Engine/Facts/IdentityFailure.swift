public import HTTP
public import OAuth

/// The identity provider gave no assertion. Nothing was spent, there or here.
public struct IdentityFailure: Error, Sendable, Equatable, Codable {
  /// The provider's entry in the registry.
  public let provider: String
  /// Where it was asked.
  public let host: String
  public let cause: Cause

  public init(provider: String, host: String, cause: Cause) {
    self.provider = provider
    self.host = host
    self.cause = cause
  }

  /// What came instead.
  public enum Cause: Sendable, Equatable, Codable {
    case oauth(OAuthError)
    case transport(TransportError)
  }
}
