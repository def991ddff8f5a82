import Revisions

extension Catalog {
  /// Reads to whom views and routines belong that are not the reader's own: what is made again would be.
  func readingOwners() -> CatalogQuery {
    CatalogQuery(
      """
      SELECT c.relkind::text, n.nspname, c.relname, NULL::text[], r.rolname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND c.relkind IN ('v', 'm') AND r.rolname <> current_user
        AND \(standsAlone("pg_class", "c.oid"))
      UNION ALL
      SELECT p.prokind::text, n.nspname, p.proname,
        ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS u(t, position) ORDER BY position),
        r.rolname
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
      WHERE p.pronamespace = ANY (\(schemas)::oid[]) AND p.prokind IN ('f', 'p', 'w') AND r.rolname <> current_user
        AND \(standsAlone("pg_proc", "p.oid"))
      """, take: takeOwners)
  }

  private func takeOwners(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      let kind = fields.text()
      let name = self.name(fields.text(), fields.text())
      let arguments = fields.texts()
      let object: DatabaseObject =
        switch kind {
        case "v": .view(name)
        case "m": .materializedView(name)
        case "p": .procedure(name, arguments)
        default: .function(name, arguments)
        }
      owners.append(SetOwner(of: object, to: .named(fields.text())))
    }
  }
}
