import DemoServer
import Engine
import HTTP
import LinuxPlatform
import OAuth
import TestSupport

/// A client that a person made at the world's server.
enum ClientByHand {
  /// Makes it there, for a port of this machine that is free, and gives the options of a login as it.
  static func options(_ world: TestWorld, _ client: PreregisteredClient) throws -> LoginOptions {
    let redirect = "http://127.0.0.1:\(try LoopbackRedirectListener().freePorts(1)[0])/cb"
    var client = client
    client.redirectURIs = [redirect]
    world.server.preregister(client)
    var options = LoginOptions()
    options.clientID = client.id
    options.clientSecret = client.secret.map { Secret($0) }
    options.redirectURI = WebURL(redirect)
    return options
  }
}
