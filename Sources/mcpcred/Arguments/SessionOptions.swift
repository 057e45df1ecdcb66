import Engine
import Glibc

/// The global options as values, whoever has read them: `GlobalOptions` that were not parsed cannot be read.
struct SessionOptions: Sendable, Equatable {
  var registry: String?
  var account: String?
  var json = false
  var verbose = false
  var noInteractive = false
  var qr = false
  /// Whether a registry is made where there is none.
  var makesRegistry = false
  var caCertificate: String?
  var clientCertificate: String?
  var clientKey: String?

  /// Whether a person may be asked at all.
  var isInteractive: Bool { !noInteractive && Self.environmentForbidsAsking == false }

  /// What `MCPCRED_NO_INTERACTIVE` says; nil for a word that says neither.
  static var environmentForbidsAsking: Bool? {
    switch getenv("MCPCRED_NO_INTERACTIVE").map({ String(cString: $0).lowercased() }) {
    case nil, "", "0", "no", "false": false
    case "1", "yes", "true": true
    default: nil
    }
  }
}

extension SessionOptions {
  /// As `GlobalOptions` names them.
  static let flags = ["json", "verbose", "no-interactive"]
  static let options = ["registry", "account", "ca-cert", "client-cert", "client-key"]

  /// Nil for what `GlobalOptions` refuses.
  init?(_ read: OptionReader) {
    account = read["account"]
    clientCertificate = read["client-cert"]
    clientKey = read["client-key"]
    if let account, !ServerName.isValidAccount(account) { return nil }
    if clientKey != nil, clientCertificate == nil { return nil }
    registry = read["registry"]
    json = read.has("json")
    verbose = read.has("verbose")
    noInteractive = read.has("no-interactive")
    caCertificate = read["ca-cert"]
  }
}
