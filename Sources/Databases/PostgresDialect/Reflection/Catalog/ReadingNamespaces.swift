import Revisions

extension Catalog {
  /// Reads the schemas, and the extensions that stand in them or in none of their own.
  func readingNamespaces() -> CatalogQuery {
    CatalogQuery(
      """
      SELECT 's', n.nspname, NULL, NULL, d.description, NULL, NULL, NULL
      FROM pg_namespace n \(.description("d", "pg_namespace", "n.oid"))
      WHERE n.oid = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_namespace", "n.oid"))
      UNION ALL
      SELECT 'e', x.extname, n.nspname, x.extversion, d.description, a.default_version, a.comment,
        (SELECT v.schema FROM pg_available_extension_versions v WHERE v.name = x.extname AND v.version = x.extversion)
      FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
      LEFT JOIN pg_available_extensions a ON a.name = x.extname \(.description("d", "pg_extension", "x.oid"))
      WHERE x.oid >= 16384 AND (n.oid = ANY (\(schemas)::oid[]) OR n.nspname = 'pg_catalog')
      """, take: takeNamespaces)
  }

  private func takeNamespaces(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      let isSchema = fields.text() == "s"
      let name = fields.text()
      let (home, version, comment) = (fields.text(), fields.optionalText(), fields.optionalText())
      if isSchema {
        let comment = comment == PostgresDialect.commentOnPublic ? nil : comment
        if name != self.home {
          schema.namespaces.append(Namespace(name, comment: comment))
        } else {
          self.comment(comment, on: .schema(name))
        }
        continue
      }
      let (usualVersion, usualComment, ownSchema) = (
        fields.optionalText(), fields.optionalText(), fields.optionalText()
      )
      schema.extensions.append(
        Extension(
          name, schema: home == self.home || home == ownSchema ? nil : home,
          version: version == usualVersion ? nil : version, comment: comment == usualComment ? nil : comment))
    }
  }
}
