extension Session {
  /// Says that there are no servers yet, and where that was looked up if a person named the place.
  func tellEmpty() {
    let place = isAbsent && !location.isDefault ? ": there is no registry at \(location.path)" : ""
    console.note("mcpcred: no servers yet\(place)")
    console.hint("mcpcred add https://mcp.example.com/mcp")
  }
}
