/// The registry's SQL files, in the order in which they apply, embedded in the binary.
public enum Migrations {
  /// The last `user_version` of the registries that were written before 0.1: the first file here is all of them in one, and
  /// reads none of them.
  public static let retired = 12

  /// UTF-8 SQL; each file's number is the `user_version` that it leaves behind.
  public static let all: [[UInt8]] = [PackageResources.m0013_registry_sql]

  /// The `user_version` of a registry that is up to date.
  public static var newest: Int { retired + all.count }
}
