import Revisions

extension Catalog {
  /// Reads which objects need a foreign table at any distance: what cannot be made where that is not, such as a view that reads it, a
  /// function that takes its rows and a key that refers to a table with such a column. They are named, and left alone as it is.
  func readingForeignTables() -> CatalogQuery {
    CatalogQuery(
      """
      WITH RECURSIVE needy (classid, objid, is_part) AS (
        SELECT 'pg_class'::regclass::oid, oid, false FROM pg_class WHERE relkind = 'f'
        UNION
        SELECT CASE WHEN coalesce(w.ev_class, v.adrelid) IS NULL THEN d.classid ELSE 'pg_class'::regclass END,
          coalesce(w.ev_class, v.adrelid, d.objid), d.deptype <> 'n'
        FROM needy JOIN pg_depend d ON d.refclassid = needy.classid AND d.refobjid = needy.objid AND d.deptype IN ('n', 'a', 'i')
        LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid AND w.rulename = '_RETURN'
        LEFT JOIN pg_attrdef v ON d.classid = 'pg_attrdef'::regclass AND v.oid = d.objid)
      SELECT classid::regclass::text, objid::int8, o.type, CASE WHEN o.schema = \(home ?? "")
          AND starts_with(o.identity, quote_ident(o.schema) || '.') THEN substr(o.identity, length(quote_ident(o.schema)) + 2)
          ELSE o.identity END,
        bool_and(is_part) OR o.schema NOT IN (SELECT nspname FROM pg_namespace WHERE oid = ANY (\(schemas)::oid[]))
      FROM needy CROSS JOIN LATERAL pg_identify_object(classid, objid, 0) o GROUP BY 1, 2, 3, 4, o.schema
      """, take: takeForeignTables)
  }

  private func takeForeignTables(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      outOfReach[fields.text(), default: []].insert(fields.integer())
      let (kind, name) = (fields.text(), fields.text())
      let isLeftUnsaid = fields.flag()
      if !isLeftUnsaid { note(kind, kind == "foreign table" ? name : "\(name) (it needs a foreign table)") }
    }
    ignored.formUnion(outOfReach["pg_class"] ?? [])
  }

  /// The condition that an object needs nothing that is left out; nil where all of the catalog does not. The parameters are SQL: the
  /// catalog, and the object's id.
  func isInReach(_ catalog: String, _ id: String) -> SQLFragment? {
    guard let ids = outOfReach[catalog] else { return nil }
    return "\(raw: id) <> ALL ('{\(raw: ids.sorted().map(String.init).joined(separator: ","))}'::oid[])"
  }
}
