import Dialects
import PostgresTesting
import Testing

@testable import PostgresDialect

@Suite("How statements stand to transactions")
struct TransactionRuleTests {
  @Test(
    "what begins or ends a transaction, or sets it up, is the engine's to do",
    arguments: [
      "BEGIN", "begin isolation level serializable", "START TRANSACTION READ ONLY", "COMMIT", "COMMIT AND CHAIN", "END",
      "ROLLBACK", "ROLLBACK TO a", "ABORT", "SAVEPOINT a", "RELEASE a", "PREPARE TRANSACTION 'a'",
      "COMMIT PREPARED 'a'", "ROLLBACK PREPARED 'a'", "/* a */ -- b\n COMMIT", "SET TRANSACTION READ ONLY",
      "SET LOCAL TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET SESSION TRANSACTION READ ONLY",
      "SET transaction_read_only = on", "SET LOCAL \"transaction_isolation\" TO 'serializable'",
    ])
  func forbidden(statement: String) { #expect(TransactionRules.rule(of: statement) == .forbidden) }

  @Test(
    "words of transactions elsewhere in a statement change nothing",
    arguments: [
      "PREPARE transaction AS SELECT 1", "CREATE TABLE begin (a int)", "SELECT 'COMMIT'", "\"commit\"", "",
      "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "CREATE TABLE vacuum (a int)", "SET a.transaction = 1",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", "DO $$ BEGIN COMMIT; END $$", "CALL p()",
    ])
  func ordinary(statement: String) { #expect(TransactionRules.rule(of: statement) == .any) }

  /// Each statement with what the server must say to it inside a transaction: true where it refuses to run there.
  private static let statements: [(String, Bool)] = [
    ("CREATE INDEX CONCURRENTLY ON t (a)", true),
    ("create/**/unique -- x\nindex\n concurrently if not exists i ON t (a)", true),
    ("CREATE INDEX i ON t (a)", false),
    ("DROP INDEX CONCURRENTLY ti", true),
    ("DROP INDEX CONCURRENTLY IF EXISTS ti", true),
    ("DROP INDEX ti", false),
    ("REINDEX INDEX CONCURRENTLY ti", true),
    ("REINDEX (CONCURRENTLY) TABLE t", true),
    ("REINDEX (VERBOSE, CONCURRENTLY on) TABLE t", true),
    ("REINDEX (CONCURRENTLY false) TABLE t", false),
    ("REINDEX (CONCURRENTLY 'off') TABLE t", false),
    ("REINDEX (VERBOSE) TABLE t", false),
    ("REINDEX TABLE t", false),
    ("REINDEX SCHEMA public", true),
    ("REINDEX (VERBOSE) DATABASE rules", true),
    ("REINDEX SYSTEM rules", true),
    ("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", true),
    ("ALTER TABLE IF EXISTS public.p DETACH PARTITION public.p1 CONCURRENTLY", true),
    ("ALTER TABLE p DETACH PARTITION p1", false),
    ("ALTER TABLE p DETACH PARTITION p2 FINALIZE", false),
    ("VACUUM", true),
    ("VACUUM (ANALYZE) t", true),
    ("ANALYZE t", false),
    ("CLUSTER", true),
    ("CLUSTER VERBOSE", true),
    ("CLUSTER t USING t_pkey", false),
    ("CLUSTER (VERBOSE) t USING t_pkey", false),
    ("CREATE DATABASE other", true),
    ("DROP DATABASE IF EXISTS other", true),
    ("ALTER DATABASE rules SET TABLESPACE pg_default", true),
    ("ALTER DATABASE rules WITH TABLESPACE pg_default", true),
    ("ALTER DATABASE rules TABLESPACE = pg_default", true),
    ("ALTER DATABASE rules WITH CONNECTION LIMIT 5", false),
    ("ALTER DATABASE rules SET default_tablespace = 'pg_default'", false),
    ("CREATE TABLESPACE other LOCATION '/nowhere'", true),
    ("DROP TABLESPACE IF EXISTS other", true),
    ("ALTER SYSTEM SET work_mem = '5MB'", true),
    ("ALTER SYSTEM RESET ALL", true),
    ("CREATE SUBSCRIPTION n CONNECTION 'port=1' PUBLICATION pub", true),
    ("CREATE SUBSCRIPTION n CONNECTION 'port=1' PUBLICATION pub WITH (enabled = false)", true),
    ("CREATE SUBSCRIPTION n CONNECTION 'port=1' PUBLICATION pub WITH (connect = false)", false),
    ("CREATE SUBSCRIPTION n CONNECTION 'port=1' PUBLICATION pub WITH (connect=off, enabled=off)", false),
    ("CREATE SUBSCRIPTION n CONNECTION 'port=1' PUBLICATION pub WITH (connect, create_slot)", true),
    ("ALTER SUBSCRIPTION sub REFRESH PUBLICATION", true),
    ("ALTER SUBSCRIPTION sub REFRESH PUBLICATION WITH (copy_data = false)", true),
    ("ALTER SUBSCRIPTION sub SET PUBLICATION pub", true),
    ("ALTER SUBSCRIPTION sub SET PUBLICATION pub WITH (refresh = false)", false),
    ("ALTER SUBSCRIPTION sub ADD PUBLICATION pub2", true),
    ("ALTER SUBSCRIPTION sub ADD PUBLICATION pub2 WITH (copy_data = false, refresh = 0)", false),
    ("ALTER SUBSCRIPTION sub SET (synchronous_commit = off)", false),
    ("ALTER SUBSCRIPTION sub DISABLE", false),
    ("DROP SUBSCRIPTION sub", true),
    ("DISCARD ALL", true),
    ("DISCARD TEMP", false),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY mv", false),
    ("ALTER TYPE en ADD VALUE 'b'", false),
    ("CHECKPOINT", false),
    ("LOCK TABLE t", false),
  ]

  @Test("a statement runs outside that the server says cannot run inside, and no other")
  func outside() {
    for (text, refused) in Self.statements {
      #expect(TransactionRules.rule(of: text) == (refused ? .outside : .any), "\(text)")
    }
  }

  @Test("what a later version refuses runs outside too")
  func later() {
    #expect(TransactionRules.rule(of: "ALTER SUBSCRIPTION sub SET (failover = true)") == .outside)
  }

  @Test(
    "the server says so itself",
    .enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)"))
  func server() async throws {
    let server = try await PostgresServer.start()
    let database = try await server.makeDatabase("rules")
    // The subscription is of no server at all: it has to be enabled, and never connects.
    try await database.run(
      """
      SET client_min_messages = error;
      CREATE TABLE t (a integer PRIMARY KEY);
      CREATE INDEX ti ON t (a);
      CREATE TABLE p (a integer) PARTITION BY LIST (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      CREATE TYPE en AS ENUM ('a');
      CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a;
      CREATE UNIQUE INDEX ON mv (a);
      CREATE SUBSCRIPTION sub CONNECTION 'port=1' PUBLICATION pub WITH (connect = false);
      ALTER SUBSCRIPTION sub ENABLE;
      SET allow_system_table_mods = on;
      UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'p2'::regclass;
      """)

    let script = Self.statements.map { "BEGIN;\n\($0.0);\n\\echo @ :SQLSTATE\nROLLBACK;\n" }.joined()
      .replacing("DATABASE rules", with: "DATABASE \(database.name)").replacing(
        "SYSTEM rules", with: "SYSTEM \(database.name)")
    let ended = try await database.psql(["-q", "-A", "-t"], input: script)
    let states = ended.output.split(separator: "\n").filter { $0.hasPrefix("@ ") }.map { String($0.dropFirst(2)) }
    try #require(states.count == Self.statements.count)
    // 25001 is a transaction that is open; nothing else may be wrong with a statement, or the answer proves nothing.
    for ((text, refused), state) in zip(Self.statements, states) {
      #expect(state == (refused ? "25001" : "00000"), "\(text)")
    }
  }
}
