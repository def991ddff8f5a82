import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@Suite("Statements on PostgreSQL", needsServer)
struct StatementTests {
  @Test("values go there and come back as what they are")
  func values() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    let bytes: [UInt8] = Array(0...255)
    let row = try await connection.query(
      """
      SELECT \(true), \(Int64.max), \(7), \(0.1), \(Double.infinity), \("O'Reilly \\ \"é😀\"")::text, \(bytes), \
      \(SQLValue.null)::text, 1.10::numeric, 2::smallint, '2026-11-21'::date, ARRAY[1, 2], ''::bytea, 1.5::real
      """
    ).first
    #expect(
      row?.values == [
        true, .integer(.max), 7, 0.1, .double(.infinity), .text("O'Reilly \\ \"é😀\""), .blob(bytes), .null, "1.10",
        2, "2026-11-21", "{1,2}", .blob([]), 1.5,
      ])
    let name = "Odd name"
    #expect(try await connection.query("SELECT 1 AS \(identifier: name)").first?[name] == 1)
  }

  @Test("a value takes the type that its place wants")
  func untypedText() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("CREATE TYPE mood AS ENUM ('calm', 'wild')")
    try await connection.run("CREATE TABLE t (m mood, d date, j jsonb, n numeric, s smallint, r real, b boolean)")
    let changed = try await connection.execute(
      """
      INSERT INTO t VALUES (\("wild"), \("2026-11-21"), \("{\"a\": 1}"), \("1.234567890123456789"), \(3), \(1.5), \
      \(SQLValue.null))
      """)
    #expect(changed == 1)
    #expect(
      try await connection.query("SELECT * FROM t").first?.values
        == ["wild", "2026-11-21", "{\"a\": 1}", "1.234567890123456789", 3, 1.5, .null])
    #expect(try await connection.query("SELECT repeat(\("ab"), \(2))").first?[0] == "abab")
    #expect(try await connection.query("SELECT 1 FROM t LIMIT \(1)").count == 1)
  }

  @Test("bytes come back in either form of bytea_output")
  func escapedBytes() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("SET bytea_output = escape")
    #expect(try await connection.query("SELECT \([0, 92, 255, 65] as [UInt8])").first?[0] == .blob([0, 92, 255, 65]))
  }

  @Test("execute says how many rows it changed, and none for what changes none")
  func changedRows() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    #expect(try await connection.execute("CREATE TABLE t (a integer)") == 0)
    #expect(try await connection.execute("INSERT INTO t SELECT generate_series(1, 5)") == 5)
    #expect(try await connection.execute("UPDATE t SET a = 0 WHERE a > \(3)") == 2)
    #expect(try await connection.execute("DELETE FROM t WHERE a = 0 RETURNING a") == 2)
    #expect(try await connection.execute("SELECT * FROM t") == 0)
    #expect(try await connection.execute("DELETE FROM t WHERE false") == 0)
  }

  @Test("run takes one statement, with rows or without; a comment alone does nothing")
  func run() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("SELECT repeat('x', 1000) FROM generate_series(1, 100000)")
    try await connection.run("-- nothing")
    try await connection.run("")
    try await connection.run("SELECT 1;")
  }

  @Test("more than one statement is refused in plain words, and none of them ran")
  func severalStatements() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    let error = try await databaseError { try await connection.run("CREATE TABLE t (); CREATE TABLE u ()") }
    #expect(error.kind == .statement)
    #expect(error.message == "there is more than one statement in it")
    #expect(try await connection.query("SELECT to_regclass('t') IS NULL").first?[0] == true)
  }

  @Test(
    "COPY to or from the client is refused, and the connection goes on",
    arguments: ["COPY t FROM STDIN", "COPY t TO STDOUT", "COPY (SELECT generate_series(1, 1000000)) TO STDOUT"])
  func copy(_ statement: String) async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("CREATE TABLE t (a integer)")
    let error = try await databaseError { try await connection.run(statement) }
    #expect(error.kind == .statement)
    #expect(error.code == "0A000")
    #expect(error.message.contains("COPY"))
    #expect(try await connection.query("SELECT 1").first?[0] == 1)
  }

  @Test("a NUL character is refused rather than taken for the end")
  func nul() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    let inText = try await databaseError { try await connection.run("SELECT 1\0 this is cut off") }
    let inValue = try await databaseError { try await connection.execute("SELECT \("a\0b")::text") }
    for error in [inText, inValue] { #expect(error.code == "22021") }
  }

  @Test("a transaction shows while it is open, and when it has failed")
  func transactions() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    #expect(!connection.isInTransaction)
    try await connection.run("BEGIN")
    #expect(connection.isInTransaction)
    _ = try await databaseError { try await connection.run("SELECT 1/0") }
    #expect(connection.isInTransaction)
    let aborted = try await databaseError { try await connection.run("SELECT 1") }
    #expect(aborted.code == "25P02")
    try await connection.run("ROLLBACK")
    #expect(!connection.isInTransaction)
  }

  @Test("notices are handed on with all that they say")
  func notices() async throws {
    let notices = Collected<PostgresNotice>()
    let (connection, _) = try await connectToFreshDatabase(
      options: ConnectionOptions { notices.add($0) })
    try await connection.run("DROP TABLE IF EXISTS missing")
    try await connection.run(
      "DO $$BEGIN RAISE WARNING 'look' USING DETAIL = 'here', HINT = 'there', ERRCODE = '01000'; END$$")
    #expect(
      notices.values == [
        PostgresNotice(severity: "NOTICE", code: "00000", message: "table \"missing\" does not exist, skipping"),
        PostgresNotice(severity: "WARNING", code: "01000", message: "look", detail: "here", hint: "there"),
      ])
  }

  @Test("what is closed takes no statement, and says so; closing rolls back")
  func closing() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    try await connection.run("BEGIN")
    try await connection.run("CREATE TABLE t ()")
    let interrupter = connection.interruptHandle
    await connection.close()
    interrupter.interrupt()
    #expect(!connection.isInTransaction)
    #expect(try await databaseError { try await connection.run("SELECT 1") }.code == "08003")
    #expect(try await database.run("SELECT to_regclass('t') IS NULL") == "t\n")
  }
}
