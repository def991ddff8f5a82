import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("Reading a schema")
struct ReflectionTests {
  private func reflect(
    _ script: String, _ scope: ReflectionScope = ReflectionScope()
  ) async throws -> Reflection {
    try await SQLiteDialect().reflect(scope, from: try await database(script))
  }

  @Test("takes a table apart into what creates it again")
  func table() async throws {
    let read = try await reflect(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a text DEFAULT bare COLLATE nocase CONSTRAINT n CHECK (a<>''),
        b TEXT AS (a || '!') STORED, c INT NOT NULL REFERENCES T DEFERRABLE INITIALLY DEFERRED, UNIQUE (c, a)) STRICT
      """)
    #expect(
      read.schema
        == Schema {
          Table("t", strict: true) {
            Column("id", .integer).notNull().autoincrement()
            Column("a", .text).default("bare").collate("NOCASE")
            Column("b", .text).generated(as: "a || '!'")
            Column("c", .raw("INT")).notNull()
            PrimaryKey("id")
            Unique("c", "a")
            Check("a <> ''", name: "n")
            ForeignKey(columns: ["c"], references: "t", ["id"], deferrable: .initiallyDeferred)
          }
        })
    #expect(read.unsupported.isEmpty)
  }

  @Test("names what values cannot hold, and reads the rest")
  func unsupported() async throws {
    let read = try await reflect(
      """
      CREATE TABLE t (a TEXT CONSTRAINT must NOT NULL UNIQUE ON CONFLICT IGNORE, b INT NOT NULL ON CONFLICT ABORT,
        c TEXT PRIMARY KEY, UNIQUE (b COLLATE NOCASE, a DESC));
      CREATE TABLE u (id INTEGER PRIMARY KEY DESC, CHECK (id > 0) ON CONFLICT ABORT);
      """)
    #expect(
      read.unsupported == [
        UnsupportedObject("name of a NOT NULL constraint", "must", of: "t"),
        UnsupportedObject("ON CONFLICT clause", "UNIQUE ON CONFLICT IGNORE", of: "t"),
        UnsupportedObject("order or collation in a key", "UNIQUE (b COLLATE NOCASE, a DESC)", of: "t"),
        UnsupportedObject("primary key that takes NULL", "c", of: "t"),
        UnsupportedObject("order or collation in a key", "PRIMARY KEY DESC", of: "u"),
        UnsupportedObject("primary key that takes NULL", "id", of: "u"),
      ])
    #expect(read.schema.tables.map(\.columns.count) == [3, 1])
    #expect(read.schema.tables.first?.constraints.count == 3)
  }

  @Test("leaves out SQLite's own tables, what is temporary, and what it is told to with all that hangs on it")
  func leftOut() async throws {
    let read = try await reflect(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);
      CREATE TABLE Rev_Version (version_num TEXT);
      CREATE INDEX i ON rev_version (version_num);
      CREATE TRIGGER r AFTER INSERT ON rev_version BEGIN SELECT 1; END;
      CREATE TEMP TABLE x (a);
      ANALYZE;
      """, ReflectionScope(ignoring: ["rev_version"]))
    #expect(read.schema.tables.map(\.name) == ["t"])
    #expect(read.schema.indexes.isEmpty && read.schema.triggers.isEmpty)
    #expect(read.unsupported.isEmpty)
  }

  @Test("reads attached databases under their names, the main one without")
  func attached() async throws {
    let connection = try await database(
      """
      ATTACH ':memory:' AS other;
      CREATE TABLE t (a);
      CREATE TABLE other.t (b, c REFERENCES t (b));
      CREATE INDEX other.i ON t (b);
      CREATE TRIGGER other.r AFTER DELETE ON t BEGIN SELECT 1; END;
      """)
    let dialect = SQLiteDialect()
    let all = try await dialect.reflect(ReflectionScope(.all), from: connection)
    let name = QualifiedName("t", schema: "other")
    #expect(all.schema.tables.map(\.name) == ["t", name])
    #expect(all.schema.indexes.map(\.table) == [name])
    #expect(all.schema.triggers.map(\.table) == [name])
    guard case .foreignKey(let key)? = all.schema.tables.last?.constraints.first else {
      Issue.record("no foreign key")
      return
    }
    #expect(key.referencedTable == name)
    #expect(try dialect.canonical(all.schema) == all.schema)
    let named = try await dialect.reflect(ReflectionScope(.named(["other"])), from: connection)
    #expect(named.schema.tables.map(\.name) == [name])
    #expect(try await dialect.reflect(ReflectionScope(), from: connection).schema.tables.map(\.name) == ["t"])
  }

  @Test("takes one query, however many tables there are")
  func queries() async throws {
    let counting = CountingConnection(
      try await database(
        (1...50).map { "CREATE TABLE t\($0) (a REFERENCES t\($0)); CREATE INDEX i\($0) ON t\($0) (a);" }.joined()))
    let read = try await SQLiteDialect().reflect(ReflectionScope(), from: counting)
    #expect(read.schema.tables.count == 50)
    #expect(counting.count == 1)
  }

  @Test("gives a text in double quotes that is no column's name as the string that SQLite takes it for")
  func legacyStrings() async throws {
    let rows = [
      ["table", "t", "t", "CREATE TABLE t (a TEXT DEFAULT (\"x\"), CHECK (a <> \"it's\" AND \"A\" <> ''))"],
      ["index", "i", "t", "CREATE INDEX i ON t (a || \"b\")"],
    ]
    let stored = StoredRows(rows.map { SQLRow(columns: [], values: $0.map { .text($0) }) })
    let read = try await SQLiteDialect().reflect(ReflectionScope(), from: stored)
    #expect(read.schema.tables.first?.columns.first?.defaultValue == .literal("x"))
    #expect(read.schema.tables.first?.constraints == [.check(Check("a <> 'it''s' AND a <> ''"))])
    #expect(read.schema.indexes.first?.parts == [.expression("a || 'b'")])
  }
}

/// Counts the queries that pass.
private final class CountingConnection: DatabaseConnection {
  let dialect = DialectName.sqlite
  private let connection: SQLiteConnection
  private(set) var count = 0

  init(_ connection: SQLiteConnection) { self.connection = connection }

  func execute(_ statement: SQLFragment) async throws -> Int { try await connection.execute(statement) }

  func query(_ statement: SQLFragment) async throws -> [SQLRow] {
    count += 1
    return try await connection.query(statement)
  }
}

/// Answers every query with the same rows.
private final class StoredRows: DatabaseConnection {
  let dialect = DialectName.sqlite
  private let rows: [SQLRow]

  init(_ rows: [SQLRow]) { self.rows = rows }

  func execute(_ statement: SQLFragment) async throws -> Int { 0 }

  func query(_ statement: SQLFragment) async throws -> [SQLRow] { rows }
}
