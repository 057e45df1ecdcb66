import Engine
import LinuxPlatform
import Registry
import Synchronization

/// The program as a worker: it carries out the orders of the one who has started it, one after the other, and ends when there
/// are no more. Nobody reads what it would print.
enum WorkerMain {
  static func run() -> Never {
    // It was started from /proc/self/exe, and would be called so.
    ProcessName.set("mcpcred worker")
    let environment = Session.environment(), userAgent = "mcpcred/\(MCPCred.version)"
    guard let line = WorkerLine.inherited,
      let first = WorkerPost(next: line, environment: environment, userAgent: userAgent)
    else {
      let report = ErrorReport(.usage("\(DetachedWorker.argument) is not for people: it is what a refresh starts"))
      Console(json: false).report(report)
      ExitStatus.exit(report.status)
    }
    var post = first, place: Place?
    while true {
      do { try carryOut(post, environment, &place) } catch {
        switch post.order {
        case .spend: post.tell(WorkerReport(verdict: .unprepared(error), exchanges: []))
        case .chore: post.tell(ChoreReport(failure: error, notices: []))
        }
      }
      post.end()
      guard let next = WorkerPost(next: line, environment: environment, userAgent: userAgent) else { break }
      post = next
    }
    ExitStatus.exit(.done)
  }

  /// What is opened for the first order, and used for those that follow.
  private struct Place {
    let location: RegistryLocation
    let inode: RegistryInode
    let registry: ServerRegistry
  }

  private static func carryOut(
    _ post: WorkerPost, _ environment: [String: String], _ place: inout Place?
  ) throws(RegistryError) {
    // Before anything of the registry is read: what proves that this worker lives, to whoever reaches the registry by
    // another path or finds another lock file.
    guard
      let location = try? place?.location ?? RegistryLocation.find(explicit: post.registry, environment: environment),
      let inode = try? place?.inode ?? RegistryInode.open(location.realPath, making: false),
      (try? inode.enter(by: location.realPath)) == true,
      let life = try? inode.wait(post.order.lockName)
    else { return tellNothingDone(post) }
    defer { life.release() }
    let registry = if let place { place.registry } else { try ServerRegistry(path: post.registry, creating: false) }
    guard inode.isAt(location.realPath) else { return tellNothingDone(post) }
    place = Place(location: location, inode: inode, registry: registry)
    let notices = Mutex<[ChoreNotice]>([])
    let manager = CredentialManager(
      registry: registry,
      dependencies: LivePlatform.dependencies(
        location: location, registry: inode, transport: post.transport, environment: environment),
      version: MCPCred.version, actor: post.order.actor,
      notify: { notice in if let told = ChoreNotice(notice) { notices.withLock { $0.append(told) } } })
    switch post.order {
    case .spend(let order):
      OwnThread.run { await manager.spend(order, keys: post.keys) { post.tell($0) } }
    case .chore(let chore, _):
      let failure = Blocking.run { await manager.carryOut(chore, keys: post.keys) }
      post.tell(ChoreReport(failure: failure, notices: notices.withLock { $0 }))
    }
  }

  /// Somebody else is at it, by another path.
  private static func tellNothingDone(_ post: WorkerPost) {
    switch post.order {
    case .spend: post.tell(WorkerReport(verdict: .movedOn, exchanges: []))
    case .chore: post.tell(ChoreReport(failure: nil, notices: []))
    }
  }
}
