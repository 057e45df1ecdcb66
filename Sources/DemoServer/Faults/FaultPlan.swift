/// The faults still to come. A request meets the first entry for its endpoint that is not used up, so entries for the
/// same endpoint happen one after the other.
struct FaultPlan: Sendable, Equatable {
  private(set) var entries: [PlannedFault] = []

  init(_ entries: [PlannedFault] = []) {
    self.entries = entries.filter { $0.times.map { $0 > 0 } ?? true }
  }

  mutating func take(for call: Call) -> Fault? {
    guard let index = entries.firstIndex(where: { $0.endpoint.matches(call) }) else { return nil }
    let entry = entries[index]
    guard let times = entry.times else { return entry.fault }
    if times > 1 {
      entries[index] = PlannedFault(entry.endpoint, entry.fault, times: times - 1)
    } else {
      entries.remove(at: index)
    }
    return entry.fault
  }
}
