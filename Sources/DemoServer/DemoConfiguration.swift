/// How a demo server starts.
public struct DemoConfiguration: Sendable, Equatable {
  /// The protocol port; 0 lets the kernel choose.
  public var port: Int
  /// The management port; 0 lets the kernel choose.
  public var managementPort: Int
  /// Lifetime of access tokens in seconds, on the server's own clock; at least 1.
  public var accessTokenLifetime: Int
  /// How long a device has to wait between two polls, in seconds on the server's own clock; at least 1.
  public var deviceInterval: Int
  /// What the authorization endpoint does first; it can be changed later.
  public var consent: ConsentMode
  /// Which protocol eras the MCP endpoints speak.
  public var era: DemoEra
  /// In which ways the server differs from its usual self; they can be switched later.
  public var behaviours: Set<Behaviour>
  /// What the server's clock shows at the start, in seconds since 1970; `nil` is the real time. It runs on from there.
  public var clockStart: Double?

  public init(
    port: Int = 0, managementPort: Int = 0, accessTokenLifetime: Int = 300, deviceInterval: Int = 5,
    consent: ConsentMode = .page, era: DemoEra = .both, behaviours: Set<Behaviour> = [], clockStart: Double? = nil
  ) {
    self.port = port
    self.managementPort = managementPort
    self.accessTokenLifetime = accessTokenLifetime
    self.deviceInterval = deviceInterval
    self.consent = consent
    self.era = era
    self.behaviours = behaviours
    self.clockStart = clockStart
  }
}
