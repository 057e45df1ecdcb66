/// The document that this server hosts about a client nobody has written.
enum SampleDocument {
  static func json(_ places: Places) -> JSON {
    [
      "client_id": .string(places.sampleDocument), "client_name": "Sample client", "application_type": "native",
      "redirect_uris": ["http://127.0.0.1/callback", "http://[::1]/callback", "http://localhost/callback"],
      "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
      "token_endpoint_auth_method": "none",
    ]
  }
}
