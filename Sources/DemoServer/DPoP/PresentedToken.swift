/// The access token of a request, with the proof that goes with it (RFC 6750 §2.1, RFC 9449 §7.1). Only the headers are
/// read.
struct PresentedToken: Sendable {
  let token: String
  /// Under which scheme it came.
  let isDPoP: Bool
  /// Whose key has signed the proof.
  let thumbprint: String?

  static func of(_ call: Call, in world: inout World) throws(BearerRefusal) -> PresentedToken {
    let parts = (call.request.header("authorization") ?? "").split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { throw .noToken }
    let token = String(parts[1])
    switch parts[0].lowercased() {
    case "bearer": return PresentedToken(token: token, isDPoP: false, thumbprint: nil)
    case "dpop" where world.has(.dpop) || world.has(.dpopRequired):
      let thumbprint: String?
      do throws(DPoPProof.Refusal) {
        thumbprint = try DPoPProof.thumbprint(call, for: .resourceServer, accessToken: token, in: &world)
      } catch {
        throw .proof(error)
      }
      guard let thumbprint else { throw .proof(.invalid("there is no proof")) }
      return PresentedToken(token: token, isDPoP: true, thumbprint: thumbprint)
    default: throw .noToken
    }
  }

  /// A token that is bound to a key is worth nothing without it, and one that is not has no business with a proof
  /// (RFC 9449 §7.1, §7.2).
  func check(boundTo thumbprint: String?, in world: World) throws(BearerRefusal) {
    guard thumbprint == self.thumbprint else { throw .invalidToken("the access token is bound to another key") }
    guard isDPoP || !world.has(.dpopRequired) else { throw .invalidToken("the access token is not bound to a key") }
  }
}
