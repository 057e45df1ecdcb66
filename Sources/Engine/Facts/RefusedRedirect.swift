public import HTTP

/// A redirect that is not followed, on the way to a metadata document or of an MCP endpoint.
public struct RefusedRedirect: Sendable, Equatable {
  /// Why not.
  public enum Fault: Sendable, Equatable {
    /// This many were followed already.
    case tooMany(limit: Int)
    /// Plain http to another machine.
    case insecure
    /// No `Location`, or none that is an http or https URL.
    case unusable
    /// It leads a request with a token to another origin.
    case otherOrigin(WebURL)
    /// Following this status makes a GET of a POST.
    case changesRequest(WebURL, status: Int)
    /// It leads to where the request was sent before.
    case loop
  }

  public let from: WebURL
  /// `Location` as it came.
  public let to: String
  public let fault: Fault

  public init(from: WebURL, to: String, fault: Fault) {
    self.from = from
    self.to = to
    self.fault = fault
  }
}
