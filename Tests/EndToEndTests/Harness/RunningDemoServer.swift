import Foundation

/// The demo server as a process, ended with its last reference.
final class RunningDemoServer: Sendable {
  private let program: RunningProgram
  private let addresses: JSON

  init(
    consent: String = "allow", lifetime: Int = 300, era: String = "both", behaviours: [String] = [], interval: Int = 5
  ) async throws {
    program = try RunningProgram(
      try Places.binary("mcpcred-demo-server"),
      [
        "--until-stdin-closes", "--access-token-lifetime", "\(lifetime)", "--era", era, "--device-interval",
        "\(interval)",
      ] + behaviours.flatMap { ["--behaviour", $0] },
      environment: Program.environment, input: .open)
    addresses = try JSON.parse(try await program.firstLine())
    try await setConsent(consent)
  }

  var mcp: String { address("mcp") }
  var second: String { address("mcp2") }
  var legacy: String { address("mcp_legacy") }
  var open: String { address("mcp_open") }
  var issuer: String { address("issuer") }
  /// Where a person types a device's code.
  var device: String { issuer.replacing("/realm/demo", with: "/device") }

  private func address(_ name: String) -> String { addresses[name]?.text ?? "" }

  /// Every request since the start or the last `clearRequests`.
  func requests() async throws -> [JSON] {
    try JSON.parse(try await Curl.send("GET", address("management") + "/requests")).elements
  }

  func registrations() async throws -> Int {
    try await requests().count { $0["endpoint"]?.text == "registration" }
  }

  func refreshes() async throws -> Int {
    try await requests().count { $0["grant_type"]?.text == "refresh_token" }
  }

  /// It answers nobody, until `goOn`.
  func standStill() { program.signal(SIGSTOP) }
  func goOn() { program.signal(SIGCONT) }

  func clearRequests() async throws { try await manage("DELETE", "/requests") }
  /// Decides about a device as the person who is signed in.
  func decide(_ userCode: String, _ decision: String) async throws {
    try await manage("POST", "/devices", #"{"user_code": "\#(userCode)", "decision": "\#(decision)"}"#)
  }
  func behave(off names: [String]) async throws {
    try await manage("POST", "/behaviours", #"{"off": ["\#(names.joined(separator: #"", ""#))"]}"#)
  }
  func setConsent(_ mode: String, subject: String? = nil) async throws {
    let person = subject.map { #", "subject": "\#($0)""# } ?? ""
    try await manage("POST", "/consent", #"{"mode": "\#(mode)"\#(person)}"#)
  }
  func advance(by seconds: Int) async throws { try await manage("POST", "/clock", #"{"advance": \#(seconds)}"#) }
  func expireAccessTokens() async throws { try await manage("POST", "/expire") }
  func revokeAll() async throws { try await manage("POST", "/revoke-all") }
  func forgetClients() async throws { try await manage("DELETE", "/clients") }
  func clearFaults() async throws { try await manage("DELETE", "/faults") }

  /// Plans faults for one endpoint; nil is for every request from now on.
  func plan(_ fault: String, at endpoint: String, times: Int? = 1, more: String = "") async throws {
    let count = times.map { String($0) } ?? "null"
    try await manage(
      "POST", "/faults", #"[{"endpoint": "\#(endpoint)", "fault": "\#(fault)", "times": \#(count)\#(more)}]"#)
  }

  /// Makes the server differ from its usual self.
  func behave(_ names: String...) async throws {
    let list = names.map { #""\#($0)""# }.joined(separator: ", ")
    try await manage("POST", "/behaviours", #"{"on": [\#(list)]}"#)
  }

  /// A token with which clients can be registered where that needs one.
  func initialAccessToken() async throws -> String {
    try JSON.parse(try await Curl.send("POST", address("management") + "/initial-access-tokens", json: "{}"))[
      "initial_access_token"]?.text ?? ""
  }

  /// Publishes a client document where the server will look for it.
  func publish(_ document: String, at url: String) async throws {
    try await manage("POST", "/documents", #"{"url": "\#(url)", "document": \#(document)}"#)
  }

  /// Registers a client by hand and gives its id.
  func addClient(_ json: String) async throws -> String {
    try JSON.parse(try await Curl.send("POST", address("management") + "/clients", json: json))["client_id"]?.text ?? ""
  }

  /// What a platform says of a program, for the usual authorization server or another one.
  func platformToken(_ subject: String, audience: String? = nil) async throws -> String {
    let audience = audience.map { #", "audience": "\#($0)""# } ?? ""
    return try JSON.parse(
      try await Curl.send(
        "POST", address("management") + "/platform-tokens", json: #"{"subject": "\#(subject)"\#(audience)}"#))["token"]?
      .text ?? ""
  }

  private func manage(_ method: String, _ path: String, _ json: String? = nil) async throws {
    try await Curl.send(method, address("management") + path, json: json)
  }
}
