/// Random numbers that are the same for the same seed, on every machine and in every release (SplitMix64).
struct SeededGenerator: Sendable, Equatable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// From 0 up to, but not, 1.
  mutating func fraction() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) * 0x1p-53
  }
}
