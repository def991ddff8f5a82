import Revisions

extension Catalog {
  /// Reads sequences, and what those behind identity columns do.
  func readingSequences() -> CatalogQuery {
    CatalogQuery(
      of: .sequences,
      """
      SELECT c.relname, n.nspname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
        q.seqcycle, d.description, o.refobjid, o.refobjsubid, o.deptype, c.relpersistence
      FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = q.seqrelid AND o.objsubid = 0
        AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i')
      \(.description("d", "pg_class", "c.oid"))
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_class", "c.oid"))
      """, take: takeSequences)
  }

  private func takeSequences(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      let relation = fields.text()
      let name = self.name(fields.text(), relation)
      let type = self.type(fields.text())
      var sequence = DatabaseSequence(name, type == .bigInteger ? nil : type)
      sequence.start = fields.optionalNumber()
      sequence.increment = fields.optionalNumber()
      sequence.minimum = fields.optionalNumber()
      sequence.maximum = fields.optionalNumber()
      sequence.cache = fields.optionalNumber()
      sequence.cycles = fields.flag()
      sequence.comment = fields.optionalText()
      let (table, column) = (fields.integer(), fields.integer())
      let dependency = fields.optionalText()
      let isUnlogged = fields.text() == "u"
      guard !ignored.contains(table) else { continue }
      if dependency == "i" {
        setIdentity(sequence, of: table, column)
        continue
      }
      if dependency == "a", let owner = tables[table]?.table, let column = columnNames[table]?[column] {
        sequence.owner = DatabaseSequence.Owner(owner.name, column)
      }
      if isUnlogged { addPersistence(of: name) }
      schema.sequences.append(sequence)
    }
  }

  /// That a sequence is not kept safe, which has no place in a value.
  private func addPersistence(of sequence: QualifiedName) {
    let head: SQLFragment = "ALTER SEQUENCE \(identifier: sequence) "
    schema.others.append(
      SQLObject(
        "SEQUENCE PERSISTENCE", SQLText.name(sequence), create: head + "SET UNLOGGED", drop: head + "SET LOGGED"))
  }

  private func setIdentity(_ sequence: DatabaseSequence, of table: Int, _ number: Int) {
    guard let name = columnNames[table]?[number], let owner = tables[table]?.table,
      let position = owner.columns.firstIndex(where: { $0.name == name }),
      var identity = owner.columns[position].identity
    else { return }
    identity.start = sequence.start
    identity.increment = sequence.increment
    identity.minimum = sequence.minimum
    identity.maximum = sequence.maximum
    identity.cache = sequence.cache
    identity.cycles = sequence.cycles
    identity.sequence = sequence.name
    tables[table]?.table.columns[position].identity = identity
    comment(sequence.comment, on: .sequence(sequence.name))
  }
}
