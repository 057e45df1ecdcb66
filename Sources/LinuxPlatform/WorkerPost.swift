import CLinux
import Engine
import FoundationEssentials
import Glibc
public import Registry

/// The worker's end: what it was given by the one who started it.
public struct WorkerPost: Sendable {
  /// The registry's absolute path.
  public let registry: String
  /// How to reach the network, with this process's environment.
  public let transport: TransportSettings
  public let order: WorkerOrder
  public let keys: DataKeys

  /// The descriptors a worker inherits, in this order; the lock is held as long as the process lives.
  private static let lock: Int32 = 3, orders: Int32 = 4, reports: Int32 = 5

  /// Takes the order up. Nil where nobody gave one: a person has typed the worker's name.
  public init?(environment: [String: String], userAgent: String) {
    for descriptor in [Self.lock, Self.orders, Self.reports] {
      guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { return nil }
    }
    // A service manager that stops the one who waits asks everything in its group to end; this does not take long.
    for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
    guard var bytes = try? Descriptor(owning: Self.orders).read(limit: 256 * 1024) else { return nil }
    defer { Secret.wipe(&bytes) }
    guard let message = WorkerMessage(bytes) else { return nil }
    registry = message.order.registry
    transport = TransportSettings(
      caCertificate: message.order.caCertificate, clientCertificate: message.order.clientCertificate,
      clientKey: message.order.clientKey, environment: environment, userAgent: userAgent)
    order = message.order.order
    keys = message.keys
    // What a chore leaves is done by the next one.
    if case .chore = order { for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_DFL) } }
  }

  /// Tells how the order ends; once.
  public func tell(_ report: some Encodable) {
    guard let bytes = try? JSONEncoder().encode(report) else { return }
    // Whoever waited may be gone; that changes nothing.
    try? Descriptor(owning: Self.reports).write(Array(bytes))
  }
}
