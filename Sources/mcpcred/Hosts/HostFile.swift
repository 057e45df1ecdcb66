import FoundationEssentials
import Glibc

/// A file that a host reads its servers from.
struct HostFile: Sendable {
  let scope: HostScope
  /// Where it may be, the usual place first. `~/.config` is where `XDG_CONFIG_HOME` says.
  let places: [String]
  let syntax: HostSyntax
  /// The variable that names the folder the file is in, or the file itself, and what of the place then follows.
  var variable: (name: String, rest: String)?

  init(_ scope: HostScope, _ places: String..., syntax: HostSyntax, variable: (name: String, rest: String)? = nil) {
    self.scope = scope
    self.places = places
    self.syntax = syntax
    self.variable = variable
  }

  /// The first that is there, or else where it would be. Nil where that cannot be told, without a home.
  func path(_ environment: [String: String], folder: String) -> String? {
    let found = candidates(environment, folder: folder)
    return found.first { access($0, F_OK) == 0 } ?? found.first
  }

  private func candidates(_ environment: [String: String], folder: String) -> [String] {
    if let variable, let value = environment[variable.name], value.hasPrefix("/") { return [value + variable.rest] }
    return places.compactMap { place in
      guard scope == .user else { return "\(folder)/\(place)" }
      if place.hasPrefix("~/.config/"), let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
        return base + place.dropFirst("~/.config".count)
      }
      return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + place.dropFirst() : nil }
    }
  }
}
