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
    // One behind the other: columns that come, all for which the table is made anew, columns that go.
    let place = byTable ? rebuildOrder.firstIndex(of: change.rank) : nil
    return (place == nil ? change.rank : .alterTable, schema, name, place ?? 0, offset)
  }

  private static let rebuildOrder: [Change.Rank] = [
    .addColumn, .dropForeignKey, .dropConstraint, .alterTable, .alterColumn, .addConstraint, .addForeignKey,
    .dropColumn,
  ]
}
