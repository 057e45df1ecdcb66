/// A result that asks for input before the call can go on (MCP 2026-07-28, Multi Round-Trip Requests).
public struct InputRequired: Sendable, Equatable {
  /// Requests by the server's key; the answers go back under the same keys. Empty: ask again at once.
  public let requests: [String: JSONValue]
  /// To be sent back as it is, with this call only; nil: none must be sent.
  public let requestState: String?

  /// Makes a request for input.
  public init(requests: [String: JSONValue], requestState: String?) {
    self.requests = requests
    self.requestState = requestState
  }

  /// Nil for a result that asks for nothing.
  public init?(_ result: JSONText) {
    guard let members = result.members, members["resultType"]?.value == "input_required" else { return nil }
    self.init(
      requests: members["inputRequests"]?.value.objectValue ?? [:],
      requestState: members["requestState"]?.value.stringValue)
  }

  /// The pages that a person is asked to visit, in the order of their keys.
  public var visits: [PageVisit] {
    requests.sorted { $0.key < $1.key }.compactMap { PageVisit($0.value["params"]) }
  }

  /// The methods asked for, such as `elicitation/create`, each once and sorted.
  public var methods: [String] { Set(requests.values.compactMap { $0["method"]?.stringValue }).sorted() }
}
