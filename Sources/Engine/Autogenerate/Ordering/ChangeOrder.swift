import RevisionGraph
import Revisions

/// Puts changes in an order in which each finds what it needs.
enum ChangeOrder {
  /// `byTable` keeps the changes to a table together.
  static func sorted(_ changes: [Change], byTable: Bool = false) -> [Change] {
    // What nothing else decides goes by rank, then by name.
    let changes = changes.enumerated().sorted { left, right in
      order(left.element, left.offset, byTable) < order(right.element, right.offset, byTable)
    }.map(\.element)

    var (needs, doubts) = Self.needs(of: changes)
    // Words that only look like a name can close a circle: in one, what is certain counts alone. Should a circle be left,
    // the order ignores what would lead back into it.
    let circles = Circles(zip(needs, doubts).map { Array($0.union($1)) })
    for position in needs.indices {
      needs[position].formUnion(doubts[position].filter { circles.number[$0] != circles.number[position] })
    }
    let graph = Digraph(NodeTable(changes.indices), prerequisites: needs.map { $0.sorted().map(Int32.init) })
    return graph.order(to: changes.indices).map { changes[$0] }
  }

  /// Which changes have to run before each, by their positions: those that certainly have to, and those for which there is no more than
  /// a word.
  static func needs(of changes: [Change]) -> (certain: [Set<Int>], doubtful: [Set<Int>]) {
    var makers: [ObjectKey: [Int]] = [:]
    var breakers: [ObjectKey: [Int]] = [:]
    for (position, change) in changes.enumerated() {
      for key in change.creates { makers[key, default: []].append(position) }
      for key in change.drops { breakers[key, default: []].append(position) }
    }
    var needs: [Set<Int>] = Array(repeating: [], count: changes.count)
    var doubts = needs
    for (position, change) in changes.enumerated() {
      for key in change.uses {
        if change.doubtful.contains(key) {
          doubts[position].formUnion(makers[key] ?? [])
        } else {
          needs[position].formUnion(makers[key] ?? [])
        }
      }
      for key in change.frees {
        for breaker in breakers[key] ?? [] {
          if change.doubtful.contains(key) { doubts[breaker].insert(position) } else { needs[breaker].insert(position) }
        }
      }
      // What takes a name waits for what gives it up.
      for key in change.creates where !change.drops.contains(key) {
        needs[position].formUnion((breakers[key] ?? []).filter { !changes[$0].creates.contains(key) })
      }
    }
    for position in needs.indices {
      needs[position].remove(position)
      doubts[position].subtract(needs[position])
      doubts[position].remove(position)
    }
    return (needs, doubts)
  }

  private static func order(
    _ change: Change, _ offset: Int, _ byTable: Bool
  ) -> (Change.Rank, String, String, Int, Int) {
    let (schema, name) = (change.subject.schema ?? "", change.subject.name)
    let place = byTable ? place(of: change) : nil
    return (place == nil ? change.rank : .alterTable, schema, name, place ?? 0, offset)
  }

  /// One behind the other: columns that come, all for which the table is made anew, columns that go. A computed column needs others as
  /// they were, or as they become: it goes first, and comes last.
  private static func place(of change: Change) -> Int? {
    switch change.operation {
    case .dropColumn(let drop) where drop.former?.generated != nil: -1
    case .addColumn(let add) where add.column.generated != nil: rebuildOrder.count
    default: rebuildOrder.firstIndex(of: change.rank)
    }
  }

  private static let rebuildOrder: [Change.Rank] = [
    .addColumn, .dropForeignKey, .dropConstraint, .alterTable, .alterColumn, .addConstraint, .addForeignKey,
    .dropColumn,
  ]
}
