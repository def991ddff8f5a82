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
}
