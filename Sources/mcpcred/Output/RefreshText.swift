import Engine
import FoundationEssentials
import Registry

/// How a refresh went, in words, in JSON and as an exit code.
enum RefreshText {
  static func show(_ report: LoginReport, _ console: Console, _ manager: CredentialManager) {
    let name = report.account == "default" ? report.server : "\(report.server) (\(report.account))"
    switch report.result {
    case .success(let grant):
      let life = grant.times.expiresAt.map { ", token for \(TimeText.span($0.timeIntervalSince(Date())))" } ?? ""
      console.answer("refreshed \(name)\(life)")
    case .failure(let error): console.report(words(error, report, manager))
    }
  }

  /// With whose login it is where the server has several, and with what to type about this one.
  private static func words(
    _ error: EngineError, _ report: LoginReport, _ manager: CredentialManager
  ) -> ErrorReport {
    ErrorReport(.engine(error)).forAccount(manager.accountOption(report.account, of: report.server))
      .about(manager.accountSuffix(report.account, of: report.server))
  }

  static func json(_ report: LoginReport, _ manager: CredentialManager) -> JSONObject {
    switch report.result {
    case .success(let grant):
      JSONObject([
        "name": .string(report.server), "account": .string(report.account), "ok": true,
        "generation": .integer(grant.generation), "expires_at": .time(grant.times.expiresAt), "error": nil,
      ])
    case .failure(let error):
      JSONObject([
        "name": .string(report.server), "account": .string(report.account), "ok": false, "generation": nil,
        "expires_at": nil, "error": words(error, report, manager).json.value,
      ])
    }
  }

  /// Several logins: 11 if any needs a person, else 7 if any will be retried, else done.
  static func status(_ due: ScheduleReport) -> ExitStatus? {
    let statuses = due.logins.compactMap { report -> ExitStatus? in
      guard case .failure(let error) = report.result else { return nil }
      return ErrorReport(.engine(error)).status
    }
    if statuses.contains(where: { $0 != .temporary }) { return .personNeeded }
    return statuses.isEmpty && due.owedRevocations == 0 ? nil : .temporary
  }
}
