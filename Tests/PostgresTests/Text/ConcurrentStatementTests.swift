import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What a statement outside a transaction is about")
struct ConcurrentStatementTests {
  private func table(_ name: String, _ schema: String? = nil) -> QualifiedName { QualifiedName(name, schema: schema) }

  @Test("an index that is created: its name, its table, and whether it may be there")
  func createIndex() {
    let cases: [(String, ConcurrentStatement)] = [
      (
        "CREATE INDEX CONCURRENTLY Ab ON S.T (x)",
        .createIndex("ab", table: table("t", "s"), ifNotExists: false)
      ),
      (
        "create unique index concurrently if not exists \"A\"\"b\" on only t using btree (x)",
        .createIndex("A\"b", table: table("t"), ifNotExists: true)
      ),
      (
        "CREATE/**/INDEX--\nCONCURRENTLY ON ONLY (db.\"S\".t)(x)",
        .createIndex(nil, table: table("t", "S"), ifNotExists: false)
      ),
      ("CREATE INDEX i ON t * (x)", .createIndex("i", table: table("t"), ifNotExists: false)),
      (
        #"CREATE INDEX CONCURRENTLY U&"d\0061t\+000061" UESCAPE '\' ON U&"d!0061t!!" UESCAPE '!' (x)"#,
        .createIndex("data", table: table("dat!"), ifNotExists: false)
      ),
      ("CREATE INDEX CONCURRENTLY", .other),
      ("CREATE TABLE t (a int)", .other),
    ]
    for (text, expected) in cases { #expect(ConcurrentStatement(parsing: text) == expected, "\(text)") }
  }

  @Test("an index that is dropped")
  func dropIndex() {
    let cases: [(String, ConcurrentStatement)] = [
      ("DROP INDEX CONCURRENTLY s.i", .dropIndex(table("i", "s"), ifExists: false)),
      ("DROP INDEX CONCURRENTLY IF EXISTS \"I\" RESTRICT", .dropIndex(table("I"), ifExists: true)),
      ("DROP INDEX CONCURRENTLY a, b", .other),
      ("DROP TABLE t", .other),
    ]
    for (text, expected) in cases { #expect(ConcurrentStatement(parsing: text) == expected, "\(text)") }
  }

  @Test("what is indexed anew, in either spelling of CONCURRENTLY")
  func reindex() {
    let cases: [(String, ConcurrentStatement)] = [
      ("REINDEX INDEX CONCURRENTLY s.i", .reindex(.index, table("i", "s"), concurrently: true)),
      ("REINDEX (VERBOSE, CONCURRENTLY) TABLE t", .reindex(.table, table("t"), concurrently: true)),
      ("REINDEX (CONCURRENTLY off) SCHEMA s", .reindex(.schema, table("s"), concurrently: false)),
      ("REINDEX DATABASE", .reindex(.database, nil, concurrently: false)),
      ("REINDEX SYSTEM CONCURRENTLY db", .reindex(.system, table("db"), concurrently: true)),
      ("REINDEX INDEX", .other),
    ]
    for (text, expected) in cases { #expect(ConcurrentStatement(parsing: text) == expected, "\(text)") }
  }

  @Test("a partition that is detached")
  func detach() {
    let cases: [(String, ConcurrentStatement)] = [
      (
        "ALTER TABLE IF EXISTS ONLY s.p DETACH PARTITION p1 CONCURRENTLY",
        .detachPartition(table: table("p", "s"), partition: table("p1"))
      ),
      ("ALTER TABLE p DETACH PARTITION p1", .other),
      ("ALTER TABLE p DETACH PARTITION p1 FINALIZE", .other),
    ]
    for (text, expected) in cases { #expect(ConcurrentStatement(parsing: text) == expected, "\(text)") }
  }

  @Test("anything else is not known")
  func other() {
    for text in ["", "VACUUM t", "CREATE DATABASE d", "'x", "\"CREATE\" INDEX i ON t (a)"] {
      #expect(ConcurrentStatement(parsing: text) == .other, "\(text)")
    }
  }

  @Test(
    "names are those that the server keeps",
    .enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)"))
  func names() async throws {
    let long = String(repeating: "é", count: 40)
    let written = [
      "AbC", "ÄÖ", "a$b", "_X9", "\"Qu\"\"oted\"", "\"\(long)\"", long, "x" + long, #"U&"\0441\+00043B\D83D\DE00""#,
      #"u&"!0061\!!" UESCAPE '!'"#, "x" + String(repeating: "Y", count: 70),
    ]
    let database = try await PostgresServer.shared().makeDatabase()
    for name in written {
      let statement = "CREATE INDEX \(name) ON t (a)"
      let kept = try await database.run(
        "CREATE TABLE t (a integer); \(statement); "
          + "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
          + "WHERE indrelid = 't'::regclass; DROP TABLE t")
      #expect(
        ConcurrentStatement(parsing: statement)
          == .createIndex(String(kept.dropLast()), table: "t", ifNotExists: false), "\(name)")
    }
  }
}
