import ArgumentParser
import Registry

/// `--grant`: how tokens are obtained, in the words of the command line.
enum FlowArgument: String, ExpressibleByArgument, CaseIterable {
  case authorizationCode = "authorization-code"
  case deviceCode = "device-code"
  case clientCredentials = "client-credentials"
  case workload
  case enterprise

  var flow: Grant.Flow {
    switch self {
    case .authorizationCode: .authorizationCode
    case .deviceCode: .deviceCode
    case .clientCredentials: .clientCredentials
    case .workload: .workload
    case .enterprise: .enterprise
    }
  }
}
