import Testing

/// All end-to-end tests, one after the other: each runs a server and several processes, and waits for none of them
/// longer than a loaded machine needs.
@Suite("End to end", .serialized, .timeLimit(.minutes(2)))
enum EndToEnd {}
