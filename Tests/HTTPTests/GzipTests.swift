import Foundation
import Testing

@testable import HTTP

@Suite struct GzipTests {
  private static let document =
    #"{"access_token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","refresh_token":"bcbcbcbcbcbcbcbcbcbc"}"#

  /// As gzip(1) does it.
  private static func compressed(_ text: String, _ level: String) throws -> [UInt8] {
    let gzip = Process(), input = Pipe(), output = Pipe()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-c", level]
    gzip.standardInput = input
    gzip.standardOutput = output
    try gzip.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    gzip.waitUntilExit()
    return Array(bytes)
  }

  /// A document with words of all lengths.
  private static let long = (0..<3000).map { "\"member\($0 * 7919 % 3001)\":[\($0),\"\(String($0 * 31, radix: 36))\"]" }
    .joined(separator: ",")

  @Test("what gzip writes is read", arguments: ["-1", "-6", "-9"], [document, "", "x", long])
  func reads(level: String, text: String) throws {
    let read = try #require(Gzip.inflated(try Self.compressed(text, level), limit: 1 << 20))
    #expect(String(decoding: read, as: UTF8.self) == text)
  }

  @Test("stored blocks, names and comments are read")
  func stored() {
    let head: [UInt8] = [0x1F, 0x8B, 8, 0x1C, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 0x61, 0, 0x62, 0]
    #expect(Gzip.inflated(head + [1, 2, 0, 0xFD, 0xFF, 0x6F, 0x6B], limit: 10) == Array("ok".utf8))
  }

  @Test("what is cut, damaged or too long is not")
  func damaged() throws {
    let whole = try Self.compressed(Self.document, "-9")
    // Without its sum a text has to speak for itself.
    for count in 0..<(whole.count - 8) { #expect(Gzip.inflated(Array(whole[..<count]), limit: 1 << 20) == nil) }
    #expect(Gzip.inflated(whole, limit: Self.document.utf8.count) != nil)
    #expect(Gzip.inflated(whole, limit: Self.document.utf8.count - 1) == nil)
    for place in 10..<whole.count - 4 {
      var other = whole
      other[place] ^= 0x20
      let read = Gzip.inflated(other, limit: 1 << 20)
      #expect(read == nil || read == Array(Self.document.utf8), "\(place)")
    }
    var state: UInt64 = 7
    for _ in 0..<20_000 {
      var other = whole
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        other[Int((state >> 33) % UInt64(other.count))] = UInt8(truncatingIfNeeded: state >> 20)
      }
      if let read = Gzip.inflated(other, limit: 1 << 16) { #expect(read.count <= 1 << 16) }
    }
  }

  @Test("a compressed document is read where nobody asked for it, also when its connection is cut")
  func collected() throws {
    var receiver = CollectingReceiver()
    let bytes = try Self.compressed(Self.document, "-6")
    _ = receiver.receive(head: HTTPResponseHead(status: 200, headers: HTTPHeaders([("Content-Encoding", "GZip")])))
    #expect(receiver.document == JSONExtent.none)
    _ = receiver.receive(bytes: bytes[..<20])
    #expect(receiver.document == JSONExtent.none)
    _ = receiver.receive(bytes: bytes[20...])
    #expect(receiver.document == .whole)
    #expect(receiver.response?.body == Array(Self.document.utf8))
  }

  @Test("what cannot be inflated, or would be too long, is left as it came")
  func asItCame() throws {
    let bytes = try Self.compressed(Self.document, "-6")
    for (limit, body) in [(bytes.count, bytes), (1 << 20, Array("no gzip".utf8))] {
      var receiver = CollectingReceiver(limit: limit)
      _ = receiver.receive(head: HTTPResponseHead(status: 200, headers: HTTPHeaders([("Content-Encoding", "gzip")])))
      _ = receiver.receive(bytes: body[...])
      #expect(receiver.response?.body == body)
    }
  }
}
