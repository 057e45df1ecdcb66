import Glibc
import HTTP

/// What decides which connection can carry a request.
struct HTTPRoute: Hashable {
  let host: String
  let port: Int
  let usesTLS: Bool
  let proxy: ProxyAddress?
  /// The host whose name the certificate must hold; nil without TLS, and for an address.
  let certifiedHost: String?
  /// The nearest address that may be connected to.
  let reach: AddressScope

  init(_ url: WebURL, proxy: ProxyAddress?, reach: AddressScope) {
    host = url.host
    port = url.port
    usesTLS = url.scheme == "https"
    self.proxy = proxy
    certifiedHost = url.scheme == "https" && !Self.isAddress(url.host) ? url.host : nil
    self.reach = reach
  }

  /// As the certificate's names have it, not as resolvers do: `127.1` is a name to a certificate.
  private static func isAddress(_ host: String) -> Bool {
    var address = in_addr()
    return host.contains(":") || inet_pton(AF_INET, host, &address) == 1
  }
}
