import Engine
import LinuxPlatform
import Registry

/// The program as a worker: it spends one refresh token and ends. Nobody reads what it would print.
enum WorkerMain {
  static func run() -> Never {
    let environment = Session.environment()
    guard let post = WorkerPost(environment: environment, userAgent: "mcpcred/\(MCPCred.version)") else {
      let report = ErrorReport(.usage("\(DetachedWorker.argument) is not for people: it is what a refresh starts"))
      Console(json: false).report(report)
      ExitStatus.exit(report.status)
    }
    do { try carryOut(post, environment) } catch {
      post.tell(SpendReport(verdict: .unprepared(error), exchanges: []))
    }
    ExitStatus.exit(.done)
  }

  private static func carryOut(_ post: WorkerPost, _ environment: [String: String]) throws(RegistryError) {
    let registry = try ServerRegistry(path: post.registry)
    guard let location = try? RegistryLocation.find(explicit: post.registry, environment: environment) else { return }
    let manager = CredentialManager(
      registry: registry,
      dependencies: LivePlatform.dependencies(location: location, transport: post.transport, environment: environment),
      version: MCPCred.version, actor: post.order.actor, notify: { _ in })
    Blocking.run { await manager.spend(post.order, keys: post.keys, tell: post.tell) }
  }
}
