import Revisions

extension Catalog {
  /// Reads functions and procedures; aggregates come with what has no value of its own.
  func readingRoutines() -> CatalogQuery {
    CatalogQuery(
      of: .routines,
      """
      SELECT n.nspname, p.proname, p.prokind, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), l.lanname,
        p.prosrc, p.probin, \(raw: version >= 140_000 ? "pg_get_function_sqlbody(p.oid)" : "NULL"), p.provolatile,
        p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel, p.procost, p.prorows, p.proretset, sn.nspname, s.proname,
        p.proconfig, d.description, p.protrftypes IS NOT NULL, pg_get_function_identity_arguments(p.oid)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
      LEFT JOIN pg_proc s ON s.oid = p.prosupport LEFT JOIN pg_namespace sn ON sn.oid = s.pronamespace
      \(.description("d", "pg_proc", "p.oid"))
      WHERE p.pronamespace = ANY (\(schemas)::oid[]) AND p.prokind <> 'a' AND \(standsAlone("pg_proc", "p.oid"))
      """, take: takeRoutines)
  }

  private func takeRoutines(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      let name = self.name(fields.text(), fields.text())
      let kind = fields.text()
      let arguments = fields.text()
      let result = fields.optionalText()
      let language = fields.text()
      let (source, library, body) = (fields.text(), fields.optionalText(), fields.optionalText())
      var routine = Routine(
        kind == "p" ? .procedure : .function, name, arguments: arguments, returns: kind == "p" ? nil : result,
        language: language, body: .text(source))
      if let body {
        routine.body = .sql(.raw(body))
      } else if let library {
        routine.body = .symbol(source, library: library)
      }
      routine.isWindow = kind == "w"
      routine.volatility = ["i": .immutable, "s": .stable][fields.text()] ?? .volatile
      routine.isStrict = fields.flag()
      routine.isSecurityDefiner = fields.flag()
      routine.isLeakproof = fields.flag()
      routine.parallel = ["s": .safe, "r": .restricted][fields.text()] ?? .unsafe
      routine.cost = fields.optionalDouble()
      routine.rows = fields.optionalDouble()
      if !fields.flag() { routine.rows = nil }
      routine.support = visibleName(fields.optionalText(), fields.optionalText())
      routine.settings = fields.texts().map(Self.setting)
      routine.comment = fields.optionalText()
      if fields.flag() { note("transform of a function", "\(name)(\(fields.text()))") }
      schema.routines.append(routine)
    }
  }

  /// A setting as the catalog keeps it: `search_path=pg_catalog, "My Schema"`. A list is one only where the server reads it as
  /// names.
  static func setting(_ text: String) -> Routine.Setting {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let value = parts.count > 1 ? String(parts[1]) : ""
    let lists: Set = [
      "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries",
      "temp_tablespaces", "unix_socket_directories",
    ]
    guard lists.contains(name.lowercased()), !value.isEmpty else { return Routine.Setting(name, values: [value]) }
    return Routine.Setting(name, values: SQLText.names(in: value))
  }
}
