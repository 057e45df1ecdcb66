extension World {
  /// The address of the client document that has to be read before this request can be answered. At the token endpoint
  /// a client that is known stays known; where a person decides, the document is read again.
  mutating func clientDocument(neededFor call: Call) -> String? {
    guard has(.clientIDMetadataDocuments), let id = Self.clientID(of: call), ClientDocumentURL.isMeant(by: id) else {
      return nil
    }
    if [.token, .revocation].contains(call.route), clients[id, call.realm] != nil { return nil }
    if let why = ClientDocumentURL.violation(id) {
      documents.refused(id, "The client_id \(id) cannot be used: \(why).")
      return nil
    }
    guard let document = documents.document(at: id, places: places), !id.hasPrefix(places.origin + "/") else {
      return id
    }
    learnClient(from: document, at: id, call.realm)
    return nil
  }

  /// Takes the document over, or remembers why not; then a client that was known from it is known no more.
  mutating func learnClient(from document: JSON?, at url: String, _ realm: Realm) {
    do throws(ClientDocument.Refusal) {
      clients.add(try ClientDocument.client(document, at: url, realm, in: self))
      documents.refused(url, nil)
    } catch {
      clients.forget(url, realm)
      documents.refused(url, "The client_id \(url) cannot be used: \(error.text).")
    }
  }

  private static func clientID(of call: Call) -> String? {
    switch call.route {
    case .authorization: return FormFields.parse(call.query.utf8)?["client_id"]
    case .pushedAuthorization, .deviceAuthorization, .token, .revocation:
      let form = FormFields.parse(call.request.body)
      return form?["client_id"] ?? form?["client_assertion"].flatMap(JSONWebToken.init)?.claim("iss")
    default: return nil
    }
  }
}
