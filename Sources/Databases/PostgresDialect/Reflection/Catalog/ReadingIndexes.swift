import Dialects
import Revisions

extension Catalog {
  /// Reads the indexes of tables and materialized views. Of those that belong to a constraint it is only noted whether the table
  /// is clustered or replicated by them.
  func readingIndexes() -> CatalogQuery {
    let nullsNotDistinct = version >= 150_000 ? "i.indnullsnotdistinct" : "false"
    return CatalogQuery(
      """
      SELECT i.indexrelid, i.indrelid, x.relname, i.indisunique, i.indisclustered, i.indisreplident, i.indisvalid,
        x.relkind, CASE WHEN k.oid IS NULL THEN pg_get_indexdef(i.indexrelid) END, \(raw: nullsNotDistinct), x.reloptions,
        s.spcname, d.description, h.inhparent::int8, c.relispartition OR c.relkind = 'p', a.statistics
      FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
      LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
      LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid
      LEFT JOIN (SELECT attrelid,
          string_agg(' ALTER COLUMN ' || attnum || ' SET STATISTICS ' || attstattarget, ',' ORDER BY attnum) AS statistics
        FROM pg_attribute WHERE attstattarget >= 0 GROUP BY attrelid) a ON a.attrelid = i.indexrelid
      LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace \(.description("d", "pg_class", "i.indexrelid"))
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND c.relkind IN ('r', 'p', 'm')
        AND \(standsAlone("pg_class", "i.indexrelid"))
      ORDER BY i.indexrelid
      """, take: takeIndexes)
  }

  private func takeIndexes(_ rows: [SQLRow]) throws {
    for row in rows {
      var fields = CatalogFields(row)
      let (id, table) = (fields.integer(), fields.integer())
      guard let owner = tables[table]?.table.name ?? (materializedViews.contains(table) ? relations[table] : nil) else {
        continue
      }
      let name = fields.text()
      let isUnique = fields.flag()
      if fields.flag() {
        if tables[table] != nil {
          tables[table]?.table.options.clusteredIndex = name
        } else {
          addClustering(of: owner, name)
        }
      }
      if fields.flag() { tables[table]?.table.options.replicaIdentity = .index(name) }
      let isValid = fields.flag()
      let isPartitioned = fields.text() == "I"
      let definition = fields.optionalText()
      var index: Index?
      if let definition {
        // That of a partitioned table is, as long as a partition has none; the others are seen to be missing.
        if !isValid, !isPartitioned { invalidIndexes.insert(QualifiedName(name, schema: owner.schema)) }
        var read = try IndexText.index(definition, named: name, on: owner)
        read.isUnique = isUnique
        read.nullsAreDistinct = !fields.flag()
        read.storageParameters = StorageParameters(options: fields.texts())
        read.tablespace = fields.optionalText()
        read.comment = fields.optionalText()
        index = read
      } else {
        for _ in 0..<4 { _ = fields.optionalText() }
      }
      let parent = fields.optionalNumber().map { Int($0) }
      let isPart = fields.flag()
      if let actions = fields.optionalText() { addStatistics(actions, of: QualifiedName(name, schema: owner.schema)) }
      if isPart {
        partitionIndexes.append(
          PartitionIndex(id: id, table: table, parent: parent, index: index, isValid: isValid))
      } else if let index {
        schema.indexes.append(index)
      }
    }
  }

  /// How closely the planner looks at the expressions of an index, which has no place in its value.
  private func addStatistics(_ actions: String, of index: QualifiedName) {
    let head: SQLFragment = "ALTER INDEX \(identifier: index)"
    let reset = actions.split(separator: ",").map { $0.split(separator: " ").dropLast().joined(separator: " ") + " -1" }
    schema.others.append(
      SQLObject(
        "INDEX STATISTICS", SQLText.name(index), create: head + .raw(actions),
        drop: head + .raw(" " + reset.joined(separator: ", "))))
  }

  /// The clustering of a materialized view, which has no place in its value.
  private func addClustering(of view: QualifiedName, _ index: String) {
    let head: SQLFragment = "ALTER MATERIALIZED VIEW \(identifier: view) "
    schema.others.append(
      SQLObject(
        "CLUSTERING", SQLText.name(view), create: head + "CLUSTER ON \(identifier: index)",
        drop: head + "SET WITHOUT CLUSTER"))
  }

  /// An index of a partitioned table gives its partitions theirs. Where they have exactly those that it would give them, they go
  /// without saying; else it is made for the table alone, and each part is made and attached.
  func settlePartitionIndexes() {
    var children: [Int: [Int]] = [:]
    var positions: [Int: Int] = [:]
    for (position, entry) in partitionIndexes.enumerated() {
      positions[entry.id] = position
      if let parent = entry.parent { children[parent, default: []].append(position) }
    }
    // Parents come before their parts, as an index is attached to one that is there already or makes it first: but an attached
    // one may be older, so roots are looked up rather than assumed.
    for position in partitionIndexes.indices where partitionIndexes[position].parent == nil {
      var family: [Int] = []
      var next = [position]
      while let member = next.popLast() {
        family.append(member)
        next += children[partitionIndexes[member].id] ?? []
      }
      guard let comment = partitionIndexes[position].index.map(\.comment) else { continue }
      // As a column gets another type, the server makes the index again, and gives all its parts the comment.
      for member in family.dropFirst() where partitionIndexes[member].index?.comment == comment {
        partitionIndexes[member].index?.comment = nil
      }
      if family.allSatisfy({ followsFromParent($0, root: position, children) }) {
        if let index = partitionIndexes[position].index { schema.indexes.append(index) }
      } else {
        for member in family {
          guard var index = partitionIndexes[member].index else { continue }
          index.onlyTable = tables[partitionIndexes[member].table]?.table.options.partitioning != nil
          index.parent = partitionIndexes[member].parent.flatMap { positions[$0] }.flatMap { parent in
            partitionIndexes[parent].index.map { QualifiedName($0.name, schema: $0.table.schema) }
          }
          schema.indexes.append(index)
        }
      }
    }
  }

  /// Whether an index is just what creating the family's root would make of it.
  private func followsFromParent(_ member: Int, root: Int, _ children: [Int: [Int]]) -> Bool {
    let entry = partitionIndexes[member]
    guard entry.isValid, let index = entry.index else { return false }
    guard member != root, let first = partitionIndexes[root].index else { return true }
    // Which of several alike has which number follows from the order in which they were made.
    return (0...9).contains { index.name == ChosenName.index(of: index, number: $0) } && index.comment == nil
      && index.tablespace == first.tablespace
      && index.storageParameters == first.storageParameters && index.parts == first.parts
  }
}
