import FoundationEssentials
import HTTP
import Registry

/// A document, and until when it may be used without asking for it again.
struct Fetched<Document: Sendable>: Sendable {
  let document: Document
  let freshUntil: Date

  /// Seconds for which a document is used at most, and where its headers say nothing.
  static var longestUse: Double { Double(StoredTime.longestWait) }

  init(_ document: Document, headers: HTTPHeaders, now: Date) {
    self.document = document
    // RFC 9728 §7.10: what HTTP says of caching goes for metadata too.
    let lifetime = headers.freshnessLifetime.map(Double.init) ?? Self.longestUse
    freshUntil = now.addingTimeInterval(min(lifetime, Self.longestUse))
  }

  init(_ document: Document, freshUntil: Date) {
    self.document = document
    self.freshUntil = freshUntil
  }

  /// Whether what is kept until then need not be asked for now.
  static func isFresh(until end: Date, now: Date) -> Bool {
    end > now && StoredTime.counts(end, within: Int64(longestUse), of: now)
  }
}
