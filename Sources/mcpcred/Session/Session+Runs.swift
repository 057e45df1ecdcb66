import Registry

extension Session {
  /// Runs the refresher, and keeps when and how it ended. What cannot be kept does not fail the run.
  func noteRun(_ body: () throws -> Void) throws {
    let log = RunLog(manager.registry)
    do { try body() } catch {
      log.note(Self.status(of: error))
      throw error
    }
    log.note(.done)
  }

  /// The refresher's last run.
  func lastRun() throws(CommandError) -> RefresherRun? {
    do { return try manager.registry.lastRun() } catch { throw .engine(.registry(error)) }
  }

  private static func status(of error: any Error) -> ExitStatus {
    if let error = error as? CommandError { return ErrorReport(error).status }
    return error as? ExitStatus ?? .failure
  }
}
