import Engine
import Foundation
import HTTP
import Testing

@testable import LinuxPlatform

/// Which chains are trusted by what a system keeps, and what is read for it.
@Suite("The system's certificates", .timeLimit(.minutes(2)))
struct TrustStoreTests {
  /// Keys and certificates.
  private let made: TemporaryFolder
  /// What the system keeps: `certs` with hash links, and one bundle.
  private let kept: TemporaryFolder
  private let system: SystemTrustStore

  init() throws {
    made = try TemporaryFolder()
    kept = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: kept["certs"], withIntermediateDirectories: false)
    system = SystemTrustStore(folder: kept["certs"], bundles: [kept["bundle.pem"]])
    try makeRoot("root", subject: "/CN=Root")
    try makeLeaf(by: "root")
  }

  private func openssl(_ arguments: String...) throws {
    let outcome = try RunningProgram.run("/usr/bin/env", ["openssl"] + arguments)
    try #require(outcome.status == 0, "openssl \(arguments): \(outcome)")
  }

  private func makeRoot(_ name: String, subject: String) throws {
    try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", subject,
      "-keyout", made["\(name).key"], "-out", made["\(name).pem"])
  }

  /// Certifies the key of `name`, which has this subject, by another root.
  private func certify(_ name: String, subject: String, by issuer: String, extensions: String, as file: String) throws {
    try openssl("req", "-new", "-key", made["\(name).key"], "-subj", subject, "-out", made["\(name).csr"])
    try made.write("\(file).ext", extensions)
    try openssl(
      "x509", "-req", "-in", made["\(name).csr"], "-CA", made["\(issuer).pem"], "-CAkey", made["\(issuer).key"],
      "-CAcreateserial", "-days", "2", "-extfile", made["\(file).ext"], "-out", made["\(file).pem"])
  }

  private func makeLeaf(by issuer: String) throws {
    try openssl(
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", made["leaf.key"])
    try certify(
      "leaf", subject: "/CN=leaf", by: issuer, extensions: "subjectAltName=IP:127.0.0.1\n", as: "leaf")
  }

  private func keep(_ name: String, number: Int = 0) throws {
    let hash = try RunningProgram.run(
      "/usr/bin/env", ["openssl", "x509", "-hash", "-noout", "-in", made["\(name).pem"]])
    let file = "certs/\(hash.output.trimmingCharacters(in: .whitespacesAndNewlines)).\(number)"
    try FileManager.default.copyItem(atPath: made["\(name).pem"], toPath: kept[file])
  }

  private func bundle(_ names: String...) throws {
    try kept.write("bundle.pem", names.compactMap { made.read("\($0).pem") }.joined())
  }

  /// What a request to a server with the leaf's certificate comes to: nil where it is trusted.
  private func refusal(
    sending chain: String? = nil, ca: String? = nil, _ environment: [String: String] = [:]
  ) async throws -> TransportError.Kind? {
    let server = try RunningProgram(
      "/usr/bin/env",
      ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-key", made["leaf.key"], "-cert", made["leaf.pem"]]
        + (chain.map { ["-cert_chain", made["\($0).pem"]] } ?? []))
    defer { server.kill() }
    let url = try #require(WebURL("https://\(try server.firstLine(after: "ACCEPT ").dropFirst(7))/"))
    let settings = TransportSettings(caCertificate: ca, environment: environment, userAgent: "mcpcred/test")
    let transport = try SocketTransport(settings, system: system)
    do throws(TransportError) {
      let status = try await transport.send(HTTPRequest(.get, url)).status
      #expect(status == 200)
      return nil
    } catch {
      #expect(!error.sent)
      // Who has signed it differs from case to case.
      return error.isOfTrust ? unknown : error.kind
    }
  }

  private let unknown = TransportError.Kind.tls("certificate verify failed")

  @Test("what a folder holds under its hash is trusted, and no bundle is read for it")
  func hashed() async throws {
    try keep("root")
    try kept.write("bundle.pem", "no certificate")
    #expect(try await refusal() == nil)
    // The system's own bundle by its name is the system's store.
    #expect(try await refusal(["SSL_CERT_FILE": kept["bundle.pem"]]) == nil)
    #expect(try await refusal(["SSL_CERT_FILE": kept["bundle.pem"], "SSL_CERT_DIR": kept["certs"]]) == nil)
  }

  @Test("a root that only the bundle has is trusted, whatever is in the folder", arguments: 0..<4)
  func bundled(_ state: Int) async throws {
    switch state {
    case 0: break
    case 1: try FileManager.default.removeItem(atPath: kept["certs"])
    case 2:
      try makeRoot("other", subject: "/CN=Other")
      try keep("other")
    default:
      try keep("root")
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: kept["certs"]).first)
      try FileManager.default.removeItem(atPath: kept["certs/\(name)"])
      try FileManager.default.createSymbolicLink(atPath: kept["certs/\(name)"], withDestinationPath: "/nowhere.pem")
    }
    #expect(try await refusal() == unknown)
    try bundle("root")
    #expect(try await refusal() == nil)
  }

  @Test("a folder that cannot be read as one is no reason to trust less", .enabled(if: geteuid() == 0, "needs root"))
  func unreadable() async throws {
    try bundle("root")
    try FileManager.default.removeItem(atPath: kept["certs"])
    try kept.write("certs", "a file")
    #expect(try await refusal() == nil)
  }

  @Test("of several roots of one name each is found")
  func sameName() async throws {
    try makeRoot("twin", subject: "/CN=Root")
    try keep("twin")
    #expect(try await refusal() == unknown)
    try keep("root", number: 1)
    #expect(try await refusal() == nil)
  }

  @Test("a root that another one has certified is trusted by either")
  func crossSigned() async throws {
    try makeRoot("old", subject: "/CN=Old")
    try certify(
      "root", subject: "/CN=Root", by: "old", extensions: "basicConstraints=critical,CA:TRUE\n", as: "cross")
    try keep("old")
    #expect(try await refusal() == unknown)
    #expect(try await refusal(sending: "cross") == nil)
    try FileManager.default.removeItem(atPath: kept["certs"])
    try FileManager.default.createDirectory(atPath: kept["certs"], withIntermediateDirectories: false)
    try keep("root")
    #expect(try await refusal(sending: "cross") == nil)
    #expect(try await refusal() == nil)
  }

  @Test("what is named is trusted besides, and not in place of what the system keeps")
  func named() async throws {
    try makeRoot("other", subject: "/CN=Other")
    try keep("other")
    try bundle("other")
    #expect(try await refusal() == unknown)
    #expect(try await refusal(ca: made["root.pem"]) == nil)
    #expect(try await refusal(["SSL_CERT_FILE": made["root.pem"]]) == nil)
    try keep("root")
    #expect(try await refusal(ca: made["other.pem"], ["SSL_CERT_FILE": made["other.pem"]]) == nil)
  }

  @Test("a folder of the environment is looked in besides the system's, hashed or not", arguments: [true, false])
  func environmentFolder(systemIsHashed: Bool) async throws {
    if systemIsHashed {
      try makeRoot("other", subject: "/CN=Other")
      try keep("other")
    }
    let theirs = try TemporaryFolder()
    let hash = try RunningProgram.run("/usr/bin/env", ["openssl", "x509", "-hash", "-noout", "-in", made["root.pem"]])
    try theirs.write(
      hash.output.trimmingCharacters(in: .whitespacesAndNewlines) + ".0", try #require(made.read("root.pem")))
    let empty = try TemporaryFolder()
    #expect(try await refusal(["SSL_CERT_DIR": empty.path]) == unknown)
    #expect(try await refusal(["SSL_CERT_DIR": "\(empty.path):\(theirs.path)"]) == nil)
  }

  @Test(
    "hash names are eight hexadecimal digits and a number",
    arguments: [
      ("0123abcd.0", true), ("0123ABCD.12", true), ("0123abcd.", false), ("0123abcd.r0", false), ("123abcd.0", false),
      ("0123abcg.0", false), ("ca-certificates.crt", false), ("", false),
    ])
  func names(_ name: String, _ isHash: Bool) { #expect(HashedFolder.isHashName(name.utf8) == isHash) }
}
