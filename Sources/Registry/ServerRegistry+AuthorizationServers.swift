public import FoundationEssentials

extension ServerRegistry {
  /// The metadata cached for an issuer, with the time it was fetched; nil where there is none.
  ///
  /// Throws `metadataTampered` where the tag does not fit: nothing of it may be used.
  public func metadata(of issuer: String, keys: DataKeys) throws(RegistryError) -> (json: [UInt8], fetchedAt: Date)? {
    let row = try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT metadata, metadata_tag, fetched_at FROM authorization_server WHERE issuer = ?", [issuer]
      ) { (json: $0.text(0), tag: $0.blob(1), at: Date(seconds: $0.integer(2))) }
    }
    guard let row else { return nil }
    guard MetadataTag.matches(row.tag, issuer, row.json, registryID: id, keys: keys) else {
      throw .metadataTampered(issuer: issuer)
    }
    return (Array(row.json.utf8), row.at)
  }

  /// Keeps metadata, under the issuer as the protected resource spelled it.
  public func saveMetadata(
    _ json: [UInt8], of issuer: String, from source: String, at now: Date, keys: DataKeys
  ) throws(RegistryError) {
    // White space and a byte order mark may stand before a document (RFC 8259 §2, §8.1); the schema wants the brace.
    let text = String(decoding: json.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }, as: UTF8.self)
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO authorization_server (id, issuer, metadata, metadata_source, metadata_tag, fetched_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (issuer) DO UPDATE SET metadata = excluded.metadata, metadata_source = excluded.metadata_source,
        metadata_tag = excluded.metadata_tag, fetched_at = excluded.fetched_at
        """,
        [
          Self.newRowID(), issuer, text, source, MetadataTag.make(issuer, text, registryID: id, keys: keys),
          now.seconds,
        ])
    }
  }

  /// What was learned of an issuer; nothing where it is not known.
  public func quirks(of issuer: String) throws(RegistryError) -> IssuerQuirks {
    try read { (connection) throws(RegistryError) in
      try connection.first("SELECT quirks FROM authorization_server WHERE issuer = ?", [issuer]) {
        IssuerQuirks(json: $0.text(0))
      } ?? nil
    } ?? IssuerQuirks()
  }

  /// Keeps what was learned of an issuer whose metadata is kept.
  public func setQuirks(_ quirks: IssuerQuirks, of issuer: String) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE authorization_server SET quirks = ? WHERE issuer = ?", [quirks.json, issuer])
    }
  }
}
