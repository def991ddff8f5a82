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

    let graph = Digraph(
      NodeTable(changes.indices), prerequisites: ChangeNeeds(of: changes).settled.map { $0.sorted().map(Int32.init) })
    return graph.order(to: changes.indices).map { changes[$0] }
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
