/// What the management port says about itself.
enum ManagementIndex {
  static let json: JSON = [
    "commands": .object(
      Dictionary(
        ManagementCommand.allCases.map { ($0.rawValue, .string($0.summary)) }, uniquingKeysWith: { first, _ in first })),
    "faults": .object(
      Dictionary(Fault.all.map { ($0.name, .string($0.reason)) }, uniquingKeysWith: { first, _ in first })),
    "behaviours": .object(
      Dictionary(Behaviour.allCases.map { ($0.rawValue, .string($0.reason)) }, uniquingKeysWith: { first, _ in first })),
    "fault_endpoints": .strings(FaultEndpoint.allCases.map(\.rawValue)),
  ]
}
