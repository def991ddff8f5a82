import Dialects
import Revisions

extension PostgresDialect {
  func dropConstraint(_ drop: DropConstraint) throws(DialectError) -> [Statement] {
    switch drop.target {
    case .named(let name): return [try alterTable(drop.table, ["DROP CONSTRAINT \(try quoted(name))"])]
    case .matching(.foreignKey(let key)): return [try dropForeignKey(key, of: drop.table)]
    case .matching(let constraint): return [try dropMatching(constraint, of: drop.table)]
    }
  }

  /// Drops the constraint that says the same, whatever PostgreSQL has named it. The catalog holds it in the server's own
  /// words, so the same constraint is made on an empty copy of the table, and those words are compared.
  private func dropMatching(
    _ constraint: TableConstraint, of table: QualifiedName
  ) throws(DialectError) -> Statement {
    let copy = "pg_temp." + (try quoted(table.name))
    let words = "regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '')"
    let definition = try tableConstraint(constraint)
    return block(
      declaring: ["wanted text", "found name"],
      [
        "CREATE TEMPORARY TABLE \(try quoted(table.name)) (LIKE \(try quoted(table)));",
        "ALTER TABLE \(copy) ADD \(definition);",
        "SELECT \(words) INTO wanted FROM pg_catalog.pg_constraint",
        "  WHERE conrelid = \(try literal(.text(copy)))::regclass AND contype = '\(constraint.catalogLetter)';",
        "DROP TABLE \(copy);",
        "SELECT conname INTO found FROM pg_catalog.pg_constraint",
        "  WHERE conrelid = \(try nameLiteral(table))::regclass AND contype = '\(constraint.catalogLetter)'",
        "    AND \(words) = wanted",
        "  ORDER BY oid DESC LIMIT 1;",
      ] + (try dropFound(definition, of: table)))
  }

  /// A foreign key cannot be tried out on a temporary table, but it is all columns and letters.
  private func dropForeignKey(_ key: ForeignKey, of table: QualifiedName) throws(DialectError) -> Statement {
    func columns(_ attributes: String, of relation: String) -> String {
      """
      (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(\(attributes)) WITH ORDINALITY k(number, position) \
      JOIN pg_catalog.pg_attribute a ON a.attrelid = \(relation) AND a.attnum = k.number)
      """
    }
    let referenced =
      key.referencedColumns.isEmpty
      ? "confkey = (SELECT p.conkey FROM pg_catalog.pg_constraint p WHERE p.conrelid = c.confrelid AND p.contype = 'p')"
      : columns("confkey", of: "confrelid") + " = ARRAY[\(try literals(key.referencedColumns.map(SQLValue.text)))]"
    return block(
      declaring: ["found name"],
      [
        "SELECT conname INTO found FROM pg_catalog.pg_constraint c",
        "  WHERE contype = 'f' AND conrelid = \(try nameLiteral(table))::regclass",
        "    AND confrelid = \(try nameLiteral(key.referencedTable))::regclass",
        "    AND \(columns("conkey", of: "conrelid")) = ARRAY[\(try literals(key.columns.map(SQLValue.text)))]",
        "    AND \(referenced)",
        "    AND confdeltype = '\(key.onDelete.catalogLetter)' AND confupdtype = '\(key.onUpdate.catalogLetter)'",
        "    AND confmatchtype = '\(key.match == .full ? "f" : "s")'",
        "    AND condeferrable = \(key.deferrable != .no) AND condeferred = \(key.deferrable == .initiallyDeferred)",
        "  ORDER BY oid DESC LIMIT 1;",
      ] + (try dropFound(tableConstraint(.foreignKey(key)), of: table)))
  }

  /// The end of a block that has looked for a constraint. Of several that say the same, the newest goes.
  private func dropFound(_ definition: String, of table: QualifiedName) throws(DialectError) -> [String] {
    let failure = "the table \(table) has no constraint that says \(definition)"
    return [
      "IF found IS NULL THEN",
      "  RAISE EXCEPTION USING MESSAGE = \(try literal(.text(failure))), ERRCODE = 'undefined_object';",
      "END IF;",
      "EXECUTE \(try literal(.text("ALTER TABLE \(try quoted(table)) DROP CONSTRAINT "))) || quote_ident(found);",
    ]
  }
}

extension TableConstraint {
  /// The letter by which `pg_constraint` knows this kind.
  fileprivate var catalogLetter: Character {
    switch self {
    case .primaryKey: "p"
    case .unique: "u"
    case .check: "c"
    case .foreignKey: "f"
    }
  }
}

extension ForeignKey.Action {
  /// The letter by which `pg_constraint` knows this action.
  fileprivate var catalogLetter: Character {
    switch self {
    case .noAction: "a"
    case .restrict: "r"
    case .cascade: "c"
    case .setNull: "n"
    case .setDefault: "d"
    }
  }
}
