import Glibc
import HTTP
import OAuth

/// Where the document about this client stands, as the command line or the environment has it.
enum ClientMetadataURL {
  static let variable = "MCPCRED_CLIENT_METADATA_URL"

  /// Nil where the variable is not set, or empty.
  static var fromEnvironment: String? {
    getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Nil where neither names one. Throws where it cannot be a client's id.
  static func document(
    _ given: String?, _ option: String = "--client-metadata-url", key: JSONWebKey? = nil,
    grants: [DocumentGrantArgument] = []
  ) throws(CommandError) -> ClientMetadataDocument? {
    guard let text = given ?? fromEnvironment else { return nil }
    let name = given == nil ? variable : option
    guard let url = WebURL(text) else { throw .usage("\(name) is not a URL: \(Untrusted.quoted(text))") }
    do { return try ClientMetadataDocument(at: url, key: key, furtherGrants: grants.map(\.type)) } catch {
      throw .usage("\(name) cannot be a client's id, \(words(for: error)): \(Untrusted.quoted(text))")
    }
  }

  private static func words(for fault: ClientMetadataDocument.Fault) -> String {
    switch fault {
    case .insecure: "it is not https"
    case .noPath: "it has no path"
    case .dotSegments: "its path has dot segments"
    }
  }
}
