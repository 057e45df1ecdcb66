import HTTP
import Testing

@Suite struct CollectingReceiverTests {
  @Test("the body is put together from pieces of any size")
  func collects() throws {
    var receiver = CollectingReceiver()
    #expect(receiver.response == nil)
    #expect(receiver.receive(head: HTTPResponseHead(status: 200, headers: HTTPHeaders([("A", "b")]))) == .more)
    for byte in Array("hello".utf8) { #expect(receiver.receive(bytes: [byte]) == .more) }
    #expect(receiver.receive(bytes: []) == .more)
    let response = try #require(receiver.response)
    #expect(response.status == 200)
    #expect(response.headers["a"] == "b")
    #expect(response.body == Array("hello".utf8))
  }

  @Test("a body is taken up to the limit and refused beyond it", arguments: [0, 1, 5])
  func limit(_ limit: Int) {
    var receiver = CollectingReceiver(limit: limit)
    _ = receiver.receive(head: HTTPResponseHead(status: 200))
    #expect(receiver.receive(bytes: ArraySlice(repeating: 0, count: limit)) == .more)
    #expect(receiver.receive(bytes: [0]) == .tooLarge)
    #expect(receiver.response?.body.count == limit)
  }
}
