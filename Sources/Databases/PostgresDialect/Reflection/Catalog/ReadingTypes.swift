import Revisions

extension Catalog {
  /// Reads enumerations, domains with their checks, and composite types, whose attributes come with the columns of tables.
  func readingTypes() -> CatalogQuery {
    CatalogQuery(
      """
      SELECT t.oid, t.typtype, n.nspname, t.typname, d.description, t.typrelid,
        e.labels, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
        CASE WHEN t.typdefaultbin IS NOT NULL THEN pg_get_expr(t.typdefaultbin, 0) END, cn.nspname, co.collname,
        k.names, k.expressions, k.valid, k.comments
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace \(.description("d", "pg_type", "t.oid"))
      LEFT JOIN pg_class c ON c.oid = t.typrelid
      LEFT JOIN (SELECT enumtypid, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels
        FROM pg_enum GROUP BY enumtypid) e ON e.enumtypid = t.oid
      LEFT JOIN pg_type b ON b.oid = t.typbasetype
      LEFT JOIN pg_collation co ON t.typtype = 'd' AND co.oid = t.typcollation AND t.typcollation <> b.typcollation
      LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
      LEFT JOIN (SELECT x.contypid, array_agg(x.conname::text ORDER BY x.conname) AS names,
          array_agg(pg_get_expr(x.conbin, 0) ORDER BY x.conname) AS expressions,
          array_agg(x.convalidated::text ORDER BY x.conname) AS valid,
          array_agg(coalesce('=' || xd.description, '-') ORDER BY x.conname) AS comments
        FROM pg_constraint x \(.description("xd", "pg_constraint", "x.oid"))
        WHERE x.contypid <> 0 AND x.contype = 'c' GROUP BY x.contypid) k ON k.contypid = t.oid
      WHERE t.typnamespace = ANY (\(schemas)::oid[])
        AND (t.typtype IN ('e', 'd') OR (t.typtype = 'c' AND c.relkind = 'c'))
        AND \(standsAlone("pg_type", "t.oid"))
      """, take: takeTypes)
  }

  private func takeTypes(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      _ = fields.integer()
      let kind = fields.text()
      let name = self.name(fields.text(), fields.text())
      let comment = fields.optionalText()
      let relation = fields.integer()
      switch kind {
      case "e": schema.enums.append(EnumType(name, values: fields.texts(), comment: comment))
      case "c":
        relations[relation] = name
        compositeTypes[relation] = schema.compositeTypes.count
        schema.compositeTypes.append(CompositeType(name, attributes: [], comment: comment))
      default:
        _ = fields.texts()
        schema.domains.append(domain(name, comment, &fields))
      }
    }
  }

  private func domain(_ name: QualifiedName, _ comment: String?, _ fields: inout CatalogFields) -> Domain {
    let type = self.type(fields.text())
    let isNotNull = fields.flag()
    let value = fields.optionalText()
    let collation = visibleName(fields.optionalText(), fields.optionalText())
    var domain = Domain(name, type, notNull: isNotNull, collation: collation, comment: comment)
    domain.defaultValue = value.map { .expression(.raw($0)) }
    let names = fields.texts()
    let (expressions, valid, comments) = (fields.texts(), fields.texts(), fields.texts())
    for position in names.indices {
      var check = Check(.raw(expressions[position]), name: names[position])
      check.isValidated = valid[position] == "true"
      domain.checks.append(check)
      if comments[position].hasPrefix("=") {
        self.comment(String(comments[position].dropFirst()), on: .domainConstraint(names[position], on: name))
      }
    }
    return domain
  }
}
