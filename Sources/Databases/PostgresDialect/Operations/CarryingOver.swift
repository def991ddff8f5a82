import Dialects
import Revisions

/// What an object that takes another's place has to get besides its definition: its comment, its owner and its privileges,
/// as they stand in the catalog when the statement runs.
struct CarriedOver {
  /// What the object is in `ALTER` and `COMMENT`, and in `GRANT`, each with its name: `TYPE "mood"`, `TABLE "v"`.
  let altered: String
  let granted: String
  /// A catalog with the prefix of its columns, and what makes the object's number of its name.
  let catalog: String
  let prefix: String
  let lookup: String
  /// The letter for which the server tells the privileges that nobody has changed.
  let kind: String

  /// Variables that the lines need.
  static let variables = ["kept record", "entry record"]

  /// A line that notes what the former object has.
  func noting(_ former: String) -> String {
    """
    SELECT \(prefix)owner AS owner, \(privileges) AS acl, obj_description(oid, '\(catalog)') AS comment \
    INTO STRICT kept FROM \(catalog) WHERE oid = \(former)\(lookup);
    """
  }

  /// Lines that give it to the object that is there now. Privileges that others than the owner have granted become the
  /// owner's.
  func giving(to present: String, in dialect: PostgresDialect) throws(DialectError) -> [String] {
    func start(_ text: String) throws(DialectError) -> String { try dialect.literal(.text(text)) }
    let row = "FROM \(catalog) WHERE oid = \(present)\(lookup)"
    let grantee = "CASE entry.grantee WHEN 0 THEN 'PUBLIC' ELSE entry.grantee::regrole::text END"
    return [
      "IF kept.comment IS NOT NULL THEN",
      "  EXECUTE \(try start("COMMENT ON \(altered) IS ")) || quote_literal(kept.comment);",
      "END IF;",
      "IF kept.owner <> (SELECT \(prefix)owner \(row)) THEN",
      "  EXECUTE \(try start("ALTER \(altered) OWNER TO ")) || kept.owner::regrole;",
      "END IF;",
      "IF kept.acl <> (SELECT \(privileges) \(row)) THEN",
      "  FOR entry IN SELECT DISTINCT grantee FROM aclexplode((SELECT \(privileges) \(row))) LOOP",
      "    EXECUTE \(try start("REVOKE ALL ON \(granted) FROM ")) || \(grantee);",
      "  END LOOP;",
      "  FOR entry IN SELECT * FROM aclexplode(kept.acl) LOOP",
      "    EXECUTE 'GRANT ' || entry.privilege_type || \(try start(" ON \(granted) TO ")) || \(grantee)",
      "      || CASE WHEN entry.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;",
      "  END LOOP;",
      "END IF;",
    ]
  }

  private var privileges: String { "coalesce(\(prefix)acl, acldefault('\(kind)', \(prefix)owner))" }
}
