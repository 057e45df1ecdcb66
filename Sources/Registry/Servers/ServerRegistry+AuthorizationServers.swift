public import FoundationEssentials

extension ServerRegistry {
  /// The metadata cached for an issuer, of whatever age; nil where there is none.
  ///
  /// Throws `metadataTampered` where the tag does not fit: nothing of it may be used.
  public func metadata(of issuer: String, keys: DataKeys) throws(RegistryError) -> CachedMetadata? {
    let row = try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT metadata, metadata_tag, fresh_until FROM authorization_server WHERE issuer = ?", [issuer]
      ) { (json: $0.text(0), tag: $0.blob(1), freshUntil: Date(seconds: $0.integer(2))) }
    }
    guard let row else { return nil }
    guard MetadataTag.matches(row.tag, issuer, row.json, registryID: id, keys: keys) else {
      throw .metadataTampered(issuer: issuer)
    }
    return CachedMetadata(json: Array(row.json.utf8), freshUntil: row.freshUntil)
  }

  /// Keeps metadata, under the issuer as the protected resource spelled it. Until `freshUntil` a login need not ask
  /// again; nil is stale at once. A refresh uses it at any age.
  public func saveMetadata(
    _ json: [UInt8], of issuer: String, freshUntil: Date? = nil, keys: DataKeys
  ) throws(RegistryError) {
    let text = Self.document(json)
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO authorization_server (id, issuer, metadata, metadata_tag, fresh_until) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (issuer) DO UPDATE SET metadata = excluded.metadata, metadata_tag = excluded.metadata_tag,
        fresh_until = excluded.fresh_until
        """,
        [
          Self.newRowID(), issuer, text, MetadataTag.make(issuer, text, registryID: id, keys: keys),
          freshUntil?.seconds ?? 0,
        ])
    }
  }

  /// Lets the next login ask again: the issuer has answered in a way that its metadata does not explain.
  public func expireMetadata(of issuer: String) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE authorization_server SET fresh_until = 0 WHERE issuer = ?", [issuer])
    }
  }

  /// The document as it is kept. White space and a byte order mark may stand before it (RFC 8259 §2, §8.1); the schema
  /// wants the brace.
  static func document(_ json: [UInt8]) -> String {
    String(decoding: json.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }, as: UTF8.self)
  }

  /// What was learned of an issuer; nothing where it is not known.
  public func quirks(of issuer: String) throws(RegistryError) -> IssuerQuirks {
    try read { (connection) throws(RegistryError) in
      try connection.first("SELECT quirks FROM authorization_server WHERE issuer = ?", [issuer]) {
        IssuerQuirks(json: $0.text(0))
      } ?? nil
    } ?? IssuerQuirks()
  }

  /// What was learned of every issuer of which something was.
  public func quirks() throws(RegistryError) -> [String: IssuerQuirks] {
    let rows = try read { (connection) throws(RegistryError) in
      try connection.all("SELECT issuer, quirks FROM authorization_server WHERE quirks <> '{}'") {
        ($0.text(0), IssuerQuirks(json: $0.text(1)))
      }
    }
    return Dictionary(rows.compactMap { issuer, quirks in quirks.map { (issuer, $0) } }) { $1 }
  }

  /// Keeps what was learned of an issuer whose metadata is kept.
  public func setQuirks(_ quirks: IssuerQuirks, of issuer: String) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE authorization_server SET quirks = ? WHERE issuer = ?", [quirks.json, issuer])
    }
  }
}
