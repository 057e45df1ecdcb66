import Synchronization

/// Bytes that are different at each call and the same in each run.
public final class CountingRandom: Sendable {
  private let calls = Mutex(UInt64(0))

  public init() {}

  public func bytes(_ count: Int) -> [UInt8] {
    var seed = calls.withLock { calls in
      calls += 1
      return calls
    }
    return (0..<count).map { _ in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: seed >> 56)
    }
  }
}
