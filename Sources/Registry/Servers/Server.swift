public import FoundationEssentials
public import HTTP

/// An MCP endpoint the person added, under a short name.
public struct Server: Sendable, Equatable {
  public let id: Int64
  public let name: String
  public let url: WebURL
  public var authorization: Authorization
  /// The authorization server chosen for it, as the raw string.
  public var issuer: String?
  /// The resource indicator; nil until discovered, or where it is turned off.
  public var resource: String?
  public var resourceMode: ResourceMode
  public let defaultAccount: String
  public var settings: ServerSettings
  /// `modern` or `legacy`, once seen.
  public var era: String?
  public var protocolVersion: String?
  public let createdAt: Date

  /// Where its requests go: its URL, or where that URL's own redirects have led.
  public var address: WebURL {
    guard let moved = settings.movedTo.flatMap(WebURL.init), moved.origin == url.origin else { return url }
    return moved
  }

  /// Whether the server asks for tokens.
  public enum Authorization: String, Sendable { case oauth, none, undiscovered }

  /// Where the `resource` parameter comes from.
  public enum ResourceMode: String, Sendable { case discovered, override, omit }

  /// A server that is not stored yet.
  public init(
    name: String, url: WebURL, authorization: Authorization, issuer: String? = nil, resource: String? = nil,
    resourceMode: ResourceMode = .discovered, defaultAccount: String = "default", settings: ServerSettings = .init(),
    createdAt: Date
  ) {
    self.init(
      id: ServerRegistry.newRowID(), name: name, url: url, authorization: authorization, issuer: issuer,
      resource: resource, resourceMode: resourceMode, defaultAccount: defaultAccount, settings: settings, era: nil,
      protocolVersion: nil,
      createdAt: createdAt)
  }

  init(
    id: Int64, name: String, url: WebURL, authorization: Authorization, issuer: String?, resource: String?,
    resourceMode: ResourceMode, defaultAccount: String, settings: ServerSettings, era: String?,
    protocolVersion: String?,
    createdAt: Date
  ) {
    self.id = id
    self.name = name
    self.url = url
    self.authorization = authorization
    self.issuer = issuer
    self.resource = resource
    self.resourceMode = resourceMode
    self.defaultAccount = defaultAccount
    self.settings = settings
    self.era = era
    self.protocolVersion = protocolVersion
    self.createdAt = createdAt
  }
}
