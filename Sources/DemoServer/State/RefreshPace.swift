/// When each grant was refreshed last.
struct RefreshPace: Sendable {
  private var last: [TokenStore.GrantID: Double] = [:]

  /// `false`: less than a second ago.
  mutating func allows(_ grant: TokenStore.GrantID, now: Double) -> Bool {
    if let time = last[grant], now < time + 1 { return false }
    last[grant] = now
    return true
  }
}
