import FoundationEssentials
import HTTP
import OAuth
import Registry

// Dynamic client registration (RFC 7591).
extension Registrar {
  /// Registers, and stores what came of it.
  func register(
    _ found: DiscoveredAuthorization, server: String, scope: Scope?, _ isolation: NewRegistration.Isolation,
    _ flow: Grant.Flow, _ options: LoginOptions, _ keys: DataKeys
  ) async throws(EngineError) -> Registration {
    let step = ExchangeStep(.registration, server: server)
    guard let endpoint = found.metadata.registrationEndpoint else {
      let takesDocuments = found.metadata.clientIDMetadataDocumentSupported
      let missing = OAuthError.unsupported(takesDocuments ? .clientWithoutDocument : .clientRegistration)
      throw .oauth(found.metadata.unusable("registration_endpoint") ?? missing, step)
    }
    let method = try registrationMethod(found, step, options)
    let ports: [Int]
    do { ports = try dependencies.redirects.freePorts(3) } catch { throw .listener(error) }
    let requests = RedirectURI.variations(ports: ports, issuer: found.issuer).map {
      ClientRegistrationRequest(
        redirectURIs: $0, method: method,
        scope: ScopeChoice.registered(wanted: scope, supported: found.metadata.scopesSupported),
        usesDeviceGrant: found.metadata.offersDeviceGrant,
        usesAssertions: found.metadata.offersIdentityAssertions, softwareVersion: workplace.version)
    }
    let made: ClientRegistrationResponse
    do throws(OAuthRegistrationError) {
      made = try await first(of: requests, at: endpoint, token: options.initialAccessToken, step)
    } catch {
      if case .oauth(let error) = error { try metadataSource.doubtMetadata(of: found.issuer, after: error) }
      throw error.engineError(step)
    }
    let secrets = [options.initialAccessToken, made.clientSecret, made.managementToken].compactMap(\.self)
    for flaw in made.flaws { notify(.memberNotUsed(ForeignText(hiding: secrets).cleaned(flaw))) }
    try await checkGrants(of: made, at: found.issuer, for: flow, step)
    let registration = try insert(NewRegistration(made, issuer: found.issuer, isolation: isolation), keys)
    notify(.registered(issuer: registration.issuer, clientID: registration.clientID))
    return registration
  }

  /// What the server said of the registration itself, or what kept it from being asked.
  private enum OAuthRegistrationError: Error {
    case oauth(OAuthError)
    case engine(EngineError)

    func engineError(_ step: ExchangeStep) -> EngineError {
      switch self {
      case .oauth(let error): .oauth(error, step)
      case .engine(let error): error
      }
    }
  }

  /// Goes on to the next only where redirect URIs are refused, and then ends in the first refusal: it is about what this
  /// client would rather have.
  private func first(
    of requests: [ClientRegistrationRequest], at endpoint: WebURL, token: Secret?, _ step: ExchangeStep
  ) async throws(OAuthRegistrationError) -> ClientRegistrationResponse {
    var refusal: OAuthError?
    for request in requests {
      let answer: HTTPResponse
      do throws(EngineError) {
        answer = try await exchanges.send(request.request(at: endpoint, initialAccessToken: token), step)
      } catch { throw .engine(error) }
      let told = token.map { [$0] } ?? []
      do throws(OAuthError) {
        return try .parse(answer, from: endpoint, requested: request, hiding: told)
      } catch {
        guard error.refusesRedirectURIs else { throw .oauth(refusal ?? ForeignText(hiding: told).cleaned(error)) }
        refusal = refusal ?? error
      }
    }
    throw .oauth(refusal ?? .unsupported(.clientRegistration))
  }

  /// What a person named, else what the server lists, what it refused before last.
  private func registrationMethod(
    _ found: DiscoveredAuthorization, _ step: ExchangeStep, _ options: LoginOptions
  ) throws(EngineError) -> ClientAuthenticationMethod {
    let supported = found.metadata.tokenEndpointAuthMethods
    let quirks = try stored(registry.quirks(of: found.issuer))
    let method =
      options.authMethod ?? .toRegister(supported: supported, refused: quirks.refusedAuthMethods ?? [])
      ?? .toRegister(supported: supported)
    guard let method else {
      throw .oauth(.unsupported(.clientAuthentication(supported?.joined(separator: " ") ?? "")), step)
    }
    return method
  }
}

extension NewRegistration {
  /// From an RFC 7591 answer.
  init(_ made: ClientRegistrationResponse, issuer: String, isolation: Isolation) {
    self.init(
      issuer: issuer, kind: .dynamic, clientID: made.clientID, clientSecret: made.clientSecret, method: made.method,
      redirectURIs: made.redirectURIs, secretExpiresAt: made.secretExpiresAt.map { Date(seconds: Int64($0)) },
      managementURI: made.managementURI, managementToken: made.managementToken, document: made.document,
      isolation: isolation)
  }
}
