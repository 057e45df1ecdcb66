internal import Crypto

/// The opened keys that seal rows. They leave memory only wrapped.
public struct DataKeys: Sendable, CustomStringConvertible, CustomReflectable {
  /// The key new rows are sealed with.
  let primary: Int64
  let keys: [Int64: SymmetricKey]

  public var description: String { "<data keys>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
