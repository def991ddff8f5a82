import Dialects
import Revisions

extension Catalog {
  /// The catalogs that may have something which operations cannot make.
  static let unmade: Set<SystemCatalog> = [
    .accessMethods, .baseTypes, .foreignServers, .languages, .ranges, .textSearchParsers, .textSearchTemplates,
  ]

  /// Reads what operations cannot make, and what needs it at any distance: a view that reads a foreign table, a function that takes its
  /// rows, a key that refers to a table with such a column. All of that is named and left alone, as it cannot be made elsewhere either.
  func readingNeeds() -> CatalogQuery {
    CatalogQuery(
      """
      WITH RECURSIVE roots (classid, objid, kind, is_said) AS (
        SELECT 'pg_class'::regclass::oid, oid, 'foreign table', relnamespace = ANY (\(schemas)::oid[]) FROM pg_class WHERE relkind = 'f'
        UNION ALL
        SELECT 'pg_type'::regclass, oid, CASE WHEN typisdefined THEN 'base type' ELSE 'shell type' END, typnamespace = ANY (\(schemas)::oid[])
        FROM pg_type WHERE \(raw: SystemCatalog.isBaseType) AND \(standsAlone("pg_type", "oid"))
        UNION ALL
        SELECT 'pg_type'::regclass, t.oid, 'range type with a canonical function', t.typnamespace = ANY (\(schemas)::oid[])
        FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid
        WHERE r.rngcanonical <> 0 AND t.oid >= 16384 AND \(standsAlone("pg_type", "t.oid"))
        UNION ALL
        SELECT 'pg_ts_parser'::regclass, oid, 'text search parser', prsnamespace = ANY (\(schemas)::oid[])
        FROM pg_ts_parser WHERE oid >= 16384 AND \(standsAlone("pg_ts_parser", "oid"))
        UNION ALL
        SELECT 'pg_ts_template'::regclass, oid, 'text search template', tmplnamespace = ANY (\(schemas)::oid[])
        FROM pg_ts_template WHERE oid >= 16384 AND \(standsAlone("pg_ts_template", "oid"))
        UNION ALL
        SELECT 'pg_am'::regclass, oid, 'access method', \(scope.schemas == .all) FROM pg_am
        WHERE oid >= 16384 AND \(standsAlone("pg_am", "oid"))
        UNION ALL
        SELECT 'pg_language'::regclass, oid, 'language', \(scope.schemas == .all) FROM pg_language
        WHERE oid >= 16384 AND \(standsAlone("pg_language", "oid"))),
      needy (classid, objid, is_part, root_classid, root_objid) AS (
        SELECT classid, objid, NOT is_said, classid, objid FROM roots
        UNION
        SELECT x.classid, x.objid, d.deptype <> 'n', root_classid, root_objid
        FROM needy JOIN pg_depend d ON d.refclassid = needy.classid AND d.refobjid = needy.objid AND d.deptype IN ('n', 'a', 'i')
        LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid AND w.rulename = '_RETURN'
        LEFT JOIN pg_attrdef v ON d.classid = 'pg_attrdef'::regclass AND v.oid = d.objid
        CROSS JOIN LATERAL (SELECT coalesce(w.ev_class, v.adrelid, d.objid) AS objid,
          CASE WHEN coalesce(w.ev_class, v.adrelid) IS NULL THEN d.classid ELSE 'pg_class'::regclass END AS classid) x
        WHERE (x.classid, x.objid) <> (needy.classid, needy.objid)),
      named AS (
        SELECT o.classid, o.objid, i.type, i.schema, CASE WHEN i.schema = \(home ?? "") AND starts_with(i.identity, quote_ident(i.schema) || '.')
          THEN substr(i.identity, length(quote_ident(i.schema)) + 2) ELSE i.identity END AS name
        FROM (SELECT DISTINCT classid, objid FROM needy) o CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) i)
      SELECT n.classid::regclass::text, n.objid::int8, coalesce(self.kind, n.type), n.name, bool_or(needy.is_part)
          OR self.kind IS NULL AND n.schema NOT IN (SELECT nspname FROM pg_namespace WHERE oid = ANY (\(schemas)::oid[])),
        CASE WHEN self.kind IS NULL THEN min(root.kind || ' ' || r.name) END
      FROM needy JOIN named n ON n.classid = needy.classid AND n.objid = needy.objid
      JOIN roots root ON root.classid = root_classid AND root.objid = root_objid
      JOIN named r ON r.classid = root_classid AND r.objid = root_objid
      LEFT JOIN roots self ON self.classid = n.classid AND self.objid = n.objid
      GROUP BY n.classid, n.objid, n.type, n.schema, n.name, self.kind
      """, take: takeNeeds)
  }

  private func takeNeeds(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      outOfReach[fields.text(), default: []].insert(fields.integer())
      let (kind, name) = (fields.text(), fields.text())
      let isLeftUnsaid = fields.flag()
      guard !isLeftUnsaid else { continue }
      note(kind, fields.optionalText().map { "\(name) (it needs the \($0))" } ?? name)
    }
    ignored.formUnion(outOfReach["pg_class"] ?? [])
  }

  /// The condition that an object needs nothing that is left out. The parameters are SQL: the catalog, and the object's id.
  func isInReach(_ catalog: String, _ id: String) -> SQLFragment {
    guard let ids = outOfReach[catalog] else { return "true" }
    return "\(raw: id) <> ALL ('{\(raw: ids.sorted().map(String.init).joined(separator: ","))}'::oid[])"
  }
}
