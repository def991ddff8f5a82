import Dialects
import Revisions

extension Catalog {
  /// Reads tables without their columns, views and materialized views.
  func readingRelations() -> CatalogQuery {
    CatalogQuery(
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind, d.description, c.relpersistence, c.relispartition, c.relrowsecurity,
        c.relforcerowsecurity, c.relreplident, c.reloptions, t.reloptions, s.spcname, a.amname, c.relispopulated,
        c.reloftype <> 0, p.ids, p.schemas, p.names, p.pending,
        CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
        CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
        CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \(.description("d", "pg_class", "c.oid"))
      LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
      LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
      LEFT JOIN pg_am a ON a.oid = c.relam
      LEFT JOIN (SELECT h.inhrelid, array_agg(h.inhparent::int8 ORDER BY h.inhseqno) AS ids,
          array_agg(pn.nspname::text ORDER BY h.inhseqno) AS schemas,
          array_agg(pc.relname::text ORDER BY h.inhseqno) AS names,
          bool_or(\(raw: version >= 140_000 ? "h.inhdetachpending" : "false")) AS pending
        FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace
        WHERE pc.relkind IN ('r', 'p', 'f') GROUP BY h.inhrelid) p ON p.inhrelid = c.oid
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND c.relkind IN ('r', 'p', 'v', 'm')
        AND \(standsAlone("pg_class", "c.oid"))
      """, take: takeRelations)
  }

  private func takeRelations(_ rows: [SQLRow]) throws {
    for row in rows {
      var fields = CatalogFields(row)
      let id = fields.integer()
      let name = self.name(fields.text(), fields.text())
      let kind = fields.text()
      let comment = fields.optionalText()
      if ignores(name) {
        ignored.insert(id)
        continue
      }
      switch kind {
      case "r", "p": try addTable(id, name, comment, &fields)
      default:
        relations[id] = name
        addView(name, isMaterialized: kind == "m", comment, &fields)
        if kind == "m" { materializedViews.insert(id) }
      }
    }
  }

  private func addTable(
    _ id: Int, _ name: QualifiedName, _ comment: String?, _ fields: inout CatalogFields
  ) throws(DialectError) {
    var options = Table.Options()
    options.isUnlogged = fields.text() == "u"
    let isPartition = fields.flag()
    options.hasRowSecurity = fields.flag()
    options.forcesRowSecurity = fields.flag()
    switch fields.text() {
    case "f": options.replicaIdentity = .full
    case "n": options.replicaIdentity = .nothing
    // The index follows with the others.
    default: break
    }
    options.storageParameters = StorageParameters(options: fields.texts())
    options.storageParameters.list += StorageParameters(options: fields.texts(), prefix: "toast.").list
    options.tablespace = fields.optionalText()
    let method = fields.optionalText()
    options.accessMethod = method == tableMethod ? nil : method
    _ = fields.flag()
    if fields.flag() { note("binding to its type", name.description, of: name) }
    let parents = fields.numbers()
    let (schemas, names) = (fields.texts(), fields.texts())
    let isDetaching = fields.flag()
    let parentNames = zip(schemas, names).map { self.name($0, $1) }
    options.partitioning = try fields.optionalText().map(PartitionText.partitioning)
    let bound = fields.optionalText()
    if isPartition, let bound, let parent = parentNames.first {
      options.partition = Partition(of: parent, try PartitionText.bound(bound))
      if isDetaching { note("partition that is being detached", name.description, of: name) }
    } else {
      options.inherits = parentNames
    }
    tables[id] = TableEntry(
      table: Table(name, comment: comment, options: options), isPartition: isPartition, parents: parents)
  }

  private func addView(
    _ name: QualifiedName, isMaterialized: Bool, _ comment: String?, _ fields: inout CatalogFields
  ) {
    for _ in 0..<5 { _ = fields.optionalText() }
    let options = StorageParameters(options: fields.texts())
    let toast = StorageParameters(options: fields.texts(), prefix: "toast.")
    let (tablespace, method, isPopulated) = (fields.optionalText(), fields.optionalText(), fields.flag())
    for _ in 0..<7 { _ = fields.optionalText() }
    let query = SQLFragment.raw(QueryText.canonical(fields.text()))
    if isMaterialized {
      schema.materializedViews.append(
        MaterializedView(
          name, as: query, withData: isPopulated, with: StorageParameters(options.list + toast.list),
          tablespace: tablespace, accessMethod: method == tableMethod ? nil : method, comment: comment))
    } else {
      func isOn(_ option: String) -> Bool { ["true", "on", "yes", "1"].contains(options[option]?.lowercased()) }
      schema.views.append(
        View(
          name, as: query,
          options: View.Options(
            securityBarrier: isOn("security_barrier"), securityInvoker: isOn("security_invoker"),
            checkOption: options["check_option"].flatMap { View.CheckOption(rawValue: $0.uppercased()) }),
          comment: comment))
    }
  }
}
