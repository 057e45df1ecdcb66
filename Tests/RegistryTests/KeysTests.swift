import Foundation
import OAuth
import SQLite
import Synchronization
import Testing

@testable import Registry

@Suite struct KeysTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func slot() throws -> KeySlot { try #require(try test.registry.keySlots().first) }

  @Test("the right key opens the data keys, wherever it stands among the candidates")
  func right() throws {
    let grant = try test.login(), slot = try slot()
    #expect(slot.provider == .file)
    #expect(slot.locator == "/k")
    let wrong = try TestRegistry.key(2), right = try TestRegistry.key(1)
    for candidates in [[right], [wrong, right], [right, wrong], [wrong, right, wrong]] {
      let keys = try #require(try test.registry.openKeys(slot, with: candidates))
      #expect(try test.registry.accessToken(of: grant, keys: keys)?.exposed == "at")
    }
  }

  @Test("keys that do not fit open nothing, and make nothing")
  func wrong() throws {
    let before = try test.contents()
    for candidates in [[], [try TestRegistry.key(2)], [try TestRegistry.key(2), try TestRegistry.key(3)]] {
      #expect(try test.registry.openKeys(slot(), with: candidates) == nil)
    }
    #expect(try test.contents() == before)
  }

  @Test("while a wrapped key exists no other is made, whatever is asked for")
  func exist() throws {
    let before = try test.contents()
    for (provider, locator, seed) in [(KeyProviderKind.file, "/k", 1), (.file, "/other", 2), (.secretService, "x", 3)] {
      #expect(throws: RegistryError.keysExist) {
        try test.registry.createKeys(
          provider: provider, locator: locator, key: TestRegistry.key(UInt8(seed)), at: TestRegistry.start)
      }
    }
    #expect(try test.contents() == before)
  }

  @Test("a data key that has lost its slots is not replaced by another")
  func orphan() throws {
    try test.sql("DELETE FROM key_slot")
    let before = try test.contents()
    #expect(throws: RegistryError.self) {
      try test.registry.createKeys(provider: .file, locator: "/k", key: TestRegistry.key(1), at: TestRegistry.start)
    }
    #expect(try test.contents() == before)
  }

  @Test("two first commands at once make one key, and the second opens it")
  func race() throws {
    let path = test.folder.appending(path: "race.sqlite").path
    let registries = try (0..<4).map { _ in try ServerRegistry(path: path) }
    let made = Mutex<Int>(0), refused = Mutex<Int>(0)
    DispatchQueue.concurrentPerform(iterations: registries.count) { index in
      do throws(RegistryError) {
        guard let key = KeyEncryptionKey(bytes: Array(repeating: UInt8(index), count: 32)) else { return }
        _ = try registries[index].createKeys(provider: .file, locator: "/k", key: key, at: TestRegistry.start)
        made.withLock { $0 += 1 }
      } catch {
        if error == .keysExist { refused.withLock { $0 += 1 } }
      }
    }
    #expect(made.withLock { $0 } == 1)
    #expect(refused.withLock { $0 } == 3)
    #expect(try registries[0].keySlots().count == 1)
  }

  @Test("every bit of a wrapped key counts")
  func bits() throws {
    let wrapped = try test.blob("SELECT wrapped FROM wrapped_data_key"), slot = try slot(),
      key = try TestRegistry.key(1)
    let id = test.keys.primary, connection = try test.connection()
    for bit in 0..<wrapped.count * 8 {
      var changed = wrapped
      changed[bit / 8] ^= 1 << (bit % 8)
      try connection.execute("UPDATE wrapped_data_key SET wrapped = ?", [changed])
      #expect(throws: RegistryError.sealBroken(SealedPlace(table: "wrapped_data_key", row: id, field: "wrapped"))) {
        try test.registry.openKeys(slot, with: [key])
      }
    }
    try connection.execute("UPDATE wrapped_data_key SET wrapped = ?", [wrapped])
    #expect(try test.registry.openKeys(slot, with: [key]) != nil)
  }

  @Test("a wrapped key opens in its own slot only")
  func moved() throws {
    try test.sql(
      """
      INSERT INTO key_slot (id, provider, locator, check_value, created_at)
      SELECT 7, provider, '/copy', check_value, created_at + 1 FROM key_slot
      """)
    try test.sql("INSERT INTO wrapped_data_key SELECT 7, data_key_id, wrapped FROM wrapped_data_key")
    let slots = try test.registry.keySlots(), key = try TestRegistry.key(1)
    #expect(slots.map(\.locator) == ["/k", "/copy"])
    #expect(try test.registry.openKeys(slots[0], with: [key]) != nil)
    #expect(throws: RegistryError.self) { try test.registry.openKeys(slots[1], with: [key]) }
  }

  @Test("a slot copied into another registry is not opened by the same key")
  func otherRegistry() throws {
    let other = try TestRegistry()
    try other.sql("UPDATE key_slot SET check_value = ?", [try test.blob("SELECT check_value FROM key_slot")])
    let slot = try #require(try other.registry.keySlots().first)
    #expect(try other.registry.openKeys(slot, with: [TestRegistry.key(1)]) == nil)
  }

  @Test("a registry whose only slot is of a kind not known here has its keys all the same")
  func unknownProvider() throws {
    try test.sql("UPDATE key_slot SET provider = 'tpm2'")
    #expect(throws: RegistryError.self) { try test.registry.keySlots() }
    #expect(throws: RegistryError.keysExist) {
      try test.registry.createKeys(provider: .file, locator: "/n", key: TestRegistry.key(2), at: TestRegistry.start)
    }
  }

  @Test(
    "a key is 32 bytes, or 64 hexadecimal digits",
    arguments: [
      (String(repeating: "0f", count: 32), true), (String(repeating: "0F", count: 32), true),
      (String(repeating: "0", count: 63), false), (String(repeating: "0", count: 65), false),
      (String(repeating: "0", count: 66), false), (String(repeating: "0", count: 63) + "g", false),
      (String(repeating: "0", count: 64) + "\n", false), ("", false),
    ])
  func reading(_ text: String, _ isKey: Bool) throws {
    let key = KeyEncryptionKey(hex: Array(text.utf8))
    #expect((key != nil) == isKey)
    if let key { #expect(String(decoding: key.exposedHex, as: UTF8.self) == text.lowercased()) }
    #expect(KeyEncryptionKey(bytes: Array(text.utf8)) == nil)
  }

  @Test("no key prints itself")
  func printing() throws {
    let key = try TestRegistry.key(0x5A)
    var dumped = ""
    dump(key, to: &dumped)
    dump(test.keys, to: &dumped)
    let texts = [
      dumped, "\(key)", String(reflecting: key), "\(test.keys)", String(reflecting: test.keys),
      "\(Mirror(reflecting: key).children.map(\.value))",
    ]
    for text in texts {
      #expect(!text.lowercased().contains("5a5a"))
      #expect(!text.contains("90, 90"))
      #expect(!text.contains("SymmetricKey"))
    }
  }
}
