import Registry

/// Several logins by authorization server: those of one follow each other, those of others go on beside them.
enum RefreshLanes {
  /// One list for each issuer. Lists and their members are in the order of the plan, so that the most urgent is first.
  static func lanes(of grants: [Grant]) -> [[Grant]] {
    var order: [String] = []
    var lanes: [String: [Grant]] = [:]
    for grant in grants {
      if lanes[grant.issuer] == nil { order.append(grant.issuer) }
      lanes[grant.issuer, default: []].append(grant)
    }
    return order.compactMap { lanes[$0] }
  }

  /// Reports in the order of the plan.
  static func sorted(_ reports: [LoginReport], like grants: [Grant]) -> [LoginReport] {
    let places = Dictionary(
      grants.enumerated().map { ([$1.serverName, $1.account], $0) }, uniquingKeysWith: { first, _ in first })
    return reports.sorted { places[[$0.server, $0.account]] ?? 0 < places[[$1.server, $1.account]] ?? 0 }
  }
}
