// A request holds tokens in its headers, and a form holds secrets in its body: neither must get into a message or a log
// by way of interpolation.

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// Method and URL without its query.
  public var description: String { "\(method.rawValue) \(url.origin)\(url.path)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
  /// The status only.
  public var description: String { "HTTP \(status)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
