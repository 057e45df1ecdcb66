import CLinux
public import Engine
import FoundationEssentials
import Glibc
public import Registry
import Synchronization

/// Spends refresh tokens, and does the schedule's other work, in a process of its own, in a session of its own, so that
/// neither Ctrl-C nor the death of the one who waits comes between the authorization server's answer and its commit.
///
/// The worker is this program again (`/proc/self/exe` is what runs now, even while an update replaces the file). It
/// inherits one end of a line, and nothing else: the order, the opened keys and the lock go in through it, the report comes
/// out.
public struct DetachedWorker: RefreshWorker {
  /// The argument that makes the program a worker.
  public static let argument = "refresh-worker"

  /// What a worker may take before it tells: its requests, and what its watchdog gives it.
  static let longest = Duration.seconds(110)
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
    _ order: RefreshOrder, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> WorkerReport {
    let line = try give(.spend(order), keys, lock, over: nil)
    StopPoint.reached(.handedOver)
    Watchdog.cover(Self.longest)
    return try await Self.report(from: line)
  }

  public func forSeveral() -> any RefreshWorker { LaneWorker(self) }

  public func carryOut(
    _ chore: Chore, actor: String?, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> ChoreReport {
    let line = try give(.chore(chore, actor: actor), keys, lock, over: nil)
    // It asks one server after the other, and has a watchdog of its own.
    Watchdog.beginUnbounded()
    defer { Watchdog.endUnbounded() }
    return try await Self.report(from: line)
  }

  static func report<Report: Decodable>(from line: WorkerLine) async throws(RefreshWorkerError) -> Report {
    let reply = ReportReader(line)
    guard let bytes = await reply.bytes() else { throw .abandoned }
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(bytes)) else { throw .lost }
    return report
  }

  /// Gives the order to the worker at the other end of `kept`, where it still is, or to one that is started for it. From
  /// here on the lock is the worker's, or nobody's. The line on which the report will come is returned.
  func give(
    _ order: WorkerOrder, _ keys: DataKeys, _ lock: any HeldLock, over kept: WorkerLine?
  ) throws(RefreshWorkerError) -> WorkerLine {
    defer { lock.release() }
    do throws(ErrorNumber) {
      guard let hold = lock as? GrantHold, let number = hold.number else { throw ErrorNumber(EBADF) }
      var bytes = message(order, keys).bytes
      defer { WipedBytes.wipe(&bytes) }
      if let kept {
        // Before the order is there: the worker takes it first of all.
        hold.releaseByte()
        if (try? kept.send(bytes, passing: number)) != nil { return kept }
      }
      let line = try start(order.words)
      hold.releaseByte()
      try line.send(bytes, passing: number)
      return line
    } catch {
      let isMissing = error.number == ENOENT && access(Self.program, F_OK) != 0
      throw .unstarted(reason: isMissing ? "there is no \(Self.program): /proc is not mounted" : error.text)
    }
  }

  private func start(_ words: String) throws(ErrorNumber) -> WorkerLine {
    let (ours, theirs) = try WorkerLine.pair()
    try DetachedProgram(
      words: [words, Self.argument], environment: transport.environment, file: Self.program,
      passing: [theirs.number]
    ).start()
    return ours
  }

  private func message(_ order: WorkerOrder, _ keys: DataKeys) -> WorkerMessage {
    WorkerMessage(
      order: WorkerMessage.Order(
        registry: registry, caCertificate: transport.caCertificate, clientCertificate: transport.clientCertificate,
        clientKey: transport.clientKey, order: order),
      keys: keys)
  }
}
