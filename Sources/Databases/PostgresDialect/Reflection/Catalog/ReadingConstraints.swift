import Dialects
import Revisions

extension Catalog {
  /// Reads the constraints of tables.
  func readingConstraints() -> CatalogQuery {
    let setColumns = version >= 150_000 ? "k.confdelsetcols" : "NULL"
    let nullsNotDistinct = version >= 150_000 ? "i.indnullsnotdistinct" : "false"
    return CatalogQuery(
      """
      SELECT k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated, k.connoinherit,
        k.conislocal, k.conparentid::int8, d.description, k.conkey::text,
        CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) WHEN 'x' THEN pg_get_constraintdef(k.oid) END,
        fn.nspname, f.relname, k.confrelid, k.confkey::text, k.confupdtype, k.confdeltype, k.confmatchtype,
        \(raw: setColumns)::text,
        CASE WHEN k.contype = 'f' AND NOT f.relnamespace = ANY (\(schemas)::oid[]) THEN
          ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(number, position)
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY u.position) END,
        i.indkey::text, i.indnkeyatts, \(raw: nullsNotDistinct), x.reloptions, s.spcname, xd.description, x.relname
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \(.description("d", "pg_constraint", "k.oid"))
      LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
      LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
      LEFT JOIN pg_class x ON x.oid = i.indexrelid LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace
      \(.description("xd", "pg_class", "i.indexrelid"))
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND c.relkind IN ('r', 'p') AND k.contype IN ('p', 'u', 'c', 'f', 'x')
        AND \(isInReach("pg_constraint", "k.oid"))
      """, take: takeConstraints)
  }

  private func takeConstraints(_ rows: [SQLRow]) throws {
    for row in rows {
      var fields = CatalogFields(row)
      let id = fields.integer()
      guard let entry = tables[id] else { continue }
      try addConstraint(&fields, to: id, entry)
    }
  }

  private func addConstraint(
    _ fields: inout CatalogFields, to id: Int, _ entry: TableEntry
  ) throws(DialectError) {
    let table = entry.table.name
    let name = fields.text()
    let kind = fields.text()
    let (isDeferrable, isDeferred, isValidated) = (fields.flag(), fields.flag(), fields.flag())
    let deferrable: Deferrable = isDeferrable ? (isDeferred ? .initiallyDeferred : .initiallyImmediate) : .no
    let isInherited = !fields.flag()
    let isLocal = fields.flag()
    let isPart = fields.integer() != 0
    let comment = fields.optionalText()
    let columns = names(fields.numbers(), of: id)
    let text = fields.optionalText()

    let constraint: TableConstraint
    switch kind {
    case "c":
      // A partition needs its parent's checks before it can be attached; another child gets them from its parent.
      guard isLocal || entry.isPartition else { return }
      var check = Check(.raw(text ?? ""), name: name)
      check.isValidated = isValidated
      check.isInherited = isInherited
      constraint = .check(check)
    case "f":
      guard !isPart else { return }
      var key = foreignKey(name, columns, of: id, &fields)
      key.deferrable = deferrable
      key.isValidated = isValidated
      constraint = .foreignKey(key)
    default:
      for _ in 0..<9 { _ = fields.optionalText() }
      let all = fields.numbers()
      let keyCount = fields.integer()
      let nullsAreDistinct = !fields.flag()
      var index = ConstraintIndex()
      index.include = names(Array(all.dropFirst(keyCount)), of: id)
      index.storageParameters = StorageParameters(options: fields.texts())
      index.tablespace = fields.optionalText()
      self.comment(fields.optionalText(), on: .index(QualifiedName(fields.text(), schema: table.schema)))
      switch kind {
      case "p":
        guard !isPart || name != ChosenName.primaryKey(of: table.name) else { return }
        var key = PrimaryKey(columns: columns, name: name)
        key.deferrable = deferrable
        key.index = index
        constraint = .primaryKey(key)
      case "u":
        guard !isPart || name != ChosenName.unique(of: table.name, columns + index.include) else { return }
        var unique = Unique(columns: columns, name: name, deferrable: deferrable)
        unique.nullsAreDistinct = nullsAreDistinct
        unique.index = index
        constraint = .unique(unique)
      default:
        var exclusion = try IndexText.exclusion(text ?? "")
        exclusion.name = name
        exclusion.deferrable = deferrable
        exclusion.index = index
        constraint = .exclusion(exclusion)
      }
    }
    tables[id]?.table.constraints.append(constraint)
    self.comment(comment, on: .constraint(name, on: table))
  }

  private func foreignKey(
    _ name: String, _ columns: [String], of table: Int, _ fields: inout CatalogFields
  ) -> ForeignKey {
    let referenced = self.name(fields.text(), fields.text())
    let referencedID = fields.integer()
    let numbers = fields.numbers()
    let (onUpdate, onDelete) = (ForeignKey.Action(letter: fields.text()), ForeignKey.Action(letter: fields.text()))
    let match: ForeignKey.Match = fields.text() == "f" ? .full : .simple
    let setNumbers = fields.numbers()
    let outside = fields.texts()
    var key = ForeignKey(
      columns: columns, references: referenced, outside.isEmpty ? names(numbers, of: referencedID) : outside,
      name: name,
      onDelete: onDelete, onUpdate: onUpdate, match: match)
    key.onDeleteColumns = names(setNumbers, of: table)
    return key
  }

  func names(_ numbers: [Int], of table: Int) -> [String] { numbers.compactMap { columnNames[table]?[$0] } }
}

extension ForeignKey.Action {
  /// By the letter that the catalog has for it.
  fileprivate init(letter: String) {
    switch letter {
    case "r": self = .restrict
    case "c": self = .cascade
    case "n": self = .setNull
    case "d": self = .setDefault
    default: self = .noAction
    }
  }
}
