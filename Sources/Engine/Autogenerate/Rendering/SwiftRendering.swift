package import Revisions

/// Says operations and schemas as Swift that a person would have written.
///
/// An operation becomes the shortest call that gives an equal one. A constraint of one column stands on the column, which makes
/// the same database.
package struct SwiftRendering: Sendable {
  /// Whether the database gives a constraint of a table this name by itself, so that it need not be said.
  package typealias NameRule = @Sendable (_ constraint: TableConstraint, _ table: Table) -> Bool

  private let impliesName: NameRule

  /// Makes a rendering; `impliesName` says which names of constraints can be left out in the declaration of their table.
  package init(impliesName: @escaping NameRule = { _, _ in false }) { self.impliesName = impliesName }

  /// The operation as Swift, its first line too indented by so many columns.
  package func swift(_ operation: Operation, indent: Int = 0) -> String {
    SwiftPrinter.lines(SwiftStatement(expression(operation)), indent: indent)
  }

  /// The constraint without a name that it gets anyway.
  func withoutImpliedName(_ constraint: TableConstraint, of table: Table) -> TableConstraint {
    constraint.name != nil && impliesName(constraint, table) ? constraint.unnamed : constraint
  }
}
