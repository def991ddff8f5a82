package import Dialects
package import Revisions

extension PostgresDialect {
  /// A sequence that is new begins at its start whatever stands in the column: it goes on behind that.
  package func numbering(
    of column: Column, in table: QualifiedName, by sequence: DatabaseSequence?, isNoted: Bool
  ) throws(DialectError) -> SQLFragment? {
    let numbers = sequence.map(SequenceOptions.init) ?? column.identity.map(SequenceOptions.init)
    guard let numbers, column.type.isNumeric else { return nil }
    let name = if let sequence { try nameLiteral(sequence.name) } else { try owned(by: column, of: table) }
    let last = "\(numbers.ascends ? "max" : "min")(\(try quoted(column.name)))"
    var position = column.type.isInteger ? last : "\(last)::bigint"
    if isNoted {
      // Rows that are gone had numbers too. Outside a transaction nothing was noted.
      let noted = "nullif(current_setting(\(try setting(of: column, in: table)), true), '')::bigint"
      position = "\(numbers.ascends ? "greatest" : "least")(\(position), \(noted))"
    }
    return .raw(
      "SELECT setval(\(name), \(position)) FROM \(try quoted(table)) HAVING \(position) \(numbers.ascends ? ">=" : "<=") \(numbers.firstNumber)"
    )
  }

  package func notingNumber(of column: Column, in table: QualifiedName) throws(DialectError) -> SQLFragment? {
    guard column.type.isNumeric else { return nil }
    let last = "pg_sequence_last_value(\(try owned(by: column, of: table))::regclass)"
    return .raw("SELECT set_config(\(try setting(of: column, in: table)), coalesce(\(last)::text, ''), true)")
  }

  private func owned(by column: Column, of table: QualifiedName) throws(DialectError) -> String {
    "pg_get_serial_sequence(\(try nameLiteral(table)), \(try literal(.text(column.name))))"
  }

  /// The name of a setting of one's own for a column: letters, digits and nothing else that could be two columns'.
  private func setting(of column: Column, in table: QualifiedName) throws(DialectError) -> String {
    let name = "\(table).\(column.name)"
    let word = name.utf8.map { byte in
      let letter = Character(Unicode.Scalar(byte))
      if letter.isASCII, letter.isLetter || letter.isNumber { return String(letter) }
      return "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return try literal(.text("rev.last_\(word.joined())"))
  }
}
