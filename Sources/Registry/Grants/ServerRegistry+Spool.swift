import FoundationEssentials

// What a spool file holds: an answer that the registry's file could not take, sealed like a row of it.
extension ServerRegistry {
  /// The pair that takes the place of the grant's current one, sealed for its spool file.
  public func sealSpooled(_ tokens: TokenSet, for grant: Grant, keys: DataKeys) throws(RegistryError) -> [UInt8] {
    guard let plain = try? JSONEncoder().encode(SpooledTokens(tokens)) else {
      throw .sealBroken(spooled(grant).place)
    }
    return try Sealer(keys: keys).seal(Array(plain), spooled(grant))
  }

  /// The pair of the grant's spool file.
  ///
  /// Throws `sealBroken` for one that belongs to another generation, another grant or another binding, and for one that
  /// was not written to its end.
  public func openSpooled(_ bytes: [UInt8], of grant: Grant, keys: DataKeys) throws(RegistryError) -> TokenSet {
    let plain = try Sealer(keys: keys).open(bytes, spooled(grant))
    guard let read = try? JSONDecoder().decode(SpooledTokens.self, from: Data(plain)) else {
      throw .sealBroken(spooled(grant).place)
    }
    return read.tokens
  }

  /// Bound to the generation that was spent, and to all that the row's own tokens are bound to.
  private func spooled(_ grant: Grant) -> SealingContext {
    GrantBinding(grant).context(registryID: id, field: "spooled", generation: grant.generation)
  }
}
