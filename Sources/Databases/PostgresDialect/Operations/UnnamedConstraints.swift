import Dialects
import Revisions

extension PostgresDialect {
  func dropConstraint(_ drop: DropConstraint) throws(DialectError) -> [Statement] {
    let name: String
    switch drop.target {
    case .named(let given): name = given
    case .matching(let constraint):
      // A constraint that takes over an index takes its name as well.
      guard let index = constraint.existingIndex else {
        return [try foundConstraint(constraint, of: drop.table, ["DROP CONSTRAINT ", cascade(drop.cascade)])]
      }
      name = index
    }
    let dropping = try alterTable(drop.table, ["DROP CONSTRAINT \(try quoted(name))\(cascade(drop.cascade))"])
    // The index that it was made of goes with it, and was there before.
    let index = drop.former?.releasedIndex(of: drop.table)
    return try [dropping] + (index.map { index throws(DialectError) in try createIndex(CreateIndex(index)) } ?? [])
  }

  func validateConstraint(_ validate: ValidateConstraint) throws(DialectError) -> [Statement] {
    if let former = validate.former, former.name == nil {
      return [try foundConstraint(former, of: validate.table, ["VALIDATE CONSTRAINT ", ""])]
    }
    return [try alterTable(validate.table, ["VALIDATE CONSTRAINT \(try quoted(validate.name))"])]
  }

  /// The constraint that is there then is another; it keeps the comment.
  func invalidateConstraint(_ invalidate: InvalidateConstraint) throws(DialectError) -> [Statement] {
    var constraint = invalidate.constraint
    constraint.isValidated = false
    let table = invalidate.table
    let addition = try addedConstraint(constraint)
    let action =
      constraint.name == nil
      ? ["DROP CONSTRAINT ", ", ADD CONSTRAINT ", " " + addition.dropFirst("ADD ".count)]
      : ["DROP CONSTRAINT ", ", " + addition]
    let found = try search(for: constraint, of: table)
    return [
      block(
        declaring: found.variables + ["kept text"],
        found.lines + [
          "SELECT obj_description(oid, 'pg_constraint') INTO kept FROM pg_catalog.pg_constraint",
          "  WHERE conrelid = \(try nameLiteral(table))::regclass AND conname = found;",
          try alteration(of: table, action),
          "IF kept IS NOT NULL THEN",
          "  EXECUTE 'COMMENT ON CONSTRAINT ' || quote_ident(found)",
          "    || \(try literal(.text(" ON \(try quoted(table)) IS "))) || quote_literal(kept);",
          "END IF;",
        ])
    ]
  }

  /// Looks up the constraint that says the same, whatever PostgreSQL has named it, and alters the table.
  private func foundConstraint(
    _ constraint: TableConstraint, of table: QualifiedName, _ action: [String]
  ) throws(DialectError) -> Statement {
    let found = try search(for: constraint, of: table)
    return block(declaring: found.variables, found.lines + [try alteration(of: table, action)])
  }

  /// A line that alters a table, with the name of the constraint that was found between the parts of the action.
  private func alteration(of table: QualifiedName, _ action: [String]) throws(DialectError) -> String {
    var parts = [try literal(.text("ALTER TABLE \(try quoted(table)) \(action[0])"))]
    for part in action.dropFirst() {
      parts.append("quote_ident(found)")
      if !part.isEmpty { parts.append(try literal(.text(part))) }
    }
    return "EXECUTE \(parts.joined(separator: " || "));"
  }

  /// Lines after which `found` is the name of a constraint, and the variables that they need. One without a name is looked up by what
  /// it says; of several that say the same it is the newest.
  private func search(
    for constraint: TableConstraint, of table: QualifiedName
  ) throws(DialectError) -> (variables: [String], lines: [String]) {
    if let name = constraint.name { return (["found name := \(try literal(.text(name)))"], []) }
    var constraint = constraint
    constraint.isValidated = true
    let definition = try tableConstraint(constraint)
    var variables = ["found name"]
    let search: [String]
    if case .foreignKey(let key) = constraint {
      search = try foreignKeySearch(key, of: table)
    } else {
      variables.append("wanted text")
      search = try definitionSearch(constraint, definition, of: table)
    }
    let failure = "the table \(table) has no constraint that says \(definition)"
    return (
      variables,
      search + [
        "IF found IS NULL THEN",
        "  RAISE EXCEPTION USING MESSAGE = \(try literal(.text(failure))), ERRCODE = 'undefined_object';",
        "END IF;",
      ]
    )
  }

  /// The catalog holds a definition in the server's own words, so the same constraint is made on an empty copy of the
  /// table, and those words are compared.
  private func definitionSearch(
    _ constraint: TableConstraint, _ definition: String, of table: QualifiedName
  ) throws(DialectError) -> [String] {
    let copy = "pg_temp." + (try quoted(table.name))
    let words = "regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '')"
    return [
      "CREATE TEMPORARY TABLE \(try quoted(table.name)) (LIKE \(try quoted(table)));",
      "ALTER TABLE \(copy) ADD \(definition);",
      "SELECT \(words) INTO wanted FROM pg_catalog.pg_constraint",
      "  WHERE conrelid = \(try literal(.text(copy)))::regclass AND contype = '\(constraint.catalogLetter)';",
      "DROP TABLE \(copy);",
      "SELECT conname INTO found FROM pg_catalog.pg_constraint",
      "  WHERE conrelid = \(try nameLiteral(table))::regclass AND contype = '\(constraint.catalogLetter)'",
      "    AND \(words) = wanted",
      "  ORDER BY oid DESC LIMIT 1;",
    ]
  }

  /// A foreign key cannot be tried out on a temporary table, but it is all columns and letters.
  private func foreignKeySearch(_ key: ForeignKey, of table: QualifiedName) throws(DialectError) -> [String] {
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
    var lines = [
      "SELECT conname INTO found FROM pg_catalog.pg_constraint c",
      "  WHERE contype = 'f' AND conrelid = \(try nameLiteral(table))::regclass",
      "    AND confrelid = \(try nameLiteral(key.referencedTable))::regclass",
      "    AND \(columns("conkey", of: "conrelid")) = ARRAY[\(try literals(key.columns.map(SQLValue.text)))]",
      "    AND \(referenced)",
      "    AND confdeltype = '\(key.onDelete.catalogLetter)' AND confupdtype = '\(key.onUpdate.catalogLetter)'",
      "    AND confmatchtype = '\(key.match == .full ? "f" : "s")'",
      "    AND condeferrable = \(key.deferrable != .no) AND condeferred = \(key.deferrable == .initiallyDeferred)",
    ]
    // Only version 15 and later have a column for the columns that are set, so it is asked for by its name.
    lines.append(
      key.onDeleteColumns.isEmpty
        ? "    AND to_jsonb(c) ->> 'confdelsetcols' IS NULL"
        : "    AND \(columns("confdelsetcols", of: "conrelid")) = ARRAY[\(try literals(key.onDeleteColumns.map(SQLValue.text)))]"
    )
    return lines + ["  ORDER BY oid DESC LIMIT 1;"]
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
    case .exclusion: "x"
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
