import LinuxPlatform

/// What goes wrong with a host's file.
enum HostError: Error {
  /// Nobody is called so.
  case unknownHost(String)
  /// The host reads no file of this scope.
  case noScope(Host, HostScope)
  /// It cannot be told where the file would be.
  case noHome(Host)
  /// Another program's entry has the name.
  case taken(Host, entry: String, path: String)
  /// Nothing in the file runs mcpcred for the server.
  case noEntry(Host, server: String, path: String)
  case flaw(HostFileFlaw, path: String)
  /// A file of this format is not read, or not changed.
  case notRead(HostSyntax, path: String)
  case notChanged(HostSyntax, path: String)
  case noFile(Host, path: String)
  /// It cannot be read or replaced.
  case file(SettingsFile.Failure, path: String)
  /// The program that entries are to name is gone.
  case programGone
}
