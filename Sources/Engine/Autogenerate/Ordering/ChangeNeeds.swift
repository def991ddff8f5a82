/// Which changes have to run before each, by their positions.
struct ChangeNeeds {
  /// Those that have to.
  private(set) var certain: [Set<Int>]
  /// Those of which only the text of a routine's body speaks.
  private(set) var inBodies: [Set<Int>]
  /// Those for which there is no more than a word that may mean something else.
  private(set) var doubtful: [Set<Int>]

  init(of changes: [Change]) {
    certain = Array(repeating: [], count: changes.count)
    (inBodies, doubtful) = (certain, certain)
    var makers: [ObjectKey: [Int]] = [:]
    var breakers: [ObjectKey: [Int]] = [:]
    /// Names that a rename gives.
    var given: [ObjectKey: [Int]] = [:]
    let renames = changes.indices.filter { changes[$0].rank == .rename }
    for (position, change) in changes.enumerated() {
      for key in change.creates { makers[key, default: []].append(position) }
      for key in change.drops { breakers[key, default: []].append(position) }
    }
    for position in renames { for key in changes[position].creates { given[key, default: []].append(position) } }
    for (position, change) in changes.enumerated() {
      for key in change.uses { for maker in makers[key] ?? [] { add(maker, to: position, for: key, of: change) } }
      for key in change.frees {
        for breaker in breakers[key] ?? [] {
          // Where one thing takes the name that another gives up, the one is meant that has it afterwards.
          if changes[breaker].rank == .rename, change.rank != .rename, let others = given[key] {
            certain[position].formUnion(others)
          } else {
            add(position, to: breaker, for: key, of: change)
          }
        }
      }
      if change.precedesRenames { for rename in renames { certain[rename].insert(position) } }
      // What takes a name waits for what gives it up.
      for key in change.creates where !change.drops.contains(key) {
        certain[position].formUnion((breakers[key] ?? []).filter { !changes[$0].creates.contains(key) })
      }
    }
    for position in changes.indices {
      certain[position].remove(position)
      inBodies[position].subtract(certain[position].union([position]))
      doubtful[position].subtract(certain[position].union(inBodies[position]).union([position]))
    }
  }

  private mutating func add(_ need: Int, to position: Int, for key: ObjectKey, of change: Change) {
    if change.doubtful.contains(key) {
      doubtful[position].insert(need)
    } else if change.inBody.contains(key) {
      inBodies[position].insert(need)
    } else {
      certain[position].insert(need)
    }
  }

  /// The needs without those that close a circle: first words that only look like a name count no longer in it, then what a body says,
  /// which has to be there as it runs. Should a circle be left, the order ignores what would lead back into it.
  var settled: [Set<Int>] {
    let all = certain.indices.map { certain[$0].union(inBodies[$0]).union(doubtful[$0]) }
    return Self.opened(Self.opened(all, by: doubtful), by: inBodies)
  }

  /// Needs without those of some that close a circle.
  private static func opened(_ needs: [Set<Int>], by weak: [Set<Int>]) -> [Set<Int>] {
    let circles = Circles(needs.map(Array.init))
    return needs.indices.map { position in
      needs[position].subtracting(weak[position].filter { circles.number[$0] == circles.number[position] })
    }
  }
}
