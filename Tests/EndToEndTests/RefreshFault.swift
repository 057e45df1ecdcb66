import Testing

/// How a token endpoint goes wrong, and what it means for the login.
struct RefreshFault: Sendable, CustomTestStringConvertible {
  /// The demo server's name for it.
  let name: String
  /// To how many requests it happens.
  var times = 1
  /// The exit code of `refresh`.
  let status: Int32
  /// What `status` says afterwards.
  let state: String
  let failure: String?
  /// The exit code of the next `refresh`; where it is not 0 a login mends it.
  let nextStatus: Int32
  var more = ""

  var testDescription: String { name }

  static let all = [
    RefreshFault(
      name: "status_500", times: 3, status: 7, state: "retrying", failure: "ambiguous", nextStatus: 0),
    RefreshFault(
      name: "status_503", status: 7, state: "retrying", failure: "ambiguous", nextStatus: 0,
      more: #", "retry_after": 30"#),
    RefreshFault(name: "status_429", status: 7, state: "retrying", failure: "transient_upstream", nextStatus: 0),
    // Once and no more: the token is sent again two seconds later.
    RefreshFault(name: "html", status: 0, state: "ok", failure: nil, nextStatus: 0),
    RefreshFault(name: "empty_400", status: 7, state: "retrying", failure: "transient_upstream", nextStatus: 0),
    RefreshFault(name: "drop_before", status: 0, state: "ok", failure: nil, nextStatus: 0),
    // The server has rotated: a strict one takes the replay for a theft.
    RefreshFault(
      name: "drop_after", status: 4, state: "login-required", failure: "interrupted_rotation", nextStatus: 4),
    RefreshFault(
      name: "truncated", status: 4, state: "login-required", failure: "interrupted_rotation", nextStatus: 4),
    // The tokens are there, whatever the gateway says of their length.
    RefreshFault(name: "no_last_chunk", status: 0, state: "ok", failure: nil, nextStatus: 0),
    RefreshFault(name: "two_lengths", status: 0, state: "ok", failure: nil, nextStatus: 0),
    RefreshFault(name: "long_length", status: 0, state: "ok", failure: nil, nextStatus: 0),
    RefreshFault(name: "status_099", status: 0, state: "ok", failure: nil, nextStatus: 0),
    RefreshFault(name: "status_099", times: 3, status: 7, state: "retrying", failure: "ambiguous", nextStatus: 0),
    RefreshFault(name: "invalid_grant", status: 7, state: "retrying", failure: "grant_suspect", nextStatus: 0),
    // Only a confirmed refusal asks for a person: a server that forgot the client for a moment must not cost the login.
    RefreshFault(name: "invalid_client", status: 7, state: "retrying", failure: "registration_dead", nextStatus: 0),
  ]
}
