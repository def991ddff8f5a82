import Foundation

/// A small generator of random numbers that gives the same ones for the same seed on every machine.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Makes a generator; `REV_SEED` moves all seeds to other ones.
  package init(seed: UInt64) {
    state = seed &+ (ProcessInfo.processInfo.environment["REV_SEED"].flatMap { UInt64($0) } ?? 0)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in so many times.
  package mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }
}

/// How many rounds a random test takes: `REV_SOAK=N` makes it N times as many.
package func rounds(_ count: Int) -> Int {
  count * max(1, ProcessInfo.processInfo.environment["REV_SOAK"].flatMap { Int($0) } ?? 1)
}
