import FoundationEssentials
import Registry

/// Steps 7 and 8: an answer is stored, or kept where the next run finds it. There will not be another one.
struct AnswerKeeping: Room {
  let workplace: Workplace
  let grant: Grant
  let keys: DataKeys
  let event: Event
  let tokens: TokenSet
  /// How an order ends whose tokens are stored.
  let verdict: RefreshVerdict

  /// How often, and how many seconds apart, an answer that can be stored nowhere is tried again: five minutes in all.
  private static let attempts = 150
  private static let pause = Duration.seconds(2)

  /// Tells once: when the answer is durable, or when it is not and the trying goes on.
  func run(_ tell: (RefreshVerdict) -> Void) async {
    let failure: RegistryError
    do throws(RegistryError) { return told(try commit(), tell) } catch { failure = error }
    if spool() {
      // The fault may have been a passing one.
      do throws(RegistryError) { return told(try commit(), tell) } catch { return tell(.notStored(error, .spooled)) }
    }
    tell(.notStored(failure, .inMemory))
    for _ in 0..<Self.attempts {
      await dependencies.sleep(Self.pause)
      if spool() || (try? commit()) != nil { return }
    }
  }

  /// Last of all, when nobody waits any more, the log is copied back: whoever copies or moves the registry's file without it
  /// has the new pair.
  private func told(_ verdict: RefreshVerdict, _ tell: (RefreshVerdict) -> Void) {
    tell(verdict)
    registry.shortenLog()
  }

  /// 7. One transaction; only then is anyone given the token.
  private func commit() throws(RegistryError) -> RefreshVerdict {
    let stored = try registry.commitRefresh(grant, tokens, event: event, keys: keys)
    dependencies.reached(.committed)
    dependencies.spool.discard(grant.id)
    return stored == nil ? .movedOn : verdict
  }

  /// 8. Whether the answer is in the spool file, durably.
  private func spool() -> Bool {
    guard let bytes = try? registry.sealSpooled(tokens, for: grant, keys: keys),
      (try? dependencies.spool.keep(bytes, for: grant.id)) != nil
    else { return false }
    dependencies.reached(.spooled)
    return true
  }
}
