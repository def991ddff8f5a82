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

  /// A sequence that is new begins at its start whatever stands in the column: it goes on behind that.
  package func numbering(
    of column: Column, in table: QualifiedName, by sequence: DatabaseSequence?
  ) throws(DialectError) -> SQLFragment? {
    let numbers = sequence.map(SequenceOptions.init) ?? column.identity.map(SequenceOptions.init)
    guard let numbers, column.type.isNumeric else { return nil }
    let name =
      if let sequence { try nameLiteral(sequence.name) } else {
        "pg_get_serial_sequence(\(try nameLiteral(table)), \(try literal(.text(column.name))))"
      }
    let last = "\(numbers.ascends ? "max" : "min")(\(try quoted(column.name)))"
    let position = column.type.isInteger ? last : "\(last)::bigint"
    return .raw(
      "SELECT setval(\(name), \(position)) FROM \(try quoted(table)) HAVING \(last) \(numbers.ascends ? ">=" : "<=") \(numbers.firstNumber)"
    )
  }
}
