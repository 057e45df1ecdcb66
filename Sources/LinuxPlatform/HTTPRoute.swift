import Glibc
import HTTP

/// What decides which client carries a request.
struct HTTPRoute: Hashable {
  let usesTLS: Bool
  let proxy: ProxyAddress?
  /// The host whose name the certificate must hold; nil without TLS, and for an address.
  let certifiedHost: String?

  init(_ url: WebURL, proxy: ProxyAddress?) {
    self.proxy = proxy
    usesTLS = url.scheme == "https"
    certifiedHost = url.scheme == "https" && !Self.isAddress(url.host) ? url.host : nil
  }

  private static func isAddress(_ host: String) -> Bool {
    var address = in_addr()
    return host.contains(":") || inet_pton(AF_INET, host, &address) == 1
  }
}
