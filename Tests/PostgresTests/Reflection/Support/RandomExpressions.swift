import RandomTesting
import Revisions

/// Expressions as people might write them, with values of many types in them; not all of them are ones that the server takes.
struct RandomExpressions<Source: RandomNumberGenerator> {
  private var random: Source

  init(_ random: Source) { self.random = random }

  /// An expression of a kind, as deep as is said.
  mutating func expression(of kind: ExpressionPatterns.Kind, depth: Int) -> String {
    let patterns = ExpressionPatterns.all[kind] ?? ExpressionPatterns(leaves: [])
    let isLeaf = Int.random(in: 0..<5, using: &random) == 0 || depth == 0 || patterns.branches.isEmpty
    let pattern = (isLeaf ? patterns.leaves : patterns.branches).randomElement(using: &random) ?? ""
    var text = ""
    for part in ExpressionPatterns.parts(of: pattern) {
      guard let inner = ExpressionPatterns.Kind(rawValue: part) else {
        text += part
        continue
      }
      let value = expression(of: inner, depth: max(0, depth - 1))
      let isGrouped = Int.random(in: 0..<3, using: &random) == 0
      text += isGrouped && inner.isValue ? "(\(value))" : value
    }
    return text
  }
}

/// The random numbers of a seed, of which one is another.
struct AlteredRandom: RandomNumberGenerator {
  private var random: SplitMix64
  private var other: SplitMix64
  private var left: Int

  init(seed: UInt64, at place: Int) {
    random = SplitMix64(seed: seed)
    other = SplitMix64(seed: seed &+ 0x5EED &+ UInt64(place))
    left = place
  }

  mutating func next() -> UInt64 {
    let number = random.next()
    left -= 1
    return left == -1 ? other.next() : number
  }
}
