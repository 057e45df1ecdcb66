import Crypto
public import FoundationEssentials

extension ServerRegistry {
  /// The ways to open the data keys, oldest first; empty until the first key is made.
  public func keySlots() throws(RegistryError) -> [KeySlot] {
    try read { (connection) throws(RegistryError) in
      let slots = try connection.all(
        "SELECT id, provider, locator, check_value FROM key_slot ORDER BY created_at, id"
      ) { row in
        (
          id: row.integer(0),
          slot: KeyProviderKind(rawValue: row.text(1)).map {
            KeySlot(id: row.integer(0), provider: $0, locator: row.text(2), checkValue: row.blob(3))
          }
        )
      }
      let known = slots.compactMap(\.slot)
      // A newer program's slots are not for us; but a registry that has only those has its keys.
      if known.isEmpty, let first = slots.first { throw .unreadableRow(table: "key_slot", id: first.id) }
      return known
    }
  }

  /// Makes the first data key and its slot.
  ///
  /// Throws `keysExist` where a wrapped key exists: key material is created only in a registry that has none.
  public func createKeys(
    provider: KeyProviderKind, locator: String, key: KeyEncryptionKey, at now: Date
  ) throws(RegistryError) -> DataKeys {
    try write { (connection) throws(RegistryError) in
      guard try connection.first("SELECT 1 FROM wrapped_data_key", [], { $0.integer(0) }) == nil else {
        throw .keysExist
      }
      let keyID = Self.newRowID(), slotID = Self.newRowID()
      let dataKey = SymmetricKey(size: .bits256)
      let wrap = KeyWrap(registryID: id)
      try connection.apply(
        "INSERT INTO data_key (id, state, created_at) VALUES (?, 'primary', ?)", [keyID, now.seconds])
      try connection.apply(
        "INSERT INTO key_slot (id, provider, locator, check_value, created_at) VALUES (?, ?, ?, ?, ?)",
        [slotID, provider.rawValue, locator, wrap.checkValue(key), now.seconds])
      try connection.apply(
        "INSERT INTO wrapped_data_key (slot_id, data_key_id, wrapped) VALUES (?, ?, ?)",
        [slotID, keyID, try wrap.wrap(dataKey, id: keyID, slot: slotID, under: key)])
      return DataKeys(primary: keyID, keys: [keyID: dataKey])
    }
  }

  /// Opens the data keys with the candidate that fits the slot; nil where none of them does.
  ///
  /// Throws `sealBroken` where the right key does not open a wrapped key: the row is damaged.
  public func openKeys(_ slot: KeySlot, with candidates: [KeyEncryptionKey]) throws(RegistryError) -> DataKeys? {
    let wrap = KeyWrap(registryID: id)
    guard let key = candidates.first(where: { wrap.checkValue($0) == slot.checkValue }) else { return nil }
    let rows = try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT data_key.id, data_key.state, wrapped FROM wrapped_data_key JOIN data_key ON data_key.id = data_key_id
        WHERE slot_id = ?
        """, [slot.id]
      ) { (id: $0.integer(0), isPrimary: $0.text(1) == "primary", wrapped: $0.blob(2)) }
    }
    var keys: [Int64: SymmetricKey] = [:]
    for row in rows { keys[row.id] = try wrap.unwrap(row.wrapped, id: row.id, slot: slot.id, under: key) }
    guard let primary = rows.first(where: \.isPrimary) else { return nil }
    return DataKeys(primary: primary.id, keys: keys)
  }
}
