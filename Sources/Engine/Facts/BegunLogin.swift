public import FoundationEssentials
public import HTTP

/// A login that a person takes to a browser, here or elsewhere; another process finishes it.
public struct BegunLogin: Sendable {
  /// The server's name, under which it is finished.
  public let server: String
  public let account: String
  /// To open.
  public let url: WebURL
  /// After this its answer is not taken any more.
  public let expiresAt: Date
}
