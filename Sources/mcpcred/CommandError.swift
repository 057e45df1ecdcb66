import Engine
import LinuxPlatform

/// Everything a command can end in; `ErrorReport` has the words.
enum CommandError: Error {
  case engine(EngineError)
  case location(RegistryLocationError)
  case privatePath(PrivatePathError)
  /// The command line; the text says what is wrong with it.
  case usage(String)
  /// A file the person named cannot be read; the text is the system's.
  case unreadable(path: String, reason: String)
}
