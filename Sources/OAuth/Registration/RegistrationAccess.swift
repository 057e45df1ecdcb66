import FoundationEssentials
public import HTTP

/// What it takes to read, change and delete a registration (RFC 7592 §3).
public struct RegistrationAccess: Sendable {
  /// `registration_client_uri`.
  public let uri: WebURL
  /// `registration_access_token`.
  public let token: Secret
  public let clientID: String
  /// The registration as the server last told it.
  private let members: [String: JSONMember]

  /// What a server gives and a client must not send back (RFC 7592 §2.2).
  private static let servers = [
    "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at",
  ]

  /// What an update tells the server.
  private var secrets: [Secret] {
    guard case .text(let secret)? = members["client_secret"] else { return [token] }
    return [token, Secret(secret)]
  }

  /// Takes the registration as it is kept; the place is read from it and from nowhere else. Nil where it names none to
  /// which a token may travel.
  public init?(document: Secret, token: Secret, clientID: String) {
    guard let members = Self.members(of: Array(document.exposed.utf8)),
      case .text(let text)? = members["registration_client_uri"], let uri = WebURL(text), uri.isSecure
    else { return nil }
    self.uri = uri
    self.token = token
    self.clientID = clientID
    self.members = members
  }

  /// RFC 7592 §2.1.
  public func read() -> HTTPRequest { request(.get) }

  /// RFC 7592 §2.3.
  public func delete() -> HTTPRequest { request(.delete) }

  /// Replaces the registration by itself (RFC 7592 §2.2), which renews an expiring secret where the server does that; with
  /// other redirect URIs where some are given.
  public func update(redirectURIs: [WebURL]? = nil) -> HTTPRequest {
    var members = members.filter { !Self.servers.contains($0.key) }
    members["client_id"] = .text(clientID)
    if let redirectURIs { members["redirect_uris"] = .array(redirectURIs.map { .text($0.raw) }) }
    var request = request(.put)
    request.headers.set("Content-Type", "application/json")
    request.body = Self.text(members)
    return request
  }

  /// Reads the answer to a read or an update. What it leaves out of secret, address and token stays as it was.
  ///
  /// Throws as the registration's own answer does, and `invalidDocument` where it is about another client: the id never
  /// changes (RFC 7592 §2.1).
  public func parse(
    _ response: HTTPResponse, redirectURIs: [WebURL], method: ClientAuthenticationMethod
  ) throws(OAuthError) -> ClientRegistrationResponse {
    let body = Self.members(of: response.body).map { Self.text(completing($0)) } ?? response.body
    let completed = HTTPResponse(status: response.status, headers: response.headers, body: body)
    let read = try ClientRegistrationResponse.parse(
      completed, from: uri, redirectURIs: redirectURIs, method: method, hiding: secrets)
    guard read.clientID == clientID else {
      throw .invalidDocument(
        DocumentProblem(
          .registrationResponse, from: uri.origin,
          .mismatch(member: "client_id", expected: clientID, found: read.clientID)))
    }
    return read
  }

  /// Accepts any success; RFC 7592 §2.3 answers 204.
  public func checkDeletion(_ response: HTTPResponse) throws(OAuthError) {
    try ErrorBody.check(response, endpoint: .registration, from: uri, hiding: secrets)
  }

  /// Whether an answer means that the registration is no more (RFC 7592 §2.1: 401 for a client that is gone; 404 and 410
  /// are sent too).
  public static func isGone(_ error: OAuthError) -> Bool {
    switch error {
    case .refused(let refusal): [401, 404, 410].contains(refusal.status)
    case .httpFailure(let failure): [401, 404, 410].contains(failure.status)
    default: false
    }
  }

  private func request(_ method: HTTPRequest.Method) -> HTTPRequest {
    var request = HTTPRequest(
      method, uri,
      headers: HTTPHeaders([("Authorization", "Bearer " + token.exposed), ("Accept", "application/json")]))
    // Each of them may bring a new token (RFC 7592 §3), a GET too.
    request.mayReuseConnection = false
    return request
  }

  /// With the members that an answer may leave out, because nothing about them has changed.
  private func completing(_ answer: [String: JSONMember]) -> [String: JSONMember] {
    var kept = ["registration_client_uri"]
    if answer["client_secret"] == nil { kept += ["client_secret", "client_secret_expires_at"] }
    return answer.merging(members.filter { kept.contains($0.key) }) { new, _ in new }
  }

  private static func members(of body: [UInt8]) -> [String: JSONMember]? {
    guard JSONText.fault(of: body) == nil else { return nil }
    return try? JSONDecoder().decode([String: JSONMember].self, from: Data(body))
  }

  private static func text(_ members: [String: JSONMember]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // What was decoded always encodes.
    return (try? encoder.encode(members)).map(Array.init) ?? []
  }
}
