import Dialects
import Revisions

/// The settings under which a database is read: names of the default schema unqualified and all others qualified, and constants
/// written in one way. What the session had before is put back.
struct CatalogSession {
  private let connection: any DatabaseConnection
  /// The schema of names without one; nil where the session's own search path decides.
  private let home: String?
  /// Opens another connection, on which a part is read at the same time where there is much to read.
  private let open: ConnectionOpening?

  init(_ connection: any DatabaseConnection, home: String?, beside open: ConnectionOpening?) {
    self.connection = connection
    self.home = home
    self.open = open
  }

  /// Reads what a scope asks for. Outside a transaction one is opened, which keeps the settings to itself behind a pooler too.
  func run(_ scope: ReflectionScope, _ queries: (Catalog) -> CatalogQueries) async throws -> Catalog {
    if try await isInTransaction() {
      let (catalog, former, _) = try await begin(scope)
      do {
        try await answer(catalog.needed(queries(catalog)), beside: nil)
      } catch {
        // In a transaction that has failed there is nothing to put back: its end does it.
        try? await restore(former)
        throw error
      }
      try await restore(former)
      return catalog
    }
    try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    do {
      let (catalog, _, snapshot) = try await begin(scope)
      let helper = snapshot.flatMap { snapshot in
        open.map { Helper(open: $0, snapshot: snapshot, home: catalog.home) }
      }
      try await answer(catalog.needed(queries(catalog)), beside: helper)
      try await connection.execute("COMMIT")
      return catalog
    } catch {
      _ = try? await connection.execute("ROLLBACK")
      throw error
    }
  }

  /// A script's connection does not say; there a setting that ends with its transaction tells.
  private func isInTransaction() async throws -> Bool {
    if let connection = connection as? any MigrationConnection { return connection.isInTransaction }
    _ = try await connection.query("SELECT set_config('rev.probe', 'here', true)")
    return try await connection.query("SELECT current_setting('rev.probe', true)").first?[0].text == "here"
  }

  /// What decides how the server writes names and constants, and that it compiles no query, which takes longer than to answer it.
  private static let settings: [(name: String, value: String)] = [
    ("quote_all_identifiers", "off"), ("standard_conforming_strings", "on"), ("DateStyle", "ISO, YMD"),
    ("IntervalStyle", "postgres"), ("TimeZone", "UTC"), ("bytea_output", "hex"), ("extra_float_digits", "1"),
    ("jit", "off"),
  ]

  /// Answers queries, half of them on another connection. Where that cannot be had, this one does it all.
  private func answer(_ queries: CatalogQueries, beside helper: Helper?) async throws {
    guard let helper else { return try await connection.answer(queries.first + queries.second) }
    let texts = queries.second.map(\.text)
    async let rows = helper.rows(of: texts)
    try await connection.answer(queries.first)
    guard let rows = try? await rows else { return try await connection.answer(queries.second) }
    for (query, rows) in zip(queries.second, rows) { try query.take(rows) }
  }

  /// Another connection that sees what the first does.
  private struct Helper: Sendable {
    let open: ConnectionOpening
    let snapshot: String
    let home: String?

    func rows(of queries: [SQLFragment]) async throws -> [[SQLRow]] {
      let connection = try await open()
      do {
        try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try await connection.execute("SET TRANSACTION SNAPSHOT \(raw: PostgresDialect().literal(.text(snapshot)))")
        _ = try await connection.query("SELECT \(CatalogSession.settling) FROM (SELECT \(home ?? "")::text AS home) s")
        var rows: [[SQLRow]] = []
        try await connection.answer(queries.map { CatalogQuery($0) { rows.append($0) } })
        await connection.close()
        return rows
      } catch {
        await connection.close()
        throw error
      }
    }
  }

  /// What sets all of it for a transaction, with the default schema in a column `home`.
  private static let settling: SQLFragment = .raw(
    (["set_config('search_path', coalesce(quote_ident(nullif(home, '')) || ', ', '') || 'pg_temp', true)"]
      + settings.map { "set_config('\($0.name)', '\($0.value)', true)" }).joined(separator: ", "))

  /// From how many tables on another connection is worth opening.
  private static let tablesForHelper = 200

  /// Settles the session in the same query that finds out where it is, and returns the settings as they were, and by what another
  /// connection sees the same where that would help.
  private func begin(
    _ scope: ReflectionScope
  ) async throws -> (catalog: Catalog, former: [(name: String, value: String)], snapshot: String?) {
    let names = ["search_path"] + Self.settings.map(\.name)
    let reading = names.map { "current_setting('\($0)')" }.joined(separator: ", ")
    let row = try await connection.query(
      """
      WITH before AS MATERIALIZED (
        SELECT coalesce(\(home.map(SQLValue.text) ?? .null)::text, current_schema()) AS home,
          current_setting('server_version_num')::int AS version, current_user AS role, current_setting('default_table_access_method') AS method,
          ARRAY[\(raw: reading)] AS settings),
      scope AS MATERIALIZED (
        SELECT *, ARRAY(SELECT oid FROM pg_namespace WHERE \(condition(scope))) AS schemas FROM before)
      SELECT home, version, role, method, settings, schemas::text, \(SystemCatalog.filled(in: "schemas")),
        CASE WHEN \(open != nil) AND (SELECT count(*) FROM pg_class WHERE relnamespace = ANY (schemas)
          AND relkind IN ('r', 'p')) >= \(Self.tablesForHelper) THEN pg_export_snapshot() END, \(leftOut(by: scope)), \(Self.settling)
      FROM scope
      """
    ).first
    guard let row else { throw DialectError("the server does not say what its settings are") }
    var fields = CatalogFields(row)
    let home = fields.optionalText()
    if home == nil, scope.schemas == .default {
      throw DialectError(
        "there is no default schema: search_path names none that is there", hint: "create it, or name another one")
    }
    let catalog = Catalog(
      scope: scope, home: home, version: fields.integer(), role: fields.text(), tableMethod: fields.text())
    let former = zip(names, fields.texts()).map { (name: $0, value: $1) }
    catalog.schemas = fields.optionalText() ?? "{}"
    catalog.filled = Set(fields.texts().compactMap(SystemCatalog.init))
    let snapshot = fields.optionalText()
    catalog.schemasLeftOut = fields.texts()
    // What is left out, the queries that follow have to know.
    if !catalog.filled.isDisjoint(with: Catalog.unmade) { try await connection.answer([catalog.readingNeeds()]) }
    return (catalog, former, snapshot)
  }

  /// SQL for the names of the schemas that a scope leaves out although there is something in them, as an array. What a column owns
  /// or an extension brings along is not looked at by itself, nor what is in no one schema for all to see.
  private func leftOut(by scope: ReflectionScope) -> SQLFragment {
    if scope.schemas == .all { return "'{}'::text[]" }
    let ignored = scope.ignoredTables.map { "\($0.schema ?? "").\($0.name)" }.sorted()
    return """
      ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE \(condition(ReflectionScope(.all))) AND n.oid <> ALL (schemas)
        AND EXISTS (SELECT FROM pg_depend d LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
          WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid
            AND coalesce(n.nspname || '.' || c.relname <> ALL (\(ArrayText.written(ignored))::text[]), true)
            AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.classid = d.classid AND o.objid = d.objid
              AND o.deptype IN ('a', 'e', 'i')))
        ORDER BY n.nspname)
      """
  }

  private func condition(_ scope: ReflectionScope) -> SQLFragment {
    switch scope.schemas {
    case .default: "nspname = home"
    case .named(let names):
      "nspname = ANY (\(ArrayText.written(names))::text[])"
    case .all: "nspname !~ '^pg_' AND nspname <> 'information_schema'"
    }
  }

  private func restore(_ settings: [(name: String, value: String)]) async throws {
    var query: SQLFragment = "SELECT "
    for (position, setting) in settings.enumerated() {
      if position > 0 { query = query + ", " }
      query = query + "set_config(\(setting.name), \(setting.value), true)"
    }
    _ = try await connection.query(query)
  }
}
