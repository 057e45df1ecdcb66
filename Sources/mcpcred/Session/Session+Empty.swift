extension Session {
  /// Says that there are no servers yet, and where that was looked up if a person named the place; or that none of them has
  /// such an account.
  func tellEmpty(account: String?) {
    if let account, let rows = try? manager.status(), !rows.isEmpty {
      console.note("mcpcred: no server has an account \(Untrusted.quoted(account))")
      return console.hint("mcpcred list")
    }
    let place = isAbsent && !location.isDefault ? ": there is no registry at \(location.path)" : ""
    console.note("mcpcred: no servers yet\(place)")
    console.hint("mcpcred add https://mcp.example.com/mcp")
  }
}
