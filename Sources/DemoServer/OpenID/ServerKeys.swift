/// What this server signs with, new in each run.
struct ServerKeys: Sendable {
  let es256 = ServerKey.es256()
  /// Making one takes a while, so there is none until it is asked for.
  private var rsa: ServerKey?

  mutating func rs256() -> ServerKey {
    if rsa == nil { rsa = ServerKey.rs256() }
    return rsa ?? es256
  }

  /// RFC 7517 §5.
  var jwks: JSON { ["keys": .array(([es256] + (rsa.map { [$0] } ?? [])).map { .object($0.jwk) })] }
}
