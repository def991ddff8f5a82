import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

/// A database in memory that has what a schema says, made by the dialect's own operations.
func created(_ schema: Schema) async throws -> SQLiteConnection {
  let connection = try await SQLiteConnection.memory()
  var operations: [Operation] = schema.tables.map { CreateTable($0).operation }
  operations += schema.indexes.map { CreateIndex($0).operation }
  // A view may be made before what it reads.
  operations += schema.views.map { CreateView($0).operation }
  operations += schema.triggers.map { CreateTrigger($0).operation }
  for operation in operations {
    try await connection.apply(try await SQLiteDialect().statements(for: operation, reading: nil))
  }
  return connection
}

/// The first thing in which two schemas differ, in words; nil where they are one.
func difference(_ left: Schema, _ right: Schema) -> String? {
  func first<Value: Equatable>(_ left: [Value], _ right: [Value]) -> String? {
    for position in 0..<max(left.count, right.count) {
      let one = position < left.count ? left[position] : nil
      let other = position < right.count ? right[position] : nil
      if one != other {
        return "\(one.map { "\($0)" } ?? "nothing")\n   is not\n\(other.map { "\($0)" } ?? "nothing")"
      }
    }
    return nil
  }
  for (one, other) in zip(left.tables, right.tables) where one != other {
    return first(one.columns, other.columns) ?? first(one.constraints, other.constraints) ?? first([one], [other])
  }
  return first(left.tables, right.tables) ?? first(left.indexes, right.indexes) ?? first(left.views, right.views)
    ?? first(left.triggers, right.triggers) ?? (left == right ? nil : "something else")
}

/// What SQLite itself makes of a schema: columns, keys and indexes as its pragmas tell them, row by row.
/// Of views that are broken it is only told that they are there.
func meaning(of connection: SQLiteConnection, besides broken: [String] = []) async throws -> [String] {
  var facts: [String] = []
  let others = broken.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
  for query in [
    """
    SELECT m.name, c.cid, c.name, replace(upper(c.type), ' ', ''), c."notnull" AND c.pk = 0, c.pk, c.hidden FROM sqlite_schema AS m
    JOIN pragma_table_xinfo(m.name) AS c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%'
      AND m.name NOT IN (\(others)) ORDER BY 1, 2
    """,
    """
    SELECT DISTINCT m.name, lower(f."table"), lower(f."from"), 
      lower(coalesce(f."to", (SELECT name FROM pragma_table_info(f."table") WHERE pk = f.seq + 1))),
      f.on_update, f.on_delete, f.match
    FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' ORDER BY 1, 2, 3, 4
    """,
    """
    SELECT DISTINCT m.name, i."unique", i.origin, i.partial,
      (SELECT group_concat(coalesce(x.name, '?') || x."desc" || upper(x.coll), '|') FROM pragma_index_xinfo(i.name) AS x WHERE x.key)
    FROM sqlite_schema AS m JOIN pragma_index_list(m.name) AS i WHERE m.type = 'table' ORDER BY 1, 2, 3, 4, 5
    """,
    "SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2, 3",
  ] {
    facts += try await connection.query(.raw(query)).map { row in
      row.values.map { value in
        switch value {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .null: "NULL"
        default: "\(value)"
        }
      }.joined(separator: " ¦ ")
    }
  }
  return facts
}

/// The views that SQLite cannot read, as something that they name is not there.
func brokenViews(of connection: SQLiteConnection) async throws -> [String] {
  var broken: [String] = []
  for row in try await connection.query("SELECT name FROM sqlite_schema WHERE type = 'view'") {
    guard case .text(let name) = row.values[0] else { continue }
    do {
      _ = try await connection.query("SELECT count(*) FROM pragma_table_xinfo(\(name))")
    } catch {
      broken.append(name)
    }
  }
  return broken
}
