import ArgumentParser
import Engine

/// `--grant`: how tokens are obtained.
enum FlowArgument: String, ExpressibleByArgument, CaseIterable {
  case authorizationCode = "authorization-code"
  case deviceCode = "device-code"
  case clientCredentials = "client-credentials"
  case workload
  case enterprise

  var flow: LoginFlow {
    switch self {
    case .authorizationCode: .authorizationCode
    case .deviceCode: .deviceCode
    case .clientCredentials: .clientCredentials
    case .workload: .workload
    case .enterprise: .enterprise
    }
  }
}
