import Revisions

extension Schema {
  /// The same with each materialized view as filled as another schema has it: whether one is filled is a matter of its rows, which
  /// a refresh changes and no revision. Those that the other does not have stay as they are.
  func filled(like other: Schema) -> Schema {
    guard !materializedViews.isEmpty, !other.materializedViews.isEmpty else { return self }
    let there = Dictionary(other.materializedViews.map { ($0.name, $0.isPopulated) }) { first, _ in first }
    var result = self
    for (position, view) in materializedViews.enumerated() {
      result.materializedViews[position].isPopulated = there[view.name] ?? view.isPopulated
    }
    return result
  }
}
