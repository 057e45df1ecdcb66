import ArgumentParser
import OAuth

/// `client-metadata --grant`: what the document may ask for besides a browser's login.
enum DocumentGrantArgument: String, ExpressibleByArgument, CaseIterable {
  case deviceCode = "device-code"
  case enterprise

  /// As the document has it.
  var type: String {
    switch self {
    case .deviceCode: TokenRequest.deviceGrant
    case .enterprise: TokenRequest.assertionGrant
    }
  }
}
