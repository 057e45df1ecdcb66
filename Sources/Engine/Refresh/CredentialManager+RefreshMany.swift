public import Registry

extension CredentialManager {
  /// Spends every refresh token now, one after the other.
  public func refreshAll(_ done: (RefreshReport) -> Void) async throws(EngineError) -> [RefreshReport] {
    let grants = try stored { () throws(RegistryError) in try registry.grants() }
    return try await refresh(grants.filter { $0.hasRefreshToken && $0.state != .revoked }, .forced, done)
  }

  /// What the schedule asks for: logins whose time has come, and revocations still owed. Never opens a browser.
  public func refreshDue(_ done: (RefreshReport) -> Void) async throws(EngineError) -> DueReport {
    try await renewSecrets()
    let reports = try await refresh(try plan(), .due, done)
    try await deliverRevocations()
    try await discardRegistrations()
    let owed = try stored { () throws(RegistryError) in try registry.owedRevocations() }
    return DueReport(logins: reports, owedRevocations: owed.count)
  }

  /// The logins `refreshDue` would renew now.
  public func plan() throws(EngineError) -> [Grant] {
    let now = dependencies.now()
    return try stored { () throws(RegistryError) in try registry.grantsDue(at: now) }
  }

  private func refresh(
    _ grants: [Grant], _ reason: RefreshReason, _ done: (RefreshReport) -> Void
  ) async throws(EngineError) -> [RefreshReport] {
    var reports: [RefreshReport] = []
    for grant in grants {
      let result: Result<Grant, EngineError>
      do throws(EngineError) {
        result = .success(try await refresh(grant, reason))
      } catch {
        guard !error.concernsAll else { throw error }
        result = .failure(error)
      }
      let report = RefreshReport(server: grant.serverName, account: grant.account, result: result)
      done(report)
      reports.append(report)
    }
    return reports
  }
}
