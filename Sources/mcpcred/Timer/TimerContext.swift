import LinuxPlatform

/// What the timer's commands work with.
struct TimerContext {
  let job: TimerJob
  let manager: UserManager
  let cron: UserCron
  let account: UserAccount

  var units: SystemdUnits { SystemdUnits(job: job) }

  /// Opens no registry: a timer can be removed although its registry is damaged.
  init(_ global: GlobalOptions) throws(CommandError) {
    let environment = Session.environment()
    let location: RegistryLocation
    do { location = try RegistryLocation.find(explicit: global.registry, environment: environment) } catch {
      throw .location(error)
    }
    guard let program = OwnProgram.path(calledAs: ProgramArguments.words.first ?? "", environment) else {
      throw .timer(.programGone)
    }
    guard let account = UserAccount.current else { throw .timer(.noAccount) }
    self.account = account
    job = try TimerJob(location, global.session, environment: environment, account: account, program: program)
    manager = UserManager(environment: environment, account: account)
    cron = UserCron(environment: environment, account: account)
  }

  /// Does something with the system's programs.
  func timed<Value>(_ body: () throws(TimerError) -> Value) throws(CommandError) -> Value {
    do { return try body() } catch { throw .timer(error) }
  }
}
