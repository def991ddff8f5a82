import RandomTesting
import Revisions

extension SchemaGenerator {
  /// White space, or something that counts as it.
  mutating func gap() -> String {
    database == .sqlite ? pick([" ", "  ", "\n  ", " /* , ) */ ", " -- it's (\n", "\t"]) : pick([" ", "  ", "\n  "])
  }

  /// A condition on a column that any row may fulfil.
  mutating func condition(on column: Column, in schema: Schema = Schema()) -> SQLFragment {
    if database == .postgresql, once(in: 3), let own = ownCondition(on: column, in: schema) { return own }
    let name = column.name
    let space = SQLFragment.raw(gap())
    let other = SQLFragment.raw(gap())
    var choices: [SQLFragment] = [
      "\(identifier: name) IS NOT NULL", "\(identifier: name)\(space)is\(other)not null",
      "(\(identifier: name) IS NULL or NOT (\(identifier: name) IS NULL))",
    ]
    if column.type.isNumeric {
      choices += [
        "\(identifier: name)\(space)>\(other)0", "\(identifier: name)>-1", "((\(identifier: name) between 1 AND 9))",
        "\(identifier: name) in (1,2 ,3)", "\(identifier: name) <> \(-5) AND - -\(identifier: name) < 1e10",
        "CASE WHEN \(identifier: name) > 1 then 1 ELSE 0 END = 1", "abs(\(identifier: name)) < 100",
      ]
    }
    if column.type.isTextual {
      choices += [
        "length(\(identifier: name))\(space)<\(other)99", "\(identifier: name) <> 'it''s, (\"odd\") -- no comment'",
        "\(identifier: name)||'x' like '%x'", "lower(\(identifier: name)) <> \("y; z")",
        "(\(identifier: name) = 'a') OR (\(identifier: name) = 'b')",
      ]
    }
    return pick(choices)
  }

  /// A computed column's type and rule; nil where nothing simple can be computed of a column.
  mutating func computation(of column: Column) -> (DataType, SQLFragment)? {
    let name = column.name
    if column.type.isNumeric {
      return (
        column.type, pick(["\(identifier: name)*2", "(\(identifier: name)\(raw: gap())+ 1)", "- \(identifier: name)"])
      )
    }
    if column.type.isTextual {
      return (
        .text, pick(["\(identifier: name) || '!'", "lower(\(identifier: name))", "upper( \(identifier: name) )"])
      )
    }
    return nil
  }

  /// A default that a column of a type can have.
  mutating func defaultValue(for type: DataType) -> Column.DefaultValue {
    switch type {
    case .smallInteger, .integer, .bigInteger:
      return pick([
        .literal(0), .literal(-7), .literal(32000), .expression("1 + 2"), .expression("(4)"), .literal(.null),
        .expression("abs( -3 )"),
      ])
    case .numeric, .real, .double:
      return pick([.literal(1.5), .literal(-0.25), .literal(3), .literal(.double(0.1 + 0.2)), .expression("(1.50)")])
    case .boolean: return pick([.literal(true), .literal(false)])
    case .text, .varchar:
      return pick([.literal("it's"), .literal(""), .literal("CURRENT_DATE"), .expression("'a'||'b'"), .literal("é\n")])
    case .char: return pick([.literal("abc"), .expression("('xyz')")])
    case .timestamp, .date: return type == .date ? .expression("CURRENT_DATE") : .currentTimestamp
    case .binary where database == .sqlite: return .literal(.blob([0, 0x27, 255]))
    default: return .literal(.null)
    }
  }
}
