import ArgumentParser
import OAuth

/// `mcpcred client-metadata`: the document to publish for authorization servers that take its URL for a client's id.
struct ClientMetadataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client-metadata",
    abstract: "Print the document that tells authorization servers who mcpcred is.",
    discussion: """
      Some authorization servers register no clients; they take the URL of such a document for a client's id. Publish it \
      at the URL, as application/json and without a redirect, and name the URL when you log in.

      Examples:
        mcpcred client-metadata --url https://example.com/mcpcred.json > mcpcred.json
        export MCPCRED_CLIENT_METADATA_URL=https://example.com/mcpcred.json
        mcpcred add https://mcp.example.com/mcp

      With a private key the document has its public half, and whoever logs in as this client has to have the key.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "Where it will stand; also MCPCRED_CLIENT_METADATA_URL. It is in the document.", valueName: "url"))
  var url: String?

  @Option(
    help: ArgumentHelp(
      "Put the public half of the private key in this PEM file into it, for a client that signs.", valueName: "path"))
  var privateKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "Have it ask for this grant too, where a browser's is not enough; may be repeated.", valueName: "grant"))
  var grant: [DocumentGrantArgument] = []

  func validate() throws {
    try global.refuseAccount("client-metadata", "the document is about no login")
    guard global.registry == nil else { throw ValidationError("client-metadata takes no --registry: it opens none") }
  }

  func run() throws {
    let key = try privateKeyFile.map { try PrivateKeyFile($0).key.publicKey }
    guard let document = try ClientMetadataURL.document(url, "--url", key: key, grants: grant) else {
      throw CommandError.usage("say where the document will stand: --url, or \(ClientMetadataURL.variable)")
    }
    let console = Console(json: global.json)
    if document.url.query != nil {
      console.warning("the address has a query; authorization servers may refuse such a one as a client's id")
    }
    console.answer(String(decoding: document.json(onOneLine: global.json), as: UTF8.self))
  }
}
