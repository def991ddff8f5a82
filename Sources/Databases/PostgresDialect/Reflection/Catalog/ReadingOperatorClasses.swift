import Revisions

/// What an index may be built on, as the statements that make it: each class says its family, as the server makes one of the same name
/// otherwise, which stays when the class is dropped.
extension Catalog {
  var operatorFamilies: SQLFragment {
    """
    SELECT 'OPERATOR FAMILY', o.address, 'CREATE OPERATOR FAMILY ' || o.address
        || coalesce('; ALTER OPERATOR FAMILY ' || o.address || ' ADD ' || (\(members(of: "pg_opfamily", "c.oid"))), ''),
      d.description, NULL::oid
    FROM pg_opfamily c JOIN pg_namespace n ON n.oid = c.opfnamespace JOIN pg_am m ON m.oid = c.opfmethod
    CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "c.opfname")) || ' USING ' || quote_ident(m.amname) AS address) o
    \(.description("d", "pg_opfamily", "c.oid"))
    WHERE c.opfnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_opfamily", "c.oid"))
    """
  }

  var operatorClasses: SQLFragment {
    """
    SELECT 'OPERATOR CLASS', o.address, 'CREATE OPERATOR CLASS ' || \(qualified("n.nspname", "c.opcname"))
        || CASE WHEN c.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' || format_type(c.opcintype, NULL)
        || ' USING ' || quote_ident(m.amname) || ' FAMILY ' || \(qualified("fn.nspname", "f.opfname")) || ' AS '
        || concat_ws(', ', s.storage, coalesce((\(members(of: "pg_opclass", "c.oid"))),
          CASE WHEN s.storage IS NULL THEN 'STORAGE ' || format_type(c.opcintype, NULL) END)),
      d.description, NULL::oid
    FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
    JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
    CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "c.opcname")) || ' USING ' || quote_ident(m.amname) AS address) o
    CROSS JOIN LATERAL (SELECT CASE WHEN c.opckeytype <> 0 THEN 'STORAGE ' || format_type(c.opckeytype, NULL) END AS storage) s
    \(.description("d", "pg_opclass", "c.oid"))
    WHERE c.opcnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_opclass", "c.oid"))
    """
  }

  /// The operators and functions that belong to a class, or to a family and none of its classes, as a query of one text or NULL.
  private func members(of catalog: String, _ id: String) -> SQLFragment {
    """
    SELECT string_agg(x.text, ', ' ORDER BY x.rank, x.number, x.text) FROM (
      SELECT 1 AS rank, p.amopstrategy AS number, 'OPERATOR ' || p.amopstrategy || ' ' || p.amopopr::regoperator
        || coalesce((SELECT ' FOR ORDER BY ' || \(qualified("sn.nspname", "s.opfname")) FROM pg_opfamily s
          JOIN pg_namespace sn ON sn.oid = s.opfnamespace WHERE s.oid = p.amopsortfamily), '') AS text
      FROM pg_depend e JOIN pg_amop p ON p.oid = e.objid
      WHERE e.classid = 'pg_amop'::regclass AND e.refclassid = '\(raw: catalog)'::regclass AND e.refobjid = \(raw: id)
        AND e.objsubid = 0
      UNION ALL
      SELECT 2, p.amprocnum, 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, NULL) || ', '
        || format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::regprocedure
      FROM pg_depend e JOIN pg_amproc p ON p.oid = e.objid
      WHERE e.classid = 'pg_amproc'::regclass AND e.refclassid = '\(raw: catalog)'::regclass AND e.refobjid = \(raw: id)
        AND e.objsubid = 0) x
    """
  }
}
