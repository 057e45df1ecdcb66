import HTTP
import Registry

extension Registrar {
  /// Waits for the browser at one of the registration's redirect URIs. Where all of their ports are busy it is changed at
  /// its server, if that lets it be changed, instead of made anew (RFC 7592 §2.2).
  func bindRedirect(of registration: Registration, server: String) async throws(EngineError) -> any BoundRedirect {
    let busy: RedirectListenerError
    do throws(RedirectListenerError) { return try await dependencies.redirects.bind(redirects(of: registration)) } catch
    {
      busy = error
    }
    guard case .portsBusy = busy,
      let moved = try await withNewPorts(registration, server: server, try keyRing.dataKeys())
    else {
      throw .listener(busy)
    }
    do { return try await dependencies.redirects.bind(moved.redirectURIs) } catch { throw .listener(error) }
  }
}
