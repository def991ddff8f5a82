import Foundation

/// A small generator of random numbers that gives the same ones for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// `REV_SEED` moves all seeds to other ones.
  init(seed: UInt64) {
    state = seed &+ (ProcessInfo.processInfo.environment["REV_SEED"].flatMap(UInt64.init) ?? 0)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// How often a random test runs: `REV_SOAK` multiplies it.
func rounds(_ count: Int) -> Int {
  count * (ProcessInfo.processInfo.environment["REV_SOAK"].flatMap(Int.init) ?? 1)
}
