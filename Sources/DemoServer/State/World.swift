/// Everything the server knows. All of it is memory, and all of it goes when the process ends.
struct World: Sendable {
  var places: Places
  let accessTokenLifetime: Int
  let deviceInterval: Int
  let era: DemoEra
  var consent: ConsentMode
  var behaviours: Set<Behaviour>
  /// The person who is "signed in" at the authorization server.
  var subject = "ada"

  var clock: DemoClock
  var clients = ClientStore()
  var documents = ClientDocumentStore()
  var initialAccessTokens: Set<String> = []
  var codes = CodeStore()
  var tokens = TokenStore()
  var keys = ServerKeys()
  /// The platform's, not this server's.
  let platformKey = ServerKey.es256()
  var assertionIDs = SeenIdentifiers()
  var proofIDs = SeenIdentifiers()
  var refreshPace = RefreshPace()
  var nonces = DPoPNonces()
  var consents = PendingConsents()
  var pushedRequests = PushedRequestStore()
  var devices = DeviceStore()
  var sessions = SessionStore()
  var notes = NoteStore()
  var faults = FaultPlan()
  var log = RequestLog()

  /// The port is known only once the listener is up.
  init(_ configuration: DemoConfiguration) {
    places = Places(port: configuration.port)
    accessTokenLifetime = configuration.accessTokenLifetime
    deviceInterval = configuration.deviceInterval
    era = configuration.era
    consent = configuration.consent
    behaviours = configuration.behaviours
    clock = DemoClock(start: configuration.clockStart)
  }
}
