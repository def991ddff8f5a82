package import Dialects
package import Revisions

extension PostgresDialect {
  package var comparison: ComparisonRules {
    ComparisonRules(
      foldsNames: false, renamesParts: true, viewsPinColumns: true, rewordsExpressions: true, keepsPrivileges: true,
      foreignKeysPinUniqueness: true, accessMethod: "heap", tablespace: "pg_default",
      defaultSchema: settings.defaultSchema ?? "public", givenSchemas: ["public"])
  }

  package func partName(of index: Index, number: Int) -> String? { ChosenName.index(of: index, number: number) }

  package func isSame(_ value: Column.DefaultValue?, _ other: Column.DefaultValue?) -> Bool {
    DefaultText.isSame(value, other)
  }

  package func isSame(_ expression: SQLFragment, _ other: SQLFragment, of table: Table?) -> Bool {
    guard let text = expression.plainText, let there = other.plainText else { return expression == other }
    let originals = (ServerWording.original(of: text), ServerWording.original(of: there))
    if originals.0 == originals.1 { return true }
    guard let table else { return false }
    func form(_ text: String) -> String {
      ExpressionText.canonical(text) { name in table.columns.first { $0.name == name }?.type }
    }
    return form(originals.0) == form(originals.1)
  }
}
