import Engine
import HTTP

/// Which requests go through a proxy, by the variables most programs of a system read.
struct ProxySettings: Sendable {
  private let secure: ProxyAddress?
  private let plain: ProxyAddress?
  private let exceptions: [Substring]

  /// Throws where a variable is set and is no proxy's address: to go around a proxy by mistake could be a leak.
  init(_ environment: [String: String]) throws(TransportSetupError) {
    secure = try Self.address("HTTPS_PROXY", environment)
    plain = try Self.address("HTTP_PROXY", environment)
    exceptions = Self.value("NO_PROXY", environment)?.split { $0 == "," || $0 == " " } ?? []
  }

  /// Nil for a direct connection. This machine's own addresses are never asked of a proxy.
  func proxy(for url: WebURL) -> ProxyAddress? {
    guard let proxy = url.scheme == "https" ? secure : plain, !url.isLoopback else { return nil }
    return exceptions.contains { Self.covers($0.lowercased(), url) } ? nil : proxy
  }

  /// `*`, a host with all below it, with or without a leading dot, and either with a port.
  private static func covers(_ exception: String, _ url: WebURL) -> Bool {
    if exception == "*" { return true }
    var name = exception[...]
    if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
      let port = name[name.index(after: end)...]
      guard port.isEmpty || port == ":\(url.port)" else { return false }
      return name[..<end].dropFirst() == url.host
    }
    // Two colons and more are an IPv6 address without brackets, which has no port behind it.
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard parts[1] == "\(url.port)" else { return false }
      name = parts[0]
    }
    if name.hasPrefix("*.") { name = name.dropFirst() }
    let bare = name.hasPrefix(".") ? name.dropFirst() : name
    guard !bare.isEmpty else { return false }
    return url.host == bare || url.host.hasSuffix(".\(bare)")
  }

  private static func address(
    _ name: String, _ environment: [String: String]
  ) throws(TransportSetupError) -> ProxyAddress? {
    guard let text = value(name, environment) else { return nil }
    // The text may hold a password.
    guard let proxy = ProxyAddress(text) else {
      throw TransportSetupError("\(name) is not the address of an http:// or socks5:// proxy")
    }
    return proxy
  }

  private static func value(_ name: String, _ environment: [String: String]) -> String? {
    for name in [name.lowercased(), name] {
      if let value = environment[name], !value.isEmpty { return value }
    }
    return nil
  }
}
