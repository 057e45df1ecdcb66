public import Engine
import Synchronization

/// What a person would have been told.
public final class NoticeLog: Sendable {
  private let kept = Mutex<[Notice]>([])

  public init() {}

  public var all: [Notice] { kept.withLock { $0 } }

  public func add(_ notice: Notice) { kept.withLock { $0.append(notice) } }

  public func clear() { kept.withLock { $0 = [] } }
}
