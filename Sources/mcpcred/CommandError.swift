import Engine
import HTTP
import LinuxPlatform

/// Everything a command can end in; `ErrorReport` has the words.
enum CommandError: Error {
  case engine(EngineError)
  /// The same while adding this server: it is not in the registry, so that what it says to type must add it.
  /// Unless it is about the identity provider that was named beside it.
  case adding(EngineError, words: [String], beside: String? = nil)
  /// The same of a call with these arguments: what it says to type has those that fit.
  case calling(EngineError, words: [String])
  /// A server was named, and there is no registry at all.
  case noRegistry(path: String, server: String)
  /// No server has this address.
  case noServerAt(WebURL)
  case location(RegistryLocationError)
  case privatePath(PrivatePathError)
  /// Another process has the registry open by another of its paths, or it was moved just now.
  case openElsewhere(path: String)
  case timer(TimerError)
  case host(HostError)
  /// The command that was to have a token cannot be run.
  case program(String, ProgramReplacement.Failure)
  /// There is no `/proc` of ours, and what is wanted needs threads or a worker.
  case noProc
  /// The command line; the text says what is wrong with it.
  case usage(String)
  /// A file the person named cannot be read; the text is the system's.
  case unreadable(path: String, reason: String)
  /// A file the person named cannot be written, or is there already; the text is the system's.
  case unwritable(path: String, reason: String)
}
