/// The global options as values, for whoever has no parser: reading `GlobalOptions` that were not parsed is a trap.
struct SessionOptions: Sendable {
  var registry: String?
  var json = false
  var verbose = false
  var qr = false
  /// Whether a registry is made where there is none.
  var makesRegistry = false
  var caCertificate: String?
  var clientCertificate: String?
  var clientKey: String?
}
