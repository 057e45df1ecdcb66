import Foundation
import OAuth
import Testing

@testable import Registry

@Suite struct CanaryTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  /// Random, so that a mark found is a leak and not a coincidence.
  static func mark() -> String {
    "canary-" + (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
  }

  /// The bytes in clear and as others would write them.
  static func forms(_ bytes: [UInt8]) -> [Data] {
    let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    // base64 of the same bytes looks different at each of three offsets; the first and last letters depend on neighbours.
    let base64 = (0..<3).map { offset in
      String(Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString().dropFirst(4).dropLast(4))
    }
    let base64url = base64.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
    return [Data(bytes), Data(bytes.reversed())]
      + ([hex, hex.uppercased()] + base64 + base64url).map { Data($0.utf8) }
  }

  func files() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: test.folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: test.folder.appending(path: $0))) })
  }

  func expectClean(_ secrets: [String: [UInt8]], _ when: String) throws {
    for (file, content) in try files() {
      for (name, secret) in secrets {
        for (index, form) in Self.forms(secret).enumerated() {
          #expect(content.firstRange(of: form) == nil, "\(name), form \(index), in \(file) \(when)")
        }
      }
    }
  }

  /// Everything that stores or moves a secret, once.
  func exercise(_ marks: [String]) throws {
    let registry = test.registry, keys = test.keys, event = Event(.registered, at: TestRegistry.start)
    let registration = try registry.insert(
      NewRegistration(
        issuer: TestRegistry.issuer, kind: .dynamic, clientID: "visible-client", clientSecret: Secret(marks[0]),
        method: .clientSecretPost, redirectURIs: [], managementURI: TestRegistry.url("https://as.example/r"),
        managementToken: Secret(marks[1]), document: Secret("{\"client_secret\":\"\(marks[2])\"}"),
        privateKey: Secret(marks[10])),
      event: event, keys: keys)
    try registry.replaceSecret(of: registration, with: Secret(marks[3]), keys: keys)
    let new = NewGrant(
      server: try TestRegistry.server("h"), account: "default", registration: registration, requestedScope: nil,
      tokens: TestRegistry.tokens(marks[4], marks[5]))
    let first = try registry.save(new, isNewServer: true, event: event, keys: keys)
    let fingerprint = Secret(marks[5]).fingerprint
    #expect(try registry.openIntent(first, fingerprint: fingerprint))
    let second = try #require(
      try registry.commitRefresh(first, TestRegistry.tokens(marks[6], marks[7]), event: event, keys: keys))
    _ = try registry.queueRevocation(of: second, event: event, keys: keys)
    let again = NewGrant(
      server: new.server, account: "default", registration: registration, requestedScope: nil,
      tokens: TestRegistry.tokens(marks[8], marks[9]), dpopKey: Secret(marks[11]))
    _ = try registry.save(again, isNewServer: false, event: event, keys: keys)
    let pending = NewPendingLogin(
      server: new.server, isNewServer: false, account: "work", registration: registration, requestedScope: nil,
      redirectURI: try TestRegistry.url("http://127.0.0.1:8123/cb"), state: Secret(marks[12]),
      verifier: Secret(marks[13]), dpopKey: Secret(marks[14]), createdAt: event.at, expiresAt: event.at + 3600)
    try registry.insert(pending, keys: keys)
  }

  @Test("no file of the registry holds a secret in clear, in hexadecimal or in base64, while it is open and after")
  func clean() throws {
    let marks = (0..<15).map { _ in Self.mark() }
    try exercise(marks)
    var secrets = Dictionary(uniqueKeysWithValues: marks.enumerated().map { ("mark \($0)", Array($1.utf8)) })
    secrets["key-encryption key"] = Array(repeating: 1, count: 32)
    for (id, key) in test.keys.keys { secrets["data key \(id)"] = key.withUnsafeBytes { Array($0) } }
    #expect(try files().keys.sorted() == ["registry.sqlite", "registry.sqlite-shm", "registry.sqlite-wal"])
    try expectClean(secrets, "while open")
    try test.connection().run("PRAGMA wal_checkpoint(TRUNCATE)")
    try expectClean(secrets, "after a checkpoint")
    // The search does find what is there.
    let found = try files().values.contains { $0.firstRange(of: Data("visible-client".utf8)) != nil }
    #expect(found)
  }

  @Test("the search knows a mark in each of its forms")
  func search() {
    let mark = Array(Self.mark().utf8)
    for form in Self.forms(mark) { #expect(form.count > 20) }
    let encoded = Data([1, 2] + mark + [3]).base64EncodedString()
    #expect(Self.forms(mark).contains { Data(encoded.utf8).firstRange(of: $0) != nil })
  }
}
