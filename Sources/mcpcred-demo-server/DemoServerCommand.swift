import DemoServer
import Glibc

/// The program: starts the server, says where it is, and waits for its end.
@main
struct DemoServerCommand {
  static func main() async {
    // They are read from /proc: without that none are there, and none is not what was meant.
    guard !CommandLine.arguments.isEmpty else {
      complain("its arguments cannot be read: is /proc mounted?")
      exit(2)
    }
    switch Options.parse(Array(CommandLine.arguments.dropFirst())) {
    case .help: print(Options.usage)
    case .listBehaviours: for behaviour in Behaviour.allCases { print("\(behaviour.rawValue)\t\(behaviour.reason)") }
    case .mistake(let why):
      complain(why)
      complain("--help lists the options")
      exit(2)
    case .run(let options): exit(await run(options))
    }
  }

  private static func run(_ options: Options) async -> Int32 {
    do throws(DemoServerError) {
      let end = EndOfRun(untilStdinCloses: options.untilStdinCloses)
      let server = try await DemoServer.start(options.configuration)
      complain("a server for demonstrations: it protects nothing, and keeps everything in memory only")
      print(Announcement.line(server))
      fflush(nil)
      await end.wait()
      await server.stop()
      return 0
    } catch {
      switch error {
      case .portInUse(let port): complain("port \(port) is in use")
      case .cannotListen(let why), .invalidConfiguration(let why): complain(why)
      }
      return 1
    }
  }

  private static func complain(_ text: String) {
    let line = Array("mcpcred-demo-server: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}
