import Dialects
import Revisions

extension PostgresDialect {
  func createEnum(_ create: CreateEnum) throws(DialectError) -> [Statement] {
    [try enumDefinition(create.type.name, create.type.values)]
      + (try comments(create.type.comment, on: .type(create.type.name)))
  }

  func dropEnum(_ drop: DropEnum) throws(DialectError) -> [Statement] {
    [try dropType(drop.name, ifExists: drop.ifExists, cascade: drop.cascade)]
  }

  /// Inside a transaction it is only the value's use that has to wait for the commit.
  func addEnumValue(_ add: AddEnumValue) throws(DialectError) -> [Statement] {
    var text = "ALTER TYPE \(try quoted(add.type)) ADD VALUE \(add.ifNotExists ? "IF NOT EXISTS " : "")"
    text += try literal(.text(add.value))
    switch add.position {
    case .before(let other): text += " BEFORE \(try literal(.text(other)))"
    case .after(let other): text += " AFTER \(try literal(.text(other)))"
    case nil: break
    }
    return [Statement(text)]
  }

  func renameEnumValue(_ rename: RenameEnumValue) throws(DialectError) -> [Statement] {
    let (old, new) = (try literal(.text(rename.value)), try literal(.text(rename.newValue)))
    return [Statement("ALTER TYPE \(try quoted(rename.type)) RENAME VALUE \(old) TO \(new)")]
  }

  /// The type is made anew beside the former one, and each table is rewritten once.
  func replaceEnum(_ replace: ReplaceEnum) throws(DialectError) -> [Statement] {
    let type = try quoted(replace.type)
    let former = QualifiedName("rev: former type", schema: replace.type.schema)
    var statements = [
      Statement("ALTER TYPE \(type) RENAME TO \(try quoted(former.name))"),
      try enumDefinition(replace.type, replace.values),
    ]
    var tables: [QualifiedName] = []
    for use in replace.columns where !tables.contains(use.table) { tables.append(use.table) }
    for table in tables {
      var actions: [String] = []
      for use in replace.columns where use.table == table {
        let column = try quoted(use.column)
        let array = use.isArray ? "[]" : ""
        let value = try use.using.map { expression throws(DialectError) in try enclosed(expression) } ?? column
        if use.defaultValue != nil { actions.append("ALTER COLUMN \(column) DROP DEFAULT") }
        actions.append("ALTER COLUMN \(column) TYPE \(type)\(array) USING \(value)::text\(array)::\(type)\(array)")
        if let value = use.defaultValue {
          actions.append("ALTER COLUMN \(column) SET DEFAULT \(try defaultText(value, for: .named(replace.type)))")
        }
      }
      statements.append(try alterTable(table, actions))
    }
    return statements + [Statement("DROP TYPE \(try quoted(former))")]
  }

  private func enumDefinition(_ name: QualifiedName, _ values: [String]) throws(DialectError) -> Statement {
    Statement("CREATE TYPE \(try quoted(name)) AS ENUM (\(try literals(values.map(SQLValue.text))))")
  }

  func dropType(_ name: QualifiedName, ifExists: Bool, cascade: Bool) throws(DialectError) -> Statement {
    Statement("DROP TYPE \(self.ifExists(ifExists))\(try quoted(name))\(self.cascade(cascade))")
  }
}
