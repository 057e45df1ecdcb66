import CLinux
import Engine
import FoundationEssentials
import Glibc
public import Registry

/// One order as the worker has it: what it was given by the one who started it.
public struct WorkerPost: Sendable {
  /// The registry's absolute path.
  public let registry: String
  /// How to reach the network, with this process's environment.
  public let transport: TransportSettings
  public let order: WorkerOrder
  public let keys: DataKeys

  private let line: WorkerLine
  private let lock: Int32

  /// Waits for the next order on the line. Nil where there is none: whoever gave them is done, or gone.
  public init?(next line: WorkerLine, environment: [String: String], userAgent: String) {
    guard let (received, lock) = Watchdog.unbounded({ line.receive() }) else { return nil }
    var bytes = received
    defer { WipedBytes.wipe(&bytes) }
    guard let lock else { return nil }
    guard let message = WorkerMessage(bytes) else {
      close(lock)
      return nil
    }
    self.line = line
    self.lock = lock
    registry = message.order.registry
    transport = TransportSettings(
      caCertificate: message.order.caCertificate, clientCertificate: message.order.clientCertificate,
      clientKey: message.order.clientKey, environment: environment, userAgent: userAgent)
    order = message.order.order
    keys = message.keys
    // A service manager that stops the one who waits asks everything in its group to end; a refresh does not take long. What a
    // chore leaves is done by the next one.
    let isChore = if case .chore = order { true } else { false }
    for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, isChore ? SIG_DFL : SIG_IGN) }
  }

  /// Lets go of the order's lock.
  public func end() { close(lock) }

  /// Tells how the order ends; once.
  public func tell(_ report: some Encodable) {
    guard let bytes = try? JSONEncoder().encode(report) else { return }
    // Whoever waited may be gone; that changes nothing.
    try? line.send(Array(bytes))
  }
}
