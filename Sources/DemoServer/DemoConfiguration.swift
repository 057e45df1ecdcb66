/// How a demo server starts.
public struct DemoConfiguration: Sendable, Equatable {
  /// The protocol port; 0 lets the kernel choose.
  public var port: Int
  /// The management port; 0 lets the kernel choose.
  public var managementPort: Int
  /// Lifetime of access tokens in seconds, on the server's own clock; at least 1.
  public var accessTokenLifetime: Int
  /// What the authorization endpoint does first; it can be changed later.
  public var consent: ConsentMode
  /// Which protocol eras the MCP endpoints speak.
  public var era: DemoEra

  public init(
    port: Int = 0, managementPort: Int = 0, accessTokenLifetime: Int = 300, consent: ConsentMode = .page,
    era: DemoEra = .both
  ) {
    self.port = port
    self.managementPort = managementPort
    self.accessTokenLifetime = accessTokenLifetime
    self.consent = consent
    self.era = era
  }
}
