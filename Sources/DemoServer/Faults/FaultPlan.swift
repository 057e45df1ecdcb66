/// The faults still to come. A request meets the first entry for its endpoint that is due and drawn, so entries for
/// the same endpoint happen one after the other. The same plan with the same seed always draws the same.
struct FaultPlan: Sendable, Equatable {
  private(set) var entries: [PlannedFault] = []
  private var generator: SeededGenerator

  init(_ entries: [PlannedFault] = [], seed: UInt64 = 0) {
    self.entries = entries.filter { $0.times.map { $0 > 0 } ?? true }
    generator = SeededGenerator(seed: seed)
  }

  mutating func take(for call: Call) -> Fault? {
    for index in entries.indices where entries[index].endpoint.matches(call) {
      if entries[index].after > 0 {
        entries[index].after -= 1
      } else if isDrawn(entries[index].probability) {
        return use(index)
      }
    }
    return nil
  }

  private mutating func isDrawn(_ probability: Double) -> Bool {
    probability >= 1 || generator.fraction() < probability
  }

  private mutating func use(_ index: Int) -> Fault {
    let entry = entries[index]
    if let times = entry.times {
      if times > 1 { entries[index].times = times - 1 } else { entries.remove(at: index) }
    }
    return entry.fault
  }
}
