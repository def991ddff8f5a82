import Testing

@testable import PostgresDialect

@Suite("What a statement does to the settings")
struct SessionEffectsTests {
  @Test(
    "SET, RESET, DISCARD, set_config and what may hide them are told",
    arguments: [
      "SET search_path = x", "set local search_path = x", "SET SESSION a.b TO 1", "SET ROLE bob", "RESET ALL",
      "RESET x",
      "SET SESSION AUTHORIZATION bob", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "DISCARD ALL",
      "/* x */ SET\nTIME ZONE 'UTC'", "SELECT set_config('search_path', '', false)",
      "SELECT pg_catalog.set_config('search_path', '', false)", "select \"set_config\"('a.b', '', true)",
      "WITH x AS (SELECT SET_CONFIG('a.b', '', true)) SELECT 1", "UPDATE pg_settings SET setting = 1 WHERE name = 'x'",
      "DO $$ BEGIN SET search_path = x; END $$", "DO 'BEGIN PERFORM set_config(''a.b'', '''', true); END'",
    ])
  func changes(statement: String) { #expect(SessionEffects.changesSettings(statement)) }

  @Test(
    "nothing else is",
    arguments: [
      "", "SELECT 1", "UPDATE t SET a = 1", "SET CONSTRAINTS ALL DEFERRED", "ALTER ROLE bob SET search_path = x",
      "SELECT 'set_config()'", "CREATE FUNCTION f() RETURNS void LANGUAGE sql SET search_path = x AS 'SELECT 1'",
      "SELECT * FROM pg_settings", "DO $$ BEGIN PERFORM f(); END $$", "LISTEN a", "PREPARE a AS SELECT 1",
      "DO $$ BEGIN PERFORM offset_of(), my_set, setting FROM t; END $$",
    ])
  func leaves(statement: String) { #expect(!SessionEffects.changesSettings(statement)) }
}
