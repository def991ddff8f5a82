import Dialects
import Foundation
import Revisions
import Testing

@testable import SQLiteDriver

@Suite("A connection")
struct ConnectionTests {
  @Test("binds every kind of value and reads it back as it was")
  func values() async throws {
    let connection = try await SQLiteConnection.memory()
    let values: [SQLValue] = [
      .null, .integer(.min), .integer(.max), .double(0.1), .double(-1e300), .text(""), .text("a'b\0c\u{1F600}"),
      .blob([]), .blob([0, 255]),
    ]
    for value in values {
      let rows = try await connection.query("SELECT \(value) AS v, typeof(\(value))")
      #expect(rows.first?["v"] == value)
    }
    #expect(try await connection.query("SELECT \(true), \(SQLValue.boolean(false))").first?.values == [1, 0])
  }

  @Test("counts the rows that a statement changed, and none for what changes no rows")
  func changes() async throws {
    let connection = try await SQLiteConnection.memory()
    #expect(try await connection.execute("CREATE TABLE t (a)") == 0)
    #expect(try await connection.execute("INSERT INTO t VALUES (1), (2), (3)") == 3)
    #expect(try await connection.execute("CREATE TABLE u (a)") == 0)
    #expect(try await connection.execute("UPDATE t SET a = 9 WHERE a > \(1)") == 2)
    #expect(try await connection.execute("UPDATE t SET a = 9 WHERE a > \(100)") == 0)
    #expect(try await connection.execute("SELECT 1") == 0)
  }

  @Test("quotes names in a fragment")
  func names() async throws {
    let connection = try await SQLiteConnection.memory()
    let name = "a \"b\" ; --"
    try await connection.execute("CREATE TABLE \(identifier: name) (\(identifier: "select") INTEGER)")
    try await connection.execute("INSERT INTO \(identifier: QualifiedName(name, schema: "main")) VALUES (\(7))")
    #expect(try await connection.query("SELECT \(identifier: "select") FROM \(identifier: name)").first?[0] == 7)
  }

  @Test("runs a statement again after the schema changed under it, and a statement inside its own loop")
  func cache() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.execute("CREATE TABLE t (a)")
    for number in 0..<100 {
      try await connection.execute("INSERT INTO t (a) VALUES (\(number))")
      if number == 50 { try await connection.execute("ALTER TABLE t ADD COLUMN b") }
    }
    #expect(try await connection.query("SELECT * FROM t").first?.columns == ["a", "b"])
    #expect(try await connection.query("SELECT count(*) FROM t").first?[0] == 100)
    try await connection.execute("DROP TABLE t")
    await #expect(throws: DatabaseError.self) { try await connection.execute("INSERT INTO t (a) VALUES (\(1))") }
  }

  @Test("refuses a text of several statements, of none, with a NUL, and values without parameters")
  func oneStatement() async throws {
    let connection = try await SQLiteConnection.memory()
    for text in ["CREATE TABLE a (x); CREATE TABLE b (x)", "", "  -- nothing\n", "SELECT 1\0", "SELECT 1;\0SELECT 2"] {
      await #expect(throws: DatabaseError.self, "\(text)") { try await connection.run(text) }
    }
    try await connection.run("SELECT 1 ; -- that was all\n ;")
    await #expect(throws: DatabaseError.self) { try await connection.query("SELECT ?") }
    #expect(try await connection.column("SELECT count(*) FROM sqlite_schema") == ["0"])
  }

  @Test("refuses parameters where nothing gives them a value, and does nothing")
  func parameters() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (a)")
    for parameter in ["?", "?2", ":name", "@name", "$name"] {
      let statement = "INSERT INTO t VALUES (\(parameter))"
      do {
        try await connection.run(statement)
        Issue.record("\(statement) was run")
      } catch let error as DatabaseError {
        #expect(error.statement == statement && error.message.contains("'\(parameter)'"), "\(error)")
      }
    }
    try await connection.run("INSERT INTO t VALUES (':name ? @name $name')")
    #expect(try await connection.query("SELECT count(*) FROM t").first?[0] == 1)
  }

  @Test("says what was refused, with SQLite's own code, the statement and the place in it")
  func errors() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (a UNIQUE, b NOT NULL, c CHECK (c > 0), d REFERENCES t (a))")
    try await connection.run("INSERT INTO t VALUES (1, 1, 1, 1)")
    func failure(_ text: String) async -> DatabaseError? {
      do { try await connection.run(text) } catch { return error as? DatabaseError }
      return nil
    }
    let unique = await failure("INSERT INTO t VALUES (1, 1, 1, 1)")
    #expect(unique?.code == "SQLITE_CONSTRAINT_UNIQUE")
    #expect(unique?.message == "UNIQUE constraint failed: t.a")
    #expect(unique?.statement == "INSERT INTO t VALUES (1, 1, 1, 1)")
    #expect(unique?.kind == .statement)
    #expect(await failure("INSERT INTO t VALUES (2, NULL, 1, 1)")?.code == "SQLITE_CONSTRAINT_NOTNULL")
    #expect(await failure("INSERT INTO t VALUES (2, 1, 0, 1)")?.code == "SQLITE_CONSTRAINT_CHECK")
    let syntax = await failure("SELECT 1 FROM t WHERE nosuch = 1")
    #expect(syntax?.offset == 22)
    #expect(syntax?.code == "SQLITE_ERROR")
  }

  @Test("never takes a misspelt column of an index for a string")
  func misspelt() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (name TEXT)")
    await #expect(throws: DatabaseError.self) { try await connection.run(#"CREATE INDEX i ON t ("nmae")"#) }
    await #expect(throws: DatabaseError.self) { try await connection.run(#"CREATE TABLE u (a CHECK (a <> "x"))"#) }
  }

  @Test("prepares a session with foreign keys as asked for, and refuses to inside a transaction")
  func prepare() async throws {
    for wanted in [false, true] {
      let connection = try SQLiteConnection(path: ":memory:", foreignKeys: wanted)
      try await connection.run("PRAGMA foreign_keys = \(wanted ? "OFF" : "ON")")
      try await connection.run("PRAGMA legacy_alter_table = ON")
      try await connection.run("BEGIN")
      await #expect(throws: DatabaseError.self) { try await connection.prepareForRevisions() }
      try await connection.run("COMMIT")
      try await connection.prepareForRevisions()
      #expect(try await connection.column("PRAGMA foreign_keys") == [wanted ? "1" : "0"])
      #expect(try await connection.column("PRAGMA legacy_alter_table") == ["0"])
      #expect(try await connection.column("PRAGMA temp_store") == ["2"])
    }
  }

  @Test("knows that SQLite itself rolled everything back")
  func rolledBack() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (a UNIQUE)")
    #expect(!connection.isInTransaction)
    try await connection.run("BEGIN")
    try await connection.run("SAVEPOINT s")
    try await connection.run("INSERT INTO t VALUES (1)")
    #expect(connection.isInTransaction)
    await #expect(throws: DatabaseError.self) { try await connection.run("INSERT OR ROLLBACK INTO t VALUES (1)") }
    #expect(!connection.isInTransaction)
  }

  @Test("stops a statement when it is interrupted from elsewhere, and does nothing once it is closed")
  func interrupt() async throws {
    let connection = try await SQLiteConnection.memory()
    let handle = connection.interruptHandle
    let stop = Task.detached {
      while !Task.isCancelled {
        handle.interrupt()
        try? await Task.sleep(nanoseconds: 1_000_000)
      }
    }
    do {
      _ = try await connection.query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
      Issue.record("an endless query ended")
    } catch let error as DatabaseError {
      #expect(error.kind == .interrupted)
    }
    await connection.close()
    stop.cancel()
    await stop.value
    handle.interrupt()
    await #expect(throws: DatabaseError.self) { try await connection.run("SELECT 1") }
  }

  @Test("names the columns of a statement that is run again as they are by then")
  func renamedColumns() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.execute("CREATE TABLE t (a)")
    try await connection.execute("INSERT INTO t VALUES (1)")
    #expect(try await connection.query("SELECT * FROM t").first?.columns == ["a"])
    try await connection.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2")
    let row = try await connection.query("SELECT * FROM t").first
    #expect(row?.columns == ["a", "b"])
    #expect(row?["b"] == 2)
    try await connection.execute("ALTER TABLE t RENAME COLUMN a TO c")
    #expect(try await connection.query("SELECT * FROM t").first?["c"] == 1)
    try await connection.execute("ALTER TABLE t DROP COLUMN b")
    #expect(try await connection.query("SELECT * FROM t").first?["b"] == .null)
  }

  @Test("keeps compiled statements by their bytes, not by how they look")
  func cacheByBytes() async throws {
    let connection = try await SQLiteConnection.memory()
    #expect(try await connection.query("SELECT length('\u{E9}')").first?[0] == 1)
    #expect(try await connection.query("SELECT length('e\u{301}')").first?[0] == 2)
  }
}
