/// Client documents: those that are published, and what is wrong with those that were refused.
struct ClientDocumentStore: Sendable {
  /// What stands at an address, for addresses of this server and for those it cannot reach from here.
  private var published: [String: JSON] = [:]
  private var refusals: [String: String] = [:]

  mutating func publish(_ document: JSON, at url: String) { published[url] = document }

  /// The sample is there without having been published.
  func document(at url: String, places: Places) -> JSON? {
    published[url] ?? (url == places.sampleDocument ? SampleDocument.json(places) : nil)
  }

  /// Why the document at this address was refused the last time.
  func refusal(of url: String) -> String? { refusals[url] }

  mutating func refused(_ url: String, _ why: String?) { refusals[url] = why }
}
