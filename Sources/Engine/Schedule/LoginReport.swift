public import Registry

/// How one login fared in a run over several.
public struct LoginReport: Sendable {
  public let server: String
  public let account: String
  public let result: Result<Grant, EngineError>

  public init(server: String, account: String, result: Result<Grant, EngineError>) {
    self.server = server
    self.account = account
    self.result = result
  }
}
