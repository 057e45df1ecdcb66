public import FoundationEssentials
public import HTTP
public import Registry

/// Everything that leaves our control, in one value: built once for real and once for tests.
public struct Dependencies: Sendable {
  /// Makes the way to the network when it is first needed, so that `token` never pays for it.
  public var makeTransport: @Sendable () throws(TransportSetupError) -> any HTTPTransport
  /// The provider of this kind.
  public var keyProvider: @Sendable (KeyProviderKind) -> any KeyProvider
  public var locks: any GrantLock
  /// Where an answer goes that the registry cannot take.
  public var spool: any TokenSpool
  /// Who spends refresh tokens; nil for this process itself.
  public var worker: (any RefreshWorker)?
  public var redirects: any RedirectListener
  /// Starts the person's browser and returns at once.
  public var openBrowser: @Sendable (WebURL) throws(BrowserError) -> Void
  /// Whether there may be a browser on this machine at all.
  public var hasBrowser: @Sendable () -> Bool
  /// The bytes of a file that a platform writes its assertion into; nobody keeps them.
  public var readAssertion: @Sendable (String) throws(AssertionFileError) -> [UInt8]
  /// The wall clock: for what is stored, shown, or told by others. It can be set, so nothing waits by it.
  public var now: @Sendable () -> Date
  /// Time from some start of its own that only goes forward, in sleep too: every wait and deadline is measured by it.
  public var monotonic: @Sendable () -> Duration
  /// The machine's own count of time; nil where it is not known.
  public var boot: @Sendable () -> BootInstant?
  /// Told each step of a refresh; debug builds stop there on request.
  public var reached: @Sendable (RefreshStep) -> Void
  /// Waits; returns early when the task is cancelled.
  public var sleep: @Sendable (Duration) async -> Void
  /// This many bytes that no one can guess.
  public var randomBytes: @Sendable (Int) -> [UInt8]

  public init(
    makeTransport: @escaping @Sendable () throws(TransportSetupError) -> any HTTPTransport,
    keyProvider: @escaping @Sendable (KeyProviderKind) -> any KeyProvider,
    locks: any GrantLock,
    spool: any TokenSpool,
    worker: (any RefreshWorker)? = nil,
    redirects: any RedirectListener,
    openBrowser: @escaping @Sendable (WebURL) throws(BrowserError) -> Void,
    hasBrowser: @escaping @Sendable () -> Bool = { true },
    readAssertion: @escaping @Sendable (String) throws(AssertionFileError) -> [UInt8],
    now: @escaping @Sendable () -> Date,
    monotonic: @escaping @Sendable () -> Duration,
    boot: @escaping @Sendable () -> BootInstant? = { nil },
    reached: @escaping @Sendable (RefreshStep) -> Void = { _ in },
    sleep: @escaping @Sendable (Duration) async -> Void,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.makeTransport = makeTransport
    self.keyProvider = keyProvider
    self.locks = locks
    self.spool = spool
    self.worker = worker
    self.redirects = redirects
    self.openBrowser = openBrowser
    self.hasBrowser = hasBrowser
    self.readAssertion = readAssertion
    self.now = now
    self.monotonic = monotonic
    self.boot = boot
    self.reached = reached
    self.sleep = sleep
    self.randomBytes = randomBytes
  }
}
