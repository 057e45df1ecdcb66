/// Every request on the protocol port, in order, without its secrets.
struct RequestLog: Sendable {
  private(set) var requests: [LoggedRequest] = []
  private var last = 0

  /// The number under which the answer is recorded later.
  mutating func add(_ call: Call, at time: Double) -> Int {
    last += 1
    requests.append(
      LoggedRequest(
        number: last, at: time, endpoint: call.route.name, method: call.request.method, path: call.path,
        parameters: LoggedParameters.of(call), headers: LoggedHeaders.of(call.request), status: nil,
        fault: call.fault?.name))
    return last
  }

  mutating func answered(_ number: Int, status: Int?) {
    guard let index = requests.lastIndex(where: { $0.number == number }) else { return }
    requests[index].status = status
  }

  mutating func clear() { requests.removeAll() }
}
