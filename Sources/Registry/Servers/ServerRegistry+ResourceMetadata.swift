import FoundationEssentials

extension ServerRegistry {
  /// What the server said of itself when it was last asked, of whatever age; nil where nothing is kept, and where what is
  /// kept was changed outside this program: it can be asked for again.
  public func resourceMetadata(of server: Server, keys: DataKeys) throws(RegistryError) -> CachedResourceMetadata? {
    let row = try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT document, url, source, fresh_until, tag FROM resource_metadata WHERE server_id = ?", [server.id]
      ) {
        (
          metadata: CachedResourceMetadata(
            json: Array($0.text(0).utf8), url: $0.text(1), source: $0.text(2), freshUntil: Date(seconds: $0.integer(3))),
          tag: $0.blob(4)
        )
      }
    }
    guard let row else { return nil }
    let text = String(decoding: row.metadata.json, as: UTF8.self)
    let isOurs = MetadataTag.matches(row.tag, Self.tagName(row.metadata, server), text, registryID: id, keys: keys)
    return isOurs ? row.metadata : nil
  }

  /// Keeps what the server says of itself.
  public func saveResourceMetadata(
    _ metadata: CachedResourceMetadata, of server: Server, keys: DataKeys
  ) throws(RegistryError) {
    let text = Self.document(metadata.json)
    let tag = MetadataTag.make(Self.tagName(metadata, server), text, registryID: id, keys: keys)
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO resource_metadata (server_id, document, url, source, tag, fresh_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (server_id) DO UPDATE SET document = ?2, url = ?3, source = ?4, tag = ?5, fresh_until = ?6
        """, [server.id, text, metadata.url, metadata.source, tag, metadata.freshUntil.seconds])
    }
  }

  /// No issuer has blanks: a tag of this table fits no row of the other.
  private static func tagName(_ metadata: CachedResourceMetadata, _ server: Server) -> String {
    "\(metadata.source) \(metadata.url) for \(server.url.raw)"
  }
}
