/// A `notifications/progress` of the server.
public struct Progress: Sendable, Equatable {
  /// Which request it is about: the id sent as `progressToken`.
  public let progressToken: RequestID
  /// Grows with each report.
  public let progress: Double
  /// What `progress` ends at, where the server knows.
  public let total: Double?
  /// The server's text; untrusted.
  public let message: String?

  /// Nil where it is another notification, or one that lacks what is required.
  public init?(_ notification: JSONRPCNotification) {
    guard notification.method == "notifications/progress", let params = notification.params,
      let progressToken = RequestID(params["progressToken"]), let progress = params["progress"]?.numberValue
    else { return nil }
    self.progressToken = progressToken
    self.progress = progress
    self.total = params["total"]?.numberValue
    self.message = params["message"]?.stringValue
  }

  /// The same with another message.
  public func saying(_ message: String?) -> Progress {
    Progress(progressToken: progressToken, progress: progress, total: total, message: message)
  }

  private init(progressToken: RequestID, progress: Double, total: Double?, message: String?) {
    self.progressToken = progressToken
    self.progress = progress
    self.total = total
    self.message = message
  }
}
