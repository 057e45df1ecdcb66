import FoundationEssentials
import MCP
import Testing

@testable import mcpcred

@Suite("Hosts") struct HostTests {
  private static let page: String = {
    var path = #filePath
    for _ in 0..<3 { path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
    return (try? String(contentsOfFile: path + "/docs/hosts.md", encoding: .utf8)) ?? ""
  }()

  private static let launch = HostLaunch(program: "/home/you/.local/bin/mcpcred", words: ["serve", "notes"])

  @Test("the page has every host, each of its files, and what belongs into it", arguments: Host.all.map(\.name))
  func page(_ name: String) throws {
    let host = try #require(Host.named(name))
    #expect(!host.files.isEmpty && Set(host.files.map(\.scope)).count == host.files.count)
    for file in host.files {
      let place = try #require(file.places.first)
      #expect(Self.page.contains("| `\(name)` | \(file.scope.rawValue) | `\(place)`"), "\(place)")
      let entry = HostEntry(name: "notes", members: host.style.members(Self.launch, named: "notes"))
      let fence = "```\(file.syntax.name.lowercased())\n\(file.syntax.snippet(entry))\n```"
      #expect(Self.page.contains(fence), "\(fence)")
    }
    if let command = host.commandLine("notes", Self.launch, .user) { #expect(Self.page.contains(command)) }
  }

  @Test("every host has a name of its own, and they are in order")
  func names() { #expect(Host.all.map(\.name) == Set(Host.all.map(\.name)).sorted()) }

  @Test("every JSON on the page is JSON")
  func json() {
    let fences = Self.page.components(separatedBy: "```json\n").dropFirst()
    #expect(fences.count >= 6)
    for fence in fences {
      let text = fence.components(separatedBy: "\n```").first ?? ""
      #expect((try? JSONValue.parse(text)) != nil, "\(text)")
    }
  }

  @Test("an entry's name is one that every host takes")
  func entryName() {
    #expect(HostLaunch.entryName("my.notes_2", account: nil) == "my-notes_2")
    #expect(HostLaunch.entryName("notes", account: "a b@é") == "notes-a-b--")
  }

  @Test("text in YAML is what it is, whatever it looks like")
  func yaml() {
    for text in ["yes", "No", "null", "1", "-x", "a: b", "a#b", "a b", "é", "", "~", "*"] {
      #expect(HostValue.yaml(text).hasPrefix("\""), "\(text)")
    }
    for text in ["serve", "/home/you/.local/bin/mcpcred", "a-b.c_d"] { #expect(HostValue.yaml(text) == text) }
  }

  @Test("servers in TOML are read as far as they are described in tables")
  func toml() throws {
    let text = """
      model = "x" # [mcp_servers.not]
      [mcp_servers.one]
      url = "https://one.example/mcp" # here
      bearer_token_env_var = 'T"\\'
      [mcp_servers."two.x"]
        command = 'npx'
      args = [ # why
        "-y", 'mcp-remote',
        "https://two.example/mcp#a",
      ]
      enabled = true
      [mcp_servers.two.env]
      A = "b"
      [other.three]
      url = "https://three.example/mcp"
      """
    let entries = TOMLTables(text, container: "mcp_servers").entries
    #expect(entries.map(\.name) == ["one", "two.x"])
    #expect(entries[0].value["url"] == "https://one.example/mcp" && entries[0].value["bearer_token_env_var"] == "T\"\\")
    #expect(entries[1].value["args"] == ["-y", "mcp-remote", "https://two.example/mcp#a"])
    #expect(RemoteEntry(entries[1].value)?.address == "https://two.example/mcp#a")
    for host in Host.all {
      for case (.toml(let container), let file) in host.files.map({ ($0.syntax, $0) }) {
        let entry = HostEntry(name: "notes", members: host.style.members(Self.launch, named: "notes"))
        let read = TOMLTables(file.syntax.snippet(entry), container: container).entries
        #expect(HostServed.all(in: read).map(\.server) == ["notes"])
      }
    }
    for broken in [
      "[mcp_servers.", "[mcp_servers.x]\na = [", "[mcp_servers.x]\n= 1", "[mcp_servers.x]\na = \"", "[", "]", "=", "",
    ] {
      _ = TOMLTables(broken, container: "mcp_servers")
    }
  }

  @Test("entries that lead to a server over the network are known by their URL, or by mcp-remote")
  func remote() throws {
    func read(_ json: String) throws -> RemoteEntry? { RemoteEntry(try JSONValue.parse(json)) }
    #expect(try read(#"{"url": "https://a/mcp"}"#)?.address == "https://a/mcp")
    #expect(try read(#"{"serverUrl": "https://a/mcp", "headers": {"X": "y"}}"#)?.remark == "not taken: headers")
    for words in [
      #""command": "npx", "args": ["-y", "mcp-remote@latest", "https://a/mcp", "3334"]"#,
      #""command": "mcp-remote", "args": ["https://a/mcp"]"#,
      #""command": ["bunx", "mcp-remote", "https://a/mcp"]"#,
      #""command": "node", "args": ["/opt/node_modules/.bin/mcp-remote", "https://a/mcp"]"#,
    ] {
      let entry = try read("{\(words)}")
      #expect(entry?.address == "https://a/mcp" && entry?.remark == nil, "\(words)")
    }
    let secret = try read(
      #"{"command": "npx", "args": ["mcp-remote", "https://a/mcp", "--header=X: secret", "--header", "Y: secret"]}"#)
    #expect(secret?.remark == "not taken: --header, --header")
    for other in [#"{"command": "npx", "args": ["fs"]}"#, "{}", "1", #"{"command": "npx", "args": ["mcp-remote"]}"#] {
      #expect(try read(other) == nil)
    }
  }
}
