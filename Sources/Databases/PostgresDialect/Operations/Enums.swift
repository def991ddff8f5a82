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
      try refusingOtherUses(replace),
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
    statements.append(try carryingOver(from: former, to: replace.type))
    return statements + [Statement("DROP TYPE \(try quoted(former))")]
  }

  /// Fails, before anything is changed, where more than the columns that are named uses the type: what has the former
  /// type in it would be in the way of the change, or still be of that type after it.
  private func refusingOtherUses(_ replace: ReplaceEnum) throws(DialectError) -> Statement {
    func list(_ uses: [ReplaceEnum.Use]) throws(DialectError) -> String {
      var names: [String] = []
      for use in uses {
        names.append("(\(try nameLiteral(use.table))::regclass, \(try literal(.text(use.column))))")
      }
      // What partitions inherit changes with what it is inherited from.
      return "a.attinhcount > 0"
        + (names.isEmpty ? "" : " OR (a.attrelid, a.attname) IN (\(names.joined(separator: ", ")))")
    }
    let message = try literal(
      .text("ReplaceEnum(\"\(replace.type)\"): the type is used by more than the columns named: "))
    let hint = """
      name every column of the type in `in:`, with `default:` where it has one; drop what else there is before, and create \
      it again after
      """
    return block(
      declaring: ["uses text"],
      [
        "SELECT string_agg(DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO uses",
        "FROM pg_type AS t JOIN pg_depend AS d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)",
        "WHERE t.oid = \(try nameLiteral(replace.type))::regtype AND d.objid <> t.typarray AND NOT EXISTS (",
        "  SELECT 1 FROM pg_attribute AS a WHERE d.classid = 'pg_class'::regclass",
        "  AND a.attrelid = d.objid AND a.attnum = d.objsubid AND (\(try list(replace.columns)))",
        ") AND NOT EXISTS (",
        "  SELECT 1 FROM pg_attrdef AS f JOIN pg_attribute AS a ON a.attrelid = f.adrelid AND a.attnum = f.adnum",
        "  WHERE d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid",
        "  AND (\(try list(replace.columns.filter { $0.defaultValue != nil })))",
        ");",
        "IF uses IS NOT NULL THEN",
        "  RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist', MESSAGE = \(message) || uses,",
        "    HINT = \(try literal(.text(hint)));",
        "END IF;",
      ])
  }

  private func carryingOver(from former: QualifiedName, to type: QualifiedName) throws(DialectError) -> Statement {
    let name = "TYPE \(try quoted(type))"
    let carried = CarriedOver(
      altered: name, granted: name, catalog: "pg_type", prefix: "typ", lookup: "::regtype", kind: "T")
    let (old, new) = (try nameLiteral(former), try nameLiteral(type))
    return block(
      declaring: CarriedOver.variables, [carried.noting(old)] + (try carried.giving(to: new, in: self)))
  }

  private func enumDefinition(_ name: QualifiedName, _ values: [String]) throws(DialectError) -> Statement {
    Statement("CREATE TYPE \(try quoted(name)) AS ENUM (\(try literals(values.map(SQLValue.text))))")
  }

  func dropType(_ name: QualifiedName, ifExists: Bool, cascade: Bool) throws(DialectError) -> Statement {
    Statement("DROP TYPE \(self.ifExists(ifExists))\(try quoted(name))\(self.cascade(cascade))")
  }
}
