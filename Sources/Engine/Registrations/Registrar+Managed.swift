import FoundationEssentials
import HTTP
import OAuth
import Registry

// Registrations that the server lets be read and changed (RFC 7592).
extension Registrar {
  /// What to ask.
  enum RegistrationAction {
    case read
    /// Replace it by itself, for a new secret.
    case renew
    /// With these redirect URIs.
    case move([WebURL])
  }

  /// The registration, as certain as can be that a login with it gets somewhere; nil where another one is needed. A browser
  /// would end at an error page, and nobody would come back.
  func checked(
    _ known: Registration, server: String, _ keys: DataKeys
  ) async throws(EngineError) -> Registration? {
    // A client that a person made is theirs to replace.
    guard known.kind == .dynamic else { return known }
    guard try !isForgotten(known) else { return nil }
    switch try await ask(known, needsRenewal(known) ? .renew : .read, server: server, keys) {
    case .alive(let now): return needsRenewal(now) ? nil : now
    case .gone(let error):
      try retire(known, cause: error.cause)
      return nil
    case .refused, .unanswered: return hasExpired(known) ? nil : known
    case .unmanaged: return needsRenewal(known) ? nil : known
    }
  }

  /// Where every port of its redirect URIs is busy: the registration with three more, where the server lets it be changed.
  /// The newest six stay: another login may be waiting on one that is busy.
  func withNewPorts(
    _ registration: Registration, server: String, _ keys: DataKeys
  ) async throws(EngineError) -> Registration? {
    guard registration.kind == .dynamic, registration.isManaged, let model = registration.redirectURIs.first,
      model.hasExplicitPort
    else { return nil }
    let ports: [Int]
    do { ports = try dependencies.redirects.freePorts(3) } catch { throw .listener(error) }
    let host = model.host.contains(":") ? "[\(model.host)]" : model.host
    let new = ports.compactMap { WebURL("http://\(host):\($0)\(model.path)") }
    let wanted = Array((new + registration.redirectURIs).prefix(6))
    guard case .alive(let now) = try await ask(registration, .move(wanted), server: server, keys) else { return nil }
    return now
  }

  /// Asks the server, and keeps what it says before anyone uses it.
  ///
  /// Under a lock of its own, with the row read again: a server may exchange the registration access token in each answer,
  /// and who asks with the old one is told that there is no such client.
  func ask(
    _ registration: Registration, _ question: RegistrationAction, server: String, _ keys: DataKeys
  ) async throws(EngineError) -> RegistrationCheck {
    guard registration.isManaged else { return .unmanaged }
    let held = try await lock(registration, server)
    defer { held.release() }
    guard let current = try stored(registry.registration(registration.id)),
      let access = try stored(registry.access(to: current, keys: keys))
    else { return .unmanaged }
    let result = try await Shield.run { () async throws(EngineError) in
      try await self.manage(access, current, question, server, keys)
    }
    if Task.isCancelled { throw .cancelled }
    return result
  }

  private func manage(
    _ access: RegistrationAccess, _ current: Registration, _ question: RegistrationAction, _ server: String,
    _ keys: DataKeys
  ) async throws(EngineError) -> RegistrationCheck {
    var wanted = current.redirectURIs
    let request: HTTPRequest
    switch question {
    case .read: request = access.read()
    case .renew: request = access.update()
    case .move(let uris): (wanted, request) = (uris, access.update(redirectURIs: uris))
    }
    let step = ExchangeStep(.registrationManagement, server: server)
    let response: HTTPResponse
    do throws(EngineError) { response = try await exchanges.send(request, step) } catch { return .unanswered(error) }
    let answer: ClientRegistrationResponse
    do throws(OAuthError) {
      answer = try access.parse(response, redirectURIs: wanted, method: current.method)
    } catch {
      if RegistrationAccess.isGone(error) { return .gone(error) }
      return error.isOutage ? .unanswered(.oauth(error, step)) : .refused(error)
    }
    return .alive(try keep(RegistrationUpdate(answer), of: current, question, keys))
  }
}
