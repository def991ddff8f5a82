import Revisions

extension Catalog {
  /// Reads what roles were granted beyond what they have by themselves.
  func readingGrants() -> CatalogQuery {
    CatalogQuery(
      """
      SELECT o.kind, o.schema, o.name, o.arguments, o.part, r.rolname, x.privilege_type, x.is_grantable, o.creator,
        (SELECT count(*) FROM aclexplode(o.usual) u WHERE u.grantee = o.owner)
      FROM (\(grantables)) o CROSS JOIN LATERAL aclexplode(o.acl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
      WHERE x.grantee <> o.owner AND NOT EXISTS (SELECT FROM aclexplode(o.usual) u WHERE u.grantee = x.grantee
        AND u.privilege_type = x.privilege_type AND u.is_grantable = x.is_grantable)
      UNION ALL
      SELECT o.kind, o.schema, o.name, o.arguments, o.part, coalesce(r.rolname, 'PUBLIC'), '-' || x.privilege_type, false, o.creator, 0
      FROM (\(grantables)) o CROSS JOIN LATERAL aclexplode(o.usual) x LEFT JOIN pg_roles r ON r.oid = x.grantee
      WHERE o.kind <> 'c' AND x.grantee IN (0, o.owner) AND NOT EXISTS (SELECT FROM aclexplode(o.acl) u WHERE u.grantee = x.grantee
        AND u.privilege_type = x.privilege_type)
      """, take: takeGrants)
  }

  private func takeGrants(_ rows: [SQLRow]) {
    var grants: [GrantKey: GrantSum] = [:]
    for row in rows {
      var fields = CatalogFields(row)
      let kind = fields.text()
      let (schema, name) = (fields.optionalText(), fields.text())
      let (arguments, part) = (fields.texts(), fields.optionalText())
      let role = fields.optionalText()
      let privilege = fields.text()
      let isGrantable = fields.flag()
      let creator = fields.optionalText()
      let total = fields.integer()
      guard let target = target(kind, schema, name, arguments, creator) else { continue }
      if privilege.hasPrefix("-") {
        note("revoked privilege", "\(privilege.dropFirst()) of \(role ?? "") on \(Self.words(target))")
        if let kind = Privilege.Kind(rawValue: String(privilege.dropFirst())), let role {
          revoked.append(
            Revoke(Privilege(kind), on: target, from: role == "PUBLIC" ? .public : .named(role)))
        }
        continue
      }
      guard let granted = Privilege.Kind(rawValue: privilege) else {
        note("privilege", "\(privilege) on \(Self.words(target))")
        continue
      }
      let key = GrantKey(target: target, role: role.map(Role.named) ?? .public, isGrantable: isGrantable)
      if let part {
        grants[key, default: GrantSum()].columns[granted, default: []].append(part)
      } else {
        grants[key, default: GrantSum()].whole.append(granted)
        grants[key]?.total = total
      }
    }
    schema.grants += grants.map { key, sum in
      Grant(
        privileges: sum.privileges, on: key.target, roles: [key.role], grantOption: key.isGrantable ? .with : .without)
    }
  }

  private static func words(_ target: PrivilegeTarget) -> String {
    switch target {
    case .object(let object): "\(object)"
    case .all(let kind, let schema): "all \(kind.rawValue.lowercased()) in \(schema)"
    case .future(let kind, _, _): "future \(kind.rawValue.lowercased())"
    }
  }

  private struct GrantKey: Hashable {
    var target: PrivilegeTarget
    var role: Role
    var isGrantable: Bool
  }

  private struct GrantSum {
    var whole: [Privilege.Kind] = []
    var columns: [Privilege.Kind: [String]] = [:]
    /// How many there are for an object of this kind.
    var total = 0

    var privileges: [Privilege] {
      let whole = self.whole.count == total && total > 1 ? [.all] : self.whole.map { Privilege($0) }
      return whole + columns.map { Privilege($0, columns: $1.sorted()) }
    }
  }

  private func target(
    _ kind: String, _ schema: String?, _ name: String, _ arguments: [String], _ creator: String?
  ) -> PrivilegeTarget? {
    let whole = self.name(schema ?? "", name)
    if let creator {
      let kinds: [String: PrivilegeTarget.Kind] = [
        "r": .tables, "S": .sequences, "f": .functions, "T": .types, "n": .schemas,
      ]
      return kinds[kind].map {
        .future($0, inSchema: schema, createdBy: creator == role ? nil : .named(creator))
      }
    }
    switch kind {
    case "r", "c": return ignores(whole) ? nil : .table(whole)
    case "s": return .sequence(whole)
    case "f": return .function(whole, arguments)
    case "p": return .procedure(whole, arguments)
    case "t": return .type(whole)
    case "d": return .domain(whole)
    case "n": return .schema(name)
    default: return nil
    }
  }

  /// All that something can be granted on and has been, with what is granted on it by itself.
  private var grantables: SQLFragment {
    """
    SELECT CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END AS kind, n.nspname AS schema, c.relname AS name, NULL::text[] AS arguments,
      NULL::name AS part, NULL::name AS creator, c.relowner AS owner, c.relacl AS acl,
      acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND c.relacl IS NOT NULL AND \(standsAlone("pg_class", "c.oid"))
    UNION ALL
    SELECT 'c', n.nspname, c.relname, NULL, a.attname, NULL, c.relowner, a.attacl, acldefault('c', c.relowner)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND a.attacl IS NOT NULL AND NOT a.attisdropped
      AND \(standsAlone("pg_class", "c.oid"))
    UNION ALL
    SELECT CASE p.prokind WHEN 'p' THEN 'p' ELSE 'f' END, n.nspname, p.proname,
      ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS u(t, position) ORDER BY position), NULL, NULL,
      p.proowner, p.proacl, acldefault('f', p.proowner)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.pronamespace = ANY (\(schemas)::oid[]) AND p.proacl IS NOT NULL AND \(standsAlone("pg_proc", "p.oid"))
    UNION ALL
    SELECT CASE t.typtype WHEN 'd' THEN 'd' ELSE 't' END, n.nspname, t.typname, NULL, NULL, NULL, t.typowner, t.typacl,
      acldefault('T', t.typowner)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typnamespace = ANY (\(schemas)::oid[]) AND t.typacl IS NOT NULL AND \(standsAlone("pg_type", "t.oid"))
    UNION ALL
    SELECT 'n', NULL, n.nspname, NULL, NULL, NULL, n.nspowner, n.nspacl, coalesce(i.initprivs, acldefault('n', n.nspowner))
    FROM pg_namespace n LEFT JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid AND i.objsubid = 0
    WHERE n.oid = ANY (\(schemas)::oid[]) AND n.nspacl IS NOT NULL AND \(standsAlone("pg_namespace", "n.oid"))
    UNION ALL
    SELECT f.defaclobjtype::text, n.nspname, '', NULL, NULL, r.rolname, f.defaclrole, f.defaclacl, CASE WHEN f.defaclnamespace = 0 THEN
      acldefault(CASE f.defaclobjtype WHEN 'S' THEN 's' ELSE f.defaclobjtype END::"char", f.defaclrole) END
    FROM pg_default_acl f JOIN pg_roles r ON r.oid = f.defaclrole LEFT JOIN pg_namespace n ON n.oid = f.defaclnamespace
    WHERE f.defaclnamespace = 0 OR f.defaclnamespace = ANY (\(schemas)::oid[])
    """
  }
}
