import Foundation

/// The `sqlite3` program: what it reads is what anybody else would.
extension Project {
  /// The rows of a query, columns between bars.
  func query(_ text: String, on database: String? = nil) async throws -> [String] {
    let ended = try await run("/usr/bin/env", "sqlite3", "-batch", "-bail", database ?? self.database, text)
    guard ended.status == 0 else { throw Unexpected("sqlite3", ended) }
    return ended.output.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
  }

  /// The version rows, sorted; none where there is no table.
  func heads(_ database: String? = nil) async throws -> [String] {
    let table = try await query("SELECT 1 FROM sqlite_schema WHERE name = 'rev_version'", on: database)
    return table.isEmpty ? [] : try await query("SELECT version_num FROM rev_version ORDER BY 1", on: database)
  }

  /// What the journal says, in its order, without what differs from run to run: `upgrade a1 2`.
  func journal(_ database: String? = nil) async throws -> [String] {
    try await query(
      """
      SELECT direction || ' ' || revision || ' ' || statements_done || CASE WHEN finished_at IS NULL THEN ' open' ELSE '' END
      || CASE WHEN duration_ms IS NULL THEN ' endless' ELSE '' END
      || CASE WHEN digest LIKE 'run1:%' THEN ' ' || digest ELSE '' END
      FROM rev_journal ORDER BY seq
      """, on: database)
  }

  /// The names of the user's tables, indexes, views and triggers, sorted.
  func objects(_ database: String? = nil) async throws -> [String] {
    try await query(
      "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'rev\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1",
      on: database)
  }

  /// All that a database holds but the journal's rows.
  func dump(_ database: String? = nil) async throws -> String {
    let ended = try await run("/usr/bin/env", "sqlite3", "-batch", database ?? self.database, ".dump")
    guard ended.status == 0 else { throw Unexpected("sqlite3", ended) }
    return ended.output.split(separator: "\n").filter { line in
      !line.hasPrefix("INSERT INTO rev_journal") && !line.hasPrefix("INSERT INTO sqlite_sequence VALUES('rev_journal'")
    }.joined(separator: "\n")
  }

  /// Runs a script as `sqlite3 -bail DB < file` does.
  func feed(_ script: String, to database: String, bail: Bool = true) async throws -> Ended {
    let file = path("fed-\(UUID().uuidString).sql")
    try write(file, script)
    return try await run("/bin/sh", "-c", "exec sqlite3 \(bail ? "-bail" : "") '\(path(database))' < '\(file)'")
  }
}
