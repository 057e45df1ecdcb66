import HTTP
import OAuth

/// What a chore has to tell, on its way from one process to another.
public enum ChoreNotice: Sendable, Codable, Equatable {
  case exchange(method: String, url: String, status: Int?)
  case registrationUpdated(issuer: String, clientID: String)
  case registrationDeleted(issuer: String, clientID: String)
  case authMethodRefused(issuer: String, method: String)

  /// Nil for what no chore tells.
  public init?(_ notice: Notice) {
    switch notice {
    case .exchange(let method, let url, let status):
      self = .exchange(method: method.rawValue, url: url, status: status)
    case .registrationUpdated(let issuer, let clientID):
      self = .registrationUpdated(issuer: issuer, clientID: clientID)
    case .registrationDeleted(let issuer, let clientID):
      self = .registrationDeleted(issuer: issuer, clientID: clientID)
    case .authMethodRefused(let issuer, let method):
      self = .authMethodRefused(issuer: issuer, method: method.rawValue)
    default: return nil
    }
  }

  /// Nil for a word that this program does not have.
  var notice: Notice? {
    switch self {
    case .exchange(let method, let url, let status):
      HTTPRequest.Method(rawValue: method).map { .exchange($0, url: url, status: status) }
    case .registrationUpdated(let issuer, let clientID): .registrationUpdated(issuer: issuer, clientID: clientID)
    case .registrationDeleted(let issuer, let clientID): .registrationDeleted(issuer: issuer, clientID: clientID)
    case .authMethodRefused(let issuer, let method):
      ClientAuthenticationMethod(rawValue: method).map { .authMethodRefused(issuer: issuer, method: $0) }
    }
  }
}
