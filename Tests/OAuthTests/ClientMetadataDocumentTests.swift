import Foundation
import HTTP
import OAuth
import Testing

@Suite struct ClientMetadataDocumentTests {
  @Test("the document names its own address, comes back to loopback on any port, and shares no secret")
  func document() throws {
    let document = try ClientMetadataDocument(at: try Exchange.url("https://client.example/mcp.json"))
    let members = try #require(
      try JSONSerialization.jsonObject(with: Data(document.json(onOneLine: true))) as? [String: any Sendable])
    #expect(members["client_id"] as? String == "https://client.example/mcp.json")
    #expect(members["client_name"] as? String == "mcpcred")
    #expect(
      members["redirect_uris"] as? [String] == [
        "http://127.0.0.1/callback", "http://[::1]/callback", "http://localhost/callback",
      ])
    #expect(members["grant_types"] as? [String] == ["authorization_code", "refresh_token"])
    #expect(members["response_types"] as? [String] == ["code"])
    #expect(members["token_endpoint_auth_method"] as? String == "none")
    #expect(members["token_endpoint_auth_methods_supported"] as? [String] == ["none"])
    #expect(members.keys.allSatisfy { !$0.contains("secret") } && members["jwks"] == nil)
    // An authorization server need not read more than 5 KB.
    #expect(document.json(onOneLine: false).count < 5000)
  }

  @Test("with a key the document has its public half under its thumbprint, and the client signs")
  func key() throws {
    let key = try SigningKey(pem: Secret(PublishedKey.edDSA))
    let url = try Exchange.url("https://client.example/mcp.json")
    let text = String(
      decoding: try ClientMetadataDocument(at: url, key: key.publicKey).json(onOneLine: true), as: UTF8.self)
    #expect(text.contains(#""token_endpoint_auth_method":"private_key_jwt""#))
    #expect(text.contains(#""token_endpoint_auth_methods_supported":["private_key_jwt"]"#))
    #expect(
      text.contains(
        #""jwks":{"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k","#))
    #expect(!text.contains(#""d":"#))
  }

  @Test("the document asks for the grants that are wanted besides, each once")
  func grants() throws {
    let url = try Exchange.url("https://client.example/mcp.json")
    let document = try ClientMetadataDocument(
      at: url, furtherGrants: [TokenRequest.deviceGrant, TokenRequest.assertionGrant, TokenRequest.deviceGrant])
    let members = try #require(
      try JSONSerialization.jsonObject(with: Data(document.json(onOneLine: true))) as? [String: any Sendable])
    #expect(
      members["grant_types"] as? [String] == [
        "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
      ])
  }

  @Test(
    "an address that cannot be a client's id is refused",
    arguments: [
      ("http://client.example/mcp.json", .insecure), ("https://client.example", .noPath),
      ("https://client.example/", .noPath), ("https://client.example/a/../b", .dotSegments),
      ("https://client.example/./b", .dotSegments),
    ] as [(String, ClientMetadataDocument.Fault)])
  func refused(_ url: String, _ fault: ClientMetadataDocument.Fault) throws {
    let url = try Exchange.url(url)
    #expect(throws: fault) { try ClientMetadataDocument(at: url) }
  }

  @Test("a port, a query and this machine are fine", arguments: ["https://c.example:8443/x?y", "http://127.0.0.1:1/x"])
  func accepted(_ url: String) throws {
    #expect(try ClientMetadataDocument(at: try Exchange.url(url)).url.raw == url)
  }
}
