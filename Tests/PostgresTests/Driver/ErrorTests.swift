import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@Suite("Errors of PostgreSQL", needsServer)
struct ErrorTests {
  @Test(
    "each refusal has its SQLSTATE and its kind",
    arguments: [
      ("CREATE TABLE t ()", "42P07", DatabaseError.Kind.alreadyExists), ("CREATE SCHEMA s", "42P06", .alreadyExists),
      ("ALTER TABLE t ADD a integer", "42701", .alreadyExists), ("CREATE TYPE e AS ENUM ()", "42710", .alreadyExists),
      ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)", "42710", .alreadyExists),
      ("CREATE FUNCTION f() RETURNS integer RETURN 1", "42723", .alreadyExists),
      ("CREATE INDEX i ON t (a)", "42P07", .alreadyExists), ("INSERT INTO t VALUES (1)", "23505", .alreadyExists),
      ("INSERT INTO t VALUES (-1)", "23514", .statement), ("SELECT * FROM missing", "42P01", .statement),
      ("SELEC", "42601", .statement), ("SELECT 1/0", "22012", .statement), ("COMMIT PREPARED 'x'", "42704", .statement),
      ("CREATE DATABASE postgres", "42P04", .alreadyExists),
    ])
  func kinds(_ statement: String, _ code: String, _ kind: DatabaseError.Kind) async throws {
    let (connection, _) = try await connectToFreshDatabase()
    for text in [
      "CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 0))", "CREATE UNIQUE INDEX i ON t (a)", "CREATE SCHEMA s",
      "CREATE TYPE e AS ENUM ()", "CREATE FUNCTION f() RETURNS integer RETURN 1", "INSERT INTO t VALUES (1)",
    ] {
      try await connection.run(text)
    }
    let error = try await databaseError { try await connection.run(statement) }
    #expect(error.code == code)
    #expect(error.kind == kind)
    #expect(error.statement == statement)
  }

  @Test("detail and hint come along")
  func facts() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("CREATE TABLE t (a integer PRIMARY KEY, name text)")
    try await connection.run("INSERT INTO t VALUES (1)")
    let key = try await databaseError { try await connection.execute("INSERT INTO t VALUES (\(1))") }
    #expect(key.detail == "Key (a)=(1) already exists.")
    #expect(key.statement == "INSERT INTO t VALUES ($1)")
    let column = try await databaseError { try await connection.run("SELECT nam FROM t") }
    #expect(column.hint == "Perhaps you meant to reference the column \"t.name\".")
  }

  @Test("an error inside a function says where")
  func context() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    let error = try await databaseError {
      try await connection.run("DO $$\nBEGIN\n  EXECUTE 'SELECT 1/0';\nEND$$")
    }
    #expect(error.detail?.contains("line 3 at EXECUTE") == true)
  }

  @Test("the place of an error is counted in bytes, behind characters of any length")
  func offset() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    for before in ["", "'é'", "'e\u{301}'", "'€😀👩‍👩‍👧'", "1,\r\n'ä'"] {
      let start = before.isEmpty ? "SELECT " : "SELECT \(before), "
      let error = try await databaseError { try await connection.run(start + "missing FROM pg_class") }
      #expect(error.offset == start.utf8.count)
    }
    let atEnd = try await databaseError { try await connection.run("SELECT 'é' FROM") }
    #expect(atEnd.offset == "SELECT 'é' FROM".utf8.count)
  }

  @Test("locks that are not had, deadlocks and serialization failures are busy")
  func busy() async throws {
    let (first, database) = try await connectToFreshDatabase()
    let second = try await PostgresConnection.open(database.parameters)
    try await first.run("CREATE TABLE t (a integer)")
    try await first.run("BEGIN")
    try await first.run("LOCK TABLE t")
    try await second.run("SET lock_timeout = 10")
    let lock = try await databaseError { try await second.run("SELECT * FROM t") }
    #expect(lock.code == "55P03")
    let nowait = try await databaseError { try await second.run("DO 'BEGIN LOCK TABLE t NOWAIT; END'") }
    #expect(nowait.code == "55P03")
    let deadlock = try await databaseError {
      try await second.run("DO $$BEGIN RAISE 'x' USING ERRCODE = 'deadlock_detected'; END$$")
    }
    let serialization = try await databaseError {
      try await second.run("DO $$BEGIN RAISE 'x' USING ERRCODE = 'serialization_failure'; END$$")
    }
    for error in [lock, nowait, deadlock, serialization] { #expect(error.kind == .busy) }
  }

  @Test("what may only be read is read-only, what is full is full, what is damaged is corrupt")
  func otherKinds() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    func raised(_ code: String) async throws -> DatabaseError {
      try await databaseError { try await connection.run("DO $$BEGIN RAISE 'x' USING ERRCODE = '\(code)'; END$$") }
    }
    #expect(try await raised("53100").kind == .full)
    #expect(try await raised("XX001").kind == .corrupt)
    // A function that talks to another server may fail so; our own connection is well.
    #expect(try await raised("08006").kind == .statement)
    try await connection.run("SET default_transaction_read_only = on")
    let error = try await databaseError { try await connection.run("CREATE TABLE t ()") }
    #expect(error.code == "25006")
    #expect(error.kind == .readOnly)
  }

  @Test("a statement that takes too long is a refused statement, not an interrupted one")
  func statementTimeout() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("SET statement_timeout = 10")
    let error = try await databaseError { try await connection.run("SELECT pg_sleep(1000)") }
    #expect(error.code == "57014")
    #expect(error.kind == .statement)
  }

  @Test("a backend that is terminated is a lost connection, now and later")
  func terminated() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let error = try await databaseError {
      try await connection.run("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(1000)")
    }
    #expect(error.kind == .connectionLost)
    #expect(error.code == "57P01")
    #expect(try await databaseError { try await connection.run("SELECT 1") }.kind == .connectionLost)
    #expect(!connection.isInTransaction)

    let idle = try await PostgresConnection.open(database.parameters)
    try await database.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    #expect(try await databaseError { try await idle.run("SELECT 1") }.kind == .connectionLost)
  }

  @Test("a server that stops at once is a lost connection")
  func serverStops() async throws {
    let server = try await PostgresServer.start()
    let connection = try await PostgresConnection.open(try await server.makeDatabase().parameters)
    try await server.restartAtOnce()
    let error = try await databaseError { try await connection.run("SELECT 1") }
    #expect(error.kind == .connectionLost)
  }

  @Test("a line that is cut is a lost connection, whether the statement arrived or not")
  func cut() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    for cutsBefore in [true, false] {
      let proxy = try Proxy(to: database.server.port) { message in
        guard message.isFromClient, message.contains("CREATE TABLE") else { return .pass }
        return cutsBefore ? .cutBefore : .cutAfter
      }
      let connection = try await PostgresConnection.open(database.parameters(port: proxy.port))
      let error = try await databaseError { try await connection.run("CREATE TABLE t ()") }
      #expect(error.kind == .connectionLost)
      #expect(error.statement == "CREATE TABLE t ()")
    }
  }
}
