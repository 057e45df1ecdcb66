/// One way to open the registry's data keys.
public struct KeySlot: Sendable, Equatable {
  public let id: Int64
  public let provider: KeyProviderKind
  /// What the provider finds its key by: a registry id, a path.
  public let locator: String
  let checkValue: [UInt8]
}
