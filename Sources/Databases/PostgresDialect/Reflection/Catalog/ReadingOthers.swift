import Dialects
import Revisions

extension Catalog {
  /// Reads what has no value of its own, as the statement that makes it; what cannot be made so is named.
  func readingOthers() -> [CatalogQuery] {
    let parts: [(SystemCatalog, SQLFragment)] = [
      (.routines, aggregates), (.statistics, statistics), (.rules, rules), (.ranges, rangeTypes),
      (.collations, collations), (.casts, casts), (.textSearchConfigurations, textSearchConfigurations),
      (.textSearchDictionaries, textSearchDictionaries), (.operators, operators), (.eventTriggers, eventTriggers),
      (.operatorFamilies, operatorFamilies), (.operatorClasses, operatorClasses),
    ]
    return (parts + unsupportedObjects).map { CatalogQuery(of: $0, $1, take: takeOthers) }
  }

  private func takeOthers(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      let (kind, address) = (fields.text(), fields.text())
      let creation = fields.optionalText()
      let comment = fields.optionalText()
      let table = fields.integer()
      guard !ignored.contains(table) else { continue }
      guard let creation else {
        note(kind, address)
        continue
      }
      schema.others.append(SQLObject(kind, address, create: .raw(QueryText.canonical(creation))))
      self.comment(comment, on: .other(kind, .raw(address)))
    }
  }

  /// An object's name in SQL, without its schema where that is the default one. The parameters are columns.
  func qualified(_ schema: String, _ name: String) -> SQLFragment {
    "(CASE WHEN \(raw: schema) = \(home ?? "") THEN '' ELSE quote_ident(\(raw: schema)) || '.' END || quote_ident(\(raw: name)))"
  }

  private var aggregates: SQLFragment {
    """
    SELECT 'AGGREGATE', o.name || '(' || coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*') || ')',
      'CREATE AGGREGATE ' || o.name || '(' || coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') || ') ('
      || concat_ws(', ', 'SFUNC = ' || a.aggtransfn::regproc, 'STYPE = ' || format_type(a.aggtranstype, NULL),
        CASE WHEN a.aggtransspace <> 0 THEN 'SSPACE = ' || a.aggtransspace END,
        CASE WHEN a.aggfinalfn <> 0 THEN 'FINALFUNC = ' || a.aggfinalfn::regproc END,
        CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
        CASE WHEN a.aggfinalfn <> 0 AND a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
          THEN 'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
        CASE WHEN a.aggcombinefn <> 0 THEN 'COMBINEFUNC = ' || a.aggcombinefn::regproc END,
        CASE WHEN a.aggserialfn <> 0 THEN 'SERIALFUNC = ' || a.aggserialfn::regproc END,
        CASE WHEN a.aggdeserialfn <> 0 THEN 'DESERIALFUNC = ' || a.aggdeserialfn::regproc END,
        'INITCOND = ' || quote_literal(a.agginitval),
        CASE WHEN a.aggmtransfn <> 0 THEN 'MSFUNC = ' || a.aggmtransfn::regproc END,
        CASE WHEN a.aggminvtransfn <> 0 THEN 'MINVFUNC = ' || a.aggminvtransfn::regproc END,
        CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
        CASE WHEN a.aggmtransspace <> 0 THEN 'MSSPACE = ' || a.aggmtransspace END,
        CASE WHEN a.aggmfinalfn <> 0 THEN 'MFINALFUNC = ' || a.aggmfinalfn::regproc END,
        CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
        CASE WHEN a.aggmfinalfn <> 0 AND a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
          THEN 'MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
        'MINITCOND = ' || quote_literal(a.aggminitval),
        CASE WHEN a.aggsortop <> 0 THEN 'SORTOP = OPERATOR(' || quote_ident(sn.nspname) || '.' || s.oprname || ')' END,
        CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
        CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END) || ')', d.description, NULL::oid
    FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
    CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "p.proname")) AS name) o
    LEFT JOIN pg_operator s ON s.oid = a.aggsortop LEFT JOIN pg_namespace sn ON sn.oid = s.oprnamespace
    \(.description("d", "pg_proc", "p.oid"))
    WHERE p.pronamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_proc", "p.oid"))
    """
  }

  private var statistics: SQLFragment {
    let target = version >= 130_000 ? "x.stxstattarget" : "NULL::integer"
    return """
      SELECT 'STATISTICS', o.name, 'CREATE STATISTICS ' || o.name
        || substr(pg_get_statisticsobjdef(x.oid), length('CREATE STATISTICS ' || o.whole) + 1)
        || CASE WHEN \(raw: target) >= 0 THEN '; ALTER STATISTICS ' || o.name || ' SET STATISTICS ' || \(raw: target) ELSE '' END,
        d.description, x.stxrelid
      FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace
      CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "x.stxname")) AS name,
        quote_ident(n.nspname) || '.' || quote_ident(x.stxname) AS whole) o
      \(.description("d", "pg_statistic_ext", "x.oid"))
      WHERE x.stxnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_statistic_ext", "x.oid"))
      """
  }

  /// The server writes the table of a rule with its schema always.
  private var rules: SQLFragment {
    """
    SELECT 'RULE', quote_ident(r.rulename) || ' ON ' || o.name,
      CASE WHEN strpos(o.text, o.whole) = 0 THEN o.text ELSE left(o.text, strpos(o.text, o.whole) - 1) || ' TO ' || o.name
        || substr(o.text, strpos(o.text, o.whole) + length(o.whole)) END
      || CASE r.ev_enabled WHEN 'O' THEN '' ELSE '; ALTER TABLE ' || o.name || CASE r.ev_enabled WHEN 'D' THEN ' DISABLE RULE '
        WHEN 'R' THEN ' ENABLE REPLICA RULE ' ELSE ' ENABLE ALWAYS RULE ' END || quote_ident(r.rulename) END,
      d.description, r.ev_class
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT rtrim(pg_get_ruledef(r.oid), ';') AS text, \(qualified("n.nspname", "c.relname")) AS name,
      ' TO ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS whole) o
    \(.description("d", "pg_rewrite", "r.oid"))
    WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND r.rulename <> '_RETURN' AND \(standsAlone("pg_class", "c.oid"))
      AND \(standsAlone("pg_rewrite", "r.oid"))
    """
  }

  private var rangeTypes: SQLFragment {
    let multirange: SQLFragment =
      version >= 140_000
      ? """
      (SELECT 'MULTIRANGE_TYPE_NAME = ' || \(qualified("mn.nspname", "m.typname")) FROM pg_type m
        JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)
      """ : "NULL"
    return """
      SELECT 'TYPE', o.name, 'CREATE TYPE ' || o.name || ' AS RANGE (' || concat_ws(', ',
          'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
          CASE WHEN NOT c.opcdefault THEN 'SUBTYPE_OPCLASS = ' || quote_ident(cn.nspname) || '.' || quote_ident(c.opcname) END,
          CASE WHEN r.rngcollation <> e.typcollation THEN 'COLLATION = ' || quote_ident(ln.nspname) || '.' || quote_ident(l.collname) END,
          CASE WHEN r.rngsubdiff <> 0 THEN 'SUBTYPE_DIFF = ' || r.rngsubdiff::regproc END, \(multirange)) || ')',
        d.description, NULL::oid
      FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace
      JOIN pg_type e ON e.oid = r.rngsubtype
      JOIN pg_opclass c ON c.oid = r.rngsubopc JOIN pg_namespace cn ON cn.oid = c.opcnamespace
      LEFT JOIN pg_collation l ON l.oid = r.rngcollation LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
      CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "t.typname")) AS name) o \(.description("d", "pg_type", "t.oid"))
      WHERE t.typnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_type", "t.oid"))
      """
  }

  private var collations: SQLFragment {
    let locale =
      version >= 170_000
      ? "c.colllocale"
      : version >= 150_000 ? "c.colliculocale" : "CASE c.collprovider WHEN 'i' THEN c.collcollate::text END"
    let rules = version >= 160_000 ? "'RULES = ' || quote_literal(c.collicurules)" : "NULL"
    return """
      SELECT 'COLLATION', o.name, 'CREATE COLLATION ' || o.name || ' (' || concat_ws(', ',
          'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
          'LOCALE = ' || quote_literal(coalesce(\(raw: locale), CASE WHEN c.collcollate = c.collctype THEN c.collcollate::text END)),
          CASE WHEN c.collprovider <> 'i' AND c.collcollate <> c.collctype
            THEN 'LC_COLLATE = ' || quote_literal(c.collcollate) || ', LC_CTYPE = ' || quote_literal(c.collctype) END,
          CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END, \(raw: rules)) || ')', d.description, NULL::oid
      FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
      CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "c.collname")) AS name) o \(.description("d", "pg_collation", "c.oid"))
      WHERE c.collnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_collation", "c.oid"))
      """
  }

  /// A cast stands in no schema: it is read where its function or one of its types stands in one that is, or where everything is.
  private var casts: SQLFragment {
    """
    SELECT 'CAST', o.name, 'CREATE CAST ' || o.name || CASE c.castmethod WHEN 'b' THEN ' WITHOUT FUNCTION' WHEN 'i' THEN ' WITH INOUT'
        ELSE ' WITH FUNCTION ' || c.castfunc::regprocedure END
      || CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' ELSE '' END, d.description, NULL::oid
    FROM pg_cast c JOIN pg_type a ON a.oid = c.castsource JOIN pg_type b ON b.oid = c.casttarget
    LEFT JOIN pg_proc p ON p.oid = c.castfunc
    CROSS JOIN LATERAL (SELECT '(' || format_type(a.oid, NULL) || ' AS ' || format_type(b.oid, NULL) || ')' AS name) o
    \(.description("d", "pg_cast", "c.oid"))
    WHERE c.oid >= 16384 AND \(standsAlone("pg_cast", "c.oid"))
      AND (\(scope.schemas == .all) OR a.typnamespace = ANY (\(schemas)::oid[]) OR b.typnamespace = ANY (\(schemas)::oid[])
        OR p.pronamespace = ANY (\(schemas)::oid[]))
    """
  }

  private var textSearchConfigurations: SQLFragment {
    """
    SELECT 'TEXT SEARCH CONFIGURATION', o.name, 'CREATE TEXT SEARCH CONFIGURATION ' || o.name || ' (PARSER = '
        || quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) || ')' || coalesce((
          SELECT string_agg('; ALTER TEXT SEARCH CONFIGURATION ' || o.name || ' ADD MAPPING FOR ' || quote_ident(m.alias)
            || ' WITH ' || m.dictionaries, '' ORDER BY m.tokid)
          FROM (SELECT t.tokid, t.alias, string_agg(g.mapdict::regdictionary::text, ', ' ORDER BY g.mapseqno) AS dictionaries
            FROM pg_ts_config_map g JOIN ts_token_type(c.cfgparser) t ON t.tokid = g.maptokentype
            WHERE g.mapcfg = c.oid GROUP BY 1, 2) m), ''), d.description, NULL::oid
    FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
    JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
    CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "c.cfgname")) AS name) o \(.description("d", "pg_ts_config", "c.oid"))
    WHERE c.cfgnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_ts_config", "c.oid"))
    """
  }

  private var textSearchDictionaries: SQLFragment {
    """
    SELECT 'TEXT SEARCH DICTIONARY', o.name, 'CREATE TEXT SEARCH DICTIONARY ' || o.name || ' (TEMPLATE = '
        || quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) || coalesce(', ' || c.dictinitoption, '') || ')',
      d.description, NULL::oid
    FROM pg_ts_dict c JOIN pg_namespace n ON n.oid = c.dictnamespace
    JOIN pg_ts_template t ON t.oid = c.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
    CROSS JOIN LATERAL (SELECT \(qualified("n.nspname", "c.dictname")) AS name) o \(.description("d", "pg_ts_dict", "c.oid"))
    WHERE c.dictnamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_ts_dict", "c.oid"))
    """
  }

  private var operators: SQLFragment {
    """
    SELECT 'OPERATOR', o.name || ' (' || CASE c.oprleft WHEN 0 THEN 'NONE' ELSE format_type(c.oprleft, NULL) END || ', '
        || format_type(c.oprright, NULL) || ')',
      'CREATE OPERATOR ' || o.name || ' (' || concat_ws(', ', 'FUNCTION = ' || c.oprcode::regproc,
        CASE WHEN c.oprleft <> 0 THEN 'LEFTARG = ' || format_type(c.oprleft, NULL) END, 'RIGHTARG = ' || format_type(c.oprright, NULL),
        CASE WHEN c.oprcom <> 0 THEN 'COMMUTATOR = OPERATOR(' || quote_ident(cn.nspname) || '.' || m.oprname || ')' END,
        CASE WHEN c.oprnegate <> 0 THEN 'NEGATOR = OPERATOR(' || quote_ident(gn.nspname) || '.' || g.oprname || ')' END,
        CASE WHEN c.oprrest <> 0 THEN 'RESTRICT = ' || c.oprrest::regproc END,
        CASE WHEN c.oprjoin <> 0 THEN 'JOIN = ' || c.oprjoin::regproc END,
        CASE WHEN c.oprcanhash THEN 'HASHES' END, CASE WHEN c.oprcanmerge THEN 'MERGES' END) || ')', d.description, NULL::oid
    FROM pg_operator c JOIN pg_namespace n ON n.oid = c.oprnamespace
    LEFT JOIN pg_operator m ON m.oid = c.oprcom LEFT JOIN pg_namespace cn ON cn.oid = m.oprnamespace
    LEFT JOIN pg_operator g ON g.oid = c.oprnegate LEFT JOIN pg_namespace gn ON gn.oid = g.oprnamespace
    CROSS JOIN LATERAL (SELECT CASE WHEN n.nspname = \(home ?? "") THEN '' ELSE quote_ident(n.nspname) || '.' END
      || c.oprname AS name) o \(.description("d", "pg_operator", "c.oid"))
    WHERE c.oprnamespace = ANY (\(schemas)::oid[]) AND c.oprcode <> 0 AND \(standsAlone("pg_operator", "c.oid"))
    """
  }

  private var eventTriggers: SQLFragment {
    """
    SELECT 'EVENT TRIGGER', quote_ident(e.evtname), 'CREATE EVENT TRIGGER ' || quote_ident(e.evtname) || ' ON ' || e.evtevent
      || coalesce(' WHEN TAG IN (' || (SELECT string_agg(quote_literal(tag), ', ' ORDER BY place)
        FROM unnest(e.evttags) WITH ORDINALITY AS tags(tag, place)) || ')', '')
      || ' EXECUTE FUNCTION ' || e.evtfoid::regproc || '()'
      || CASE e.evtenabled WHEN 'O' THEN '' ELSE '; ALTER EVENT TRIGGER ' || quote_ident(e.evtname) || CASE e.evtenabled
        WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' ELSE ' ENABLE ALWAYS' END END, d.description, NULL::oid
    FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid \(.description("d", "pg_event_trigger", "e.oid"))
    WHERE p.pronamespace = ANY (\(schemas)::oid[]) AND \(standsAlone("pg_event_trigger", "e.oid"))
    """
  }

  /// What is only named, as nothing needs it but what is left out anyway. Publications and servers stand in no schema, so they are named
  /// where everything is read.
  private var unsupportedObjects: [(SystemCatalog, SQLFragment)] {
    func named(
      _ catalog: SystemCatalog, _ kind: String, _ name: SQLFragment, where condition: SQLFragment
    ) -> (SystemCatalog, SQLFragment) {
      let row: SQLFragment =
        "SELECT \(raw: "'\(kind)'"), \(name), NULL, NULL, NULL::oid FROM \(raw: catalog.rawValue) c"
      let own: SQLFragment = " WHERE c.oid >= 16384 AND \(standsAlone(catalog.rawValue, "c.oid")) AND "
      return (catalog, row + own + condition)
    }
    let conversion: SQLFragment =
      "(SELECT \(qualified("n.nspname", "c.conname")) FROM pg_namespace n WHERE n.oid = c.connamespace)"
    let everywhere: SQLFragment = "\(scope.schemas == .all)"
    return [
      named(.conversions, "conversion", conversion, where: "c.connamespace = ANY (\(schemas)::oid[])"),
      named(.publications, "publication", "c.pubname", where: everywhere),
      named(.foreignServers, "foreign server", "c.srvname", where: everywhere),
      named(.foreignDataWrappers, "foreign-data wrapper", "c.fdwname", where: everywhere),
    ]
  }
}
