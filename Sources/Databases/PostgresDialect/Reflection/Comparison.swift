package import Dialects
package import Revisions

extension PostgresDialect {
  package var comparison: ComparisonRules {
    ComparisonRules(
      foldsNames: false, renamesParts: true, viewsPinColumns: true, rewordsExpressions: true, keepsPrivileges: true,
      foreignKeysPinUniqueness: true, accessMethod: "heap", tablespace: "pg_default",
      defaultSchema: settings.defaultSchema ?? "public", givenSchemas: ["public"])
  }

  package func isSame(_ value: Column.DefaultValue?, _ other: Column.DefaultValue?) -> Bool {
    DefaultText.isSame(value, other)
  }

  /// A sequence that is new begins at its start whatever stands in the column: it goes on behind that.
  package func numbering(
    of column: Column, in table: QualifiedName, by sequence: DatabaseSequence?
  ) throws(DialectError) -> SQLFragment? {
    let numbers = sequence.map(SequenceOptions.init) ?? column.identity.map(SequenceOptions.init)
    guard let numbers else { return nil }
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

  /// PostgreSQL converts by itself where an assignment would; for the rest a cast has to be asked for.
  package func conversion(
    of column: String, from former: DataType, to type: DataType
  ) throws(DialectError) -> SQLFragment? {
    if Self.isAssignable(former, to: type) { return nil }
    // Between truth values and numbers only `integer` has a cast.
    switch (Family(former), former, Family(type), type) {
    case (.number?, _, _, .boolean) where former != .integer: return .raw("\(try quoted(column)) <> 0")
    case (_, .boolean, .number?, _) where type != .integer:
      return .raw("\(try quoted(column))::integer::\(try typeName(type))")
    default: break
    }
    return .raw("\(try quoted(column))::\(try typeName(type))")
  }

  /// Whether values are taken into a column of another type without a cast; see `pg_cast` and PostgreSQL's manual, 10.4.
  private static func isAssignable(_ former: DataType, to type: DataType) -> Bool {
    switch (Family(former), Family(type)) {
    case (_, .text?): true
    case (.number?, .number?): true
    case (.time?, .time?), (.date?, .time?), (.time?, .date?), (.date?, .date?): true
    case (.json?, .json?), (.network?, .network?), (.bits?, .bits?): true
    default: former == type
    }
  }

  /// Types among which values go back and forth by assignment.
  private enum Family {
    case text, number, date, time, json, network, bits

    init?(_ type: DataType) {
      switch type {
      case .text, .varchar, .char: self = .text
      case .smallInteger, .integer, .bigInteger, .numeric, .real, .double: self = .number
      case .date: self = .date
      case .timestamp: self = .time
      case .json, .jsonb: self = .json
      case .inet, .cidr: self = .network
      case .bit: self = .bits
      default: return nil
      }
    }
  }
}
