/// The pair of unit files for a job (systemd.service(5), systemd.timer(5)).
struct SystemdUnits {
  let job: TimerJob

  var serviceName: String { "\(job.name).service" }
  var timerName: String { "\(job.name).timer" }

  /// What confines the refresher, as far as a user's service manager can. What needs privileges, a file system of its
  /// own for example, fails there or is passed over in silence.
  static let sandbox = [
    "UMask=0077", "LimitCORE=0", "NoNewPrivileges=yes", "SystemCallFilter=@system-service",
    "SystemCallErrorNumber=EPERM", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "MemoryDenyWriteExecute=yes",
    "LockPersonality=yes", "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes",
  ]

  /// Variables that would lead to another registry than the one the timer was installed for.
  static let unset = "UnsetEnvironment=MCPCRED_REGISTRY XDG_DATA_HOME"

  /// TimeoutStopSec is longer than a refresh that is under way may take. 7 and 11 are the logins' affairs: one is tried
  /// again later, or needs a person. The unit fails only where the refresher itself cannot do its work.
  var service: String {
    get throws(TimerError) {
      """
      # Written by 'mcpcred timer install', which overwrites it; changes belong into 'systemctl --user edit \(serviceName)'.
      [Unit]
      Description=Refresh the logins that mcpcred keeps
      Documentation=man:mcpcred(1)
      StartLimitIntervalSec=0

      [Service]
      Type=oneshot
      ExecStart=\(try Self.command(job.words))
      SuccessExitStatus=7 11
      TimeoutStartSec=180
      TimeoutStopSec=75
      \((environment + [Self.unset] + Self.sandbox).joined(separator: "\n"))

      """
    }
  }

  var timer: String {
    """
    # Written by 'mcpcred timer install', which overwrites it; changes belong into 'systemctl --user edit \(timerName)'.
    [Unit]
    Description=Refresh the logins that mcpcred keeps, every five minutes
    Documentation=man:mcpcred(1)

    [Timer]
    OnCalendar=*:0/5
    Persistent=true
    RandomizedDelaySec=60
    FixedRandomDelay=true
    AccuracySec=5s

    [Install]
    WantedBy=timers.target

    """
  }

  /// One setting for each variable.
  private var environment: [String] {
    job.variables.sorted { $0.key < $1.key }.map { "Environment=\(Self.quoted("\($0.key)=\($0.value)"))" }
  }

  /// A command line for `ExecStart=`. Throws for a program's path that none of its quotes can carry.
  private static func command(_ words: [String]) throws(TimerError) -> String {
    let program = words[0]
    guard !program.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || "\"'\\".utf8.contains($0) }) else {
      throw .unfit(program, "a unit's program cannot have quotes, backslashes or control characters in its path")
    }
    // A colon in front turns the substitution of variables off; a dollar sign in the program's path has no other cure.
    let prefix = words.contains { $0.contains("$") } ? ":" : ""
    return ([prefix + program] + words.dropFirst()).map(quoted).joined(separator: " ")
  }

  /// A word as a unit file takes it (systemd.syntax(7), "Quoting"); a percent sign alone is a specifier.
  static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"\"'\\;".utf8.contains($0) }
    let doubled = word.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
    return isPlain ? doubled : "\"\(doubled.unicodeScalars.map(escaped).joined())\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\\(scalar)"
    case "\n": return "\\n"
    case "\t": return "\\t"
    default:
      guard scalar.value < 0x20 || scalar.value == 0x7F else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
  }
}
