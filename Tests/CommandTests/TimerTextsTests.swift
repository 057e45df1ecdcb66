import Foundation
import LinuxPlatform
import Testing

@testable import mcpcred

/// The texts that a timer is made of: unit files and crontab lines.
@Suite("Timer texts")
struct TimerTextsTests {
  static let ada = UserAccount(name: "ada", home: "/home/ada")

  static func job(
    _ program: String = "/opt/mcpcred", _ options: [String] = [], _ variables: [String: String] = [:],
    name: String = TimerJob.defaultName
  ) -> TimerJob {
    TimerJob(program: program, options: options, variables: variables, name: name)
  }

  private func made(
    _ registry: String?, _ options: SessionOptions = SessionOptions(), _ environment: [String: String] = [:]
  ) throws -> TimerJob {
    let all = environment.merging(["HOME": "/home/ada"]) { given, _ in given }
    let location = try RegistryLocation.find(explicit: registry, environment: all)
    return try TimerJob(location, options, environment: all, account: Self.ada, program: "/opt/mcpcred")
  }

  @Test("the default registry is not named; another one is, and has a timer of its own")
  func registries() throws {
    #expect(try made(nil) == Self.job())
    #expect(try made("/home/ada/.local/share/mcpcred/registry.sqlite") == Self.job())
    let other = try made("/srv/robot/r.sqlite")
    #expect(other.words == ["/opt/mcpcred", "refresh", "--due", "--registry", "/srv/robot/r.sqlite"])
    #expect(other.name == "mcpcred-refresh-81e27534acba4e25")
    // A timer's environment has not what the shell has.
    let moved = try made(nil, SessionOptions(), ["XDG_DATA_HOME": "/data"])
    #expect(moved.options == ["--registry", "/data/mcpcred/registry.sqlite"] && moved.name != other.name)
  }

  @Test("files and variables of the network are handed on, and passwords are not")
  func network() throws {
    var options = SessionOptions()
    options.caCertificate = "/ca.pem"
    let environment = [
      "MCPCRED_CLIENT_CERT": "/c.pem", "MCPCRED_CLIENT_KEY": "/k.pem", "NO_PROXY": "", "SSL_CERT_DIR": "/certs",
      "https_proxy": "http://ada:secret@proxy", "HTTP_PROXY": "http://proxy:3128", "OTHER": "x",
    ]
    let job = try made(nil, options, environment)
    #expect(job.options == ["--ca-cert", "/ca.pem", "--client-cert", "/c.pem", "--client-key", "/k.pem"])
    #expect(job.variables == ["SSL_CERT_DIR": "/certs", "HTTP_PROXY": "http://proxy:3128"])
    #expect(TimerJob.secrets(in: environment) == ["https_proxy"])
    options.clientCertificate = "mine.pem"
    let named = try made(nil, options, environment)
    let here = FileManager.default.currentDirectoryPath
    #expect(named.options == ["--ca-cert", "/ca.pem", "--client-cert", "\(here)/mine.pem"])
  }

  @Test("the units of the default registry")
  func units() throws {
    let units = SystemdUnits(job: Self.job())
    #expect(units.serviceName == "mcpcred-refresh.service" && units.timerName == "mcpcred-refresh.timer")
    let service = try units.service.split(separator: "\n").map { String($0) }
    for line in [
      "Type=oneshot", "ExecStart=/opt/mcpcred refresh --due", "SuccessExitStatus=7 11", "TimeoutStartSec=180",
      "TimeoutStopSec=75", "UMask=0077", "LimitCORE=0", "NoNewPrivileges=yes", "StartLimitIntervalSec=0",
    ] { #expect(service.contains(line), "\(line)") }
    let timer = units.timer.split(separator: "\n").map { String($0) }
    for line in [
      "OnCalendar=*:0/5", "Persistent=true", "RandomizedDelaySec=60", "FixedRandomDelay=true", "AccuracySec=5s",
      "WantedBy=timers.target",
    ] { #expect(timer.contains(line), "\(line)") }
  }

  @Test(
    "a word of a unit is quoted where it must be",
    arguments: [
      ("--due", "--due"), ("/srv/ä", "/srv/ä"), ("", "\"\""), ("a b", "\"a b\""), ("100%", "100%%"),
      ("say \"x\"", "\"say \\\"x\\\"\""), ("it's", "\"it's\""), ("a\\b", "\"a\\\\b\""), ("a\nb\u{1}", "\"a\\nb\\x01\""),
      (";", "\";\""),
    ])
  func quoted(_ word: String, _ expected: String) { #expect(SystemdUnits.quoted(word) == expected) }

  @Test("a dollar sign is left alone by systemd, and a program that no quotes can carry is refused")
  func dollars() throws {
    let service = try SystemdUnits(job: Self.job("/o p/m", ["--registry", "/x$y"], ["NO_PROXY": "a b%"])).service
    #expect(service.contains("\nExecStart=\":/o p/m\" refresh --due --registry /x$y\n"))
    #expect(service.contains("\nEnvironment=\"NO_PROXY=a b%%\"\n"))
    for path in ["/o'p/m", "/o\\p/m", "/o\np/m", "/\"/m"] {
      #expect(throws: TimerError.self) { try SystemdUnits(job: Self.job(path)).service }
    }
  }

  @Test("the crontab's line")
  func line() throws {
    #expect(
      try Crontab.line(Self.job()) == "*/5 * * * * /opt/mcpcred refresh --due >/dev/null # mcpcred-refresh")
    let awkward = Self.job("/o p/m", ["--registry", "/it's 100%"], ["NO_PROXY": "a,b", "HTTP_PROXY": "http://p q"])
    #expect(
      try Crontab.line(awkward)
        == "*/5 * * * * HTTP_PROXY='http://p q' NO_PROXY=a,b '/o p/m' refresh --due --registry '/it'\\''s 100\\%' "
        + ">/dev/null # mcpcred-refresh")
    #expect(throws: TimerError.self) { try Crontab.line(Self.job("/a\nb")) }
  }

  @Test("other lines of a crontab stay as they are, byte for byte")
  func edited() throws {
    let others = Array(
      "# mine\r\n\n\tMAILTO=ada\n0 4 * * * x # mcpcred-refresh-2\n#*/5 * * * * old # mcpcred-refresh\n".utf8)
    let theirs = Crontab(bytes: others + [0xE9, 0xFF, 0x0A])
    let once = theirs.adding("first # mcpcred-refresh", named: "mcpcred-refresh")
    #expect(once.bytes == theirs.bytes + Array("first # mcpcred-refresh\n".utf8))
    let twice = once.adding("second # mcpcred-refresh", named: "mcpcred-refresh")
    #expect(twice.bytes == theirs.bytes + Array("second # mcpcred-refresh\n".utf8))
    #expect(!theirs.holds("mcpcred-refresh") && twice.holds("mcpcred-refresh") && theirs.holds("mcpcred-refresh-2"))
    #expect(twice.removing("mcpcred-refresh") == theirs)
    #expect(Crontab.empty.adding("l # n", named: "n").removing("n") == .empty)
    #expect(Crontab(bytes: Array("unended".utf8)).adding("l # n", named: "n").bytes == Array("unended\nl # n\n".utf8))
  }
}
