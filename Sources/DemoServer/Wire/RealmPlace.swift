/// The endpoints of an authorization server, below its realm. The paths are unusual on purpose: a client has to read them
/// from the metadata.
enum RealmPlace: String, Sendable, CaseIterable {
  case authorization = "/ask"
  case consent = "/ask/answer"
  case pushedAuthorization = "/ask/ahead"
  case token = "/mint"
  case deviceAuthorization = "/devices/new"
  case registration = "/clients/new"
  case revocation = "/void"
  case introspection = "/inspect"
  case userInfo = "/me"
  case keys = "/keys"

  /// The id of the client comes after it.
  static let registrations = "/clients/known/"

  var route: Route {
    switch self {
    case .authorization: .authorization
    case .consent: .consent
    case .pushedAuthorization: .pushedAuthorization
    case .token: .token
    case .deviceAuthorization: .deviceAuthorization
    case .registration: .registration
    case .revocation: .revocation
    case .introspection: .introspection
    case .userInfo: .userInfo
    case .keys: .keys
    }
  }
}
