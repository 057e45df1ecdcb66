import CLinux
public import Engine
import FoundationEssentials
import Glibc
public import Registry
import Synchronization

/// Spends refresh tokens, and does the schedule's other work, in a process of its own, in a session of its own, so that neither Ctrl-C nor the death of the one
/// who waits comes between the authorization server's answer and its commit.
///
/// The worker is this program again (`/proc/self/exe` is what runs now, even while an update replaces the file). It
/// inherits the lock and two pipes, and nothing else: the opened keys go in through one pipe, the report comes out of the
/// other.
public struct DetachedWorker: RefreshWorker {
  /// The argument that makes the program a worker.
  public static let argument = "refresh-worker"

  /// What a worker may take before it tells: its requests, and what its watchdog gives it.
  private static let longest = Duration.seconds(110)
  /// This program, whatever became of its file.
  private static let program = "/proc/self/exe"

  private let registry: String
  private let transport: TransportSettings

  /// The registry's absolute path, and how the network is reached.
  public init(registry: String, transport: TransportSettings) {
    self.registry = registry
    self.transport = transport
  }

  public func carryOut(
    _ order: SpendOrder, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> SpendReport {
    let reports = try start(.spend(order), keys, lock)
    StopPoint.reached(.handedOver)
    Watchdog.cover(Self.longest)
    return try await report(from: reports)
  }

  public func carryOut(
    _ chore: Chore, actor: String?, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> ChoreReport {
    let reports = try start(.chore(chore, actor: actor), keys, lock)
    // It asks one server after the other, and has a watchdog of its own.
    Watchdog.beginUnbounded()
    defer { Watchdog.endUnbounded() }
    return try await report(from: reports)
  }

  private func report<Report: Decodable>(from reports: Int32) async throws(RefreshWorkerError) -> Report {
    let reply = ReportReader(reports)
    guard let bytes = await reply.bytes() else { throw .abandoned }
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(bytes)) else { throw .lost }
    return report
  }

  /// Starts the worker and gives it the order; the read end of its report is returned.
  private func start(
    _ order: WorkerOrder, _ keys: DataKeys, _ lock: any HeldLock
  ) throws(RefreshWorkerError) -> Int32 {
    // The worker has the lock from here on, or nobody has.
    defer { lock.release() }
    do throws(ErrorNumber) {
      guard let hold = lock as? GrantHold, let number = hold.number else { throw ErrorNumber(EBADF) }
      let orders = try Pipe(), reports = try Pipe()
      let program = DetachedProgram(
        words: [order.words, Self.argument], environment: transport.environment, file: Self.program,
        passing: [number, orders.reading.number, reports.writing.number])
      try program.start()
      // Before the order is there: the worker takes it first of all.
      hold.releaseByte()
      var bytes = message(order, keys).bytes
      defer { Secret.wipe(&bytes) }
      try orders.writing.write(bytes)
      return reports.takeReading()
    } catch {
      let isMissing = error.number == ENOENT && access(Self.program, F_OK) != 0
      throw .unstarted(reason: isMissing ? "there is no \(Self.program): /proc is not mounted" : error.text)
    }
  }

  private func message(_ order: WorkerOrder, _ keys: DataKeys) -> WorkerMessage {
    WorkerMessage(
      order: WorkerMessage.Order(
        registry: registry, caCertificate: transport.caCertificate, clientCertificate: transport.clientCertificate,
        clientKey: transport.clientKey, order: order),
      keys: keys)
  }
}
