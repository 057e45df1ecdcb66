import LinuxPlatform

/// What a timer starts: the refresher, for one registry.
struct TimerJob: Equatable {
  /// The program's absolute path.
  let program: String
  /// Options that every command of this registry needs.
  let options: [String]
  /// Variables of the network that the timer's own environment lacks; without secrets.
  let variables: [String: String]
  /// Of the pair of units, and of the mark in a crontab; its own for each registry.
  let name: String

  /// The default registry's.
  static let defaultName = "mcpcred-refresh"

  /// The command line that the timer runs.
  var words: [String] { [program, "refresh", "--due"] + options }

  /// The command line that tells whether the key can be opened where it runs.
  var checkWords: [String] { [program, "timer", "check-key", "--json"] + options }
}

extension TimerJob {
  /// Variables that are read whoever sets them.
  static let copied = [
    "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]

  /// The job for the registry and the options of this command.
  ///
  /// The registry is named unless it is the one that a process finds which knows nothing but the user's home.
  init(
    _ location: RegistryLocation, _ options: SessionOptions, environment: [String: String], account: UserAccount,
    program: String
  ) throws(CommandError) {
    var words: [String] = []
    let usual = try? RegistryLocation.find(explicit: nil, environment: ["HOME": account.home])
    let isUsual = usual?.realPath == location.realPath
    if !isUsual { words += ["--registry", location.realPath] }
    for (option, path) in Self.files(options, environment) { words += [option, try WorkingFolder.absolute(path)] }
    self.program = program
    self.options = words
    variables = environment.filter { Self.copied.contains($0.key) && !$0.value.isEmpty && !Self.isSecret($0.value) }
    name = isUsual ? Self.defaultName : "\(Self.defaultName)-\(Self.digest(location.realPath))"
  }

  /// The files that requests need, by the option that names each.
  private static func files(_ options: SessionOptions, _ environment: [String: String]) -> [(String, String)] {
    var files: [(String, String?)] = [("--ca-cert", options.caCertificate)]
    if let certificate = options.clientCertificate {
      files += [("--client-cert", certificate), ("--client-key", options.clientKey)]
    } else if let certificate = environment["MCPCRED_CLIENT_CERT"], !certificate.isEmpty {
      files += [("--client-cert", certificate), ("--client-key", environment["MCPCRED_CLIENT_KEY"])]
    }
    return files.compactMap { option, path in path.flatMap { $0.isEmpty ? nil : (option, $0) } }
  }

  /// Variables that hold a password and are left out: units and crontabs are no place for one.
  static func secrets(in environment: [String: String]) -> [String] {
    copied.filter { environment[$0].map(isSecret) ?? false }
  }

  /// `http://user:password@proxy`.
  private static func isSecret(_ value: String) -> Bool { value.contains("@") }

  /// FNV-1a, 64 bits: tells a person's few registries apart, and keeps nobody out.
  private static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
