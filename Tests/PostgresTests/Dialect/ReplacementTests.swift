import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What takes another's place", .enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)"))
struct ReplacementTests {
  /// What the server says to operations on a database that a script has filled; the schema must stay as it was.
  private func refusal(_ setup: String, _ values: any OperationValue...) async throws -> String {
    try await withDatabase(setup) { database in
      let before = try await database.schemaDump()
      let error = await #expect(throws: TestServerError.self) { try await database.apply(values.map(\.operation)) }
      #expect(try await database.schemaDump() == before)
      return error?.description ?? ""
    }
  }

  @Test(
    "is no enumeration that more uses than the columns named: each use is told",
    arguments: [
      ("CREATE TABLE u (n mood)", "column n of table u"),
      ("CREATE TABLE u (n mood[])", "column n of table u"),
      ("ALTER TABLE t ALTER m SET DEFAULT 'sad'", "default value for column m of table t"),
      ("ALTER TABLE t ADD CONSTRAINT happy CHECK (m <> 'sad')", "constraint happy on table t"),
      ("CREATE INDEX ix ON t (y) WHERE m = 'sad'", "index ix"),
      ("CREATE VIEW v AS SELECT m FROM t", "column m of view v"),
      ("CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'", "function f(mood)"),
      ("CREATE DOMAIN d AS mood", "type d"),
      ("CREATE TYPE pair AS (l mood, r int)", "column l of composite type pair"),
      ("ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (m = 'sad')", "policy p on table t"),
    ])
  func enumInUse(setup: String, use: String) async throws {
    let said = try await refusal(
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood, y int); \(setup)",
      ReplaceEnum("mood", ["sad"], in: .column("t", "m")))
    #expect(said.contains("ReplaceEnum(\"mood\"): the type is used by more than the columns named: "), "\(said)")
    #expect(said.contains(use), "\(said)")
    #expect(said.contains("HINT:  name every column of the type in `in:`"), "\(said)")
  }

  @Test("is no view whose columns change while something is on it that would be lost: it is told")
  func viewLosing() async throws {
    let setup = """
      CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER tr INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
      CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING; COMMENT ON COLUMN v.a IS 'first';
      ALTER VIEW v ALTER a SET DEFAULT 1; GRANT SELECT (a) ON v TO PUBLIC
      """
    let said = try await refusal(
      setup, CreateView("v", as: "SELECT a FROM t", orReplace: true, was: View("v", as: "SELECT a, b FROM t")))
    #expect(said.contains("the view v cannot become the other without being dropped (cannot drop columns from view)"))
    for part in [
      "the trigger tr", "the rule r", "the comment on the column a", "the default of the column a",
      "what is granted on the column a",
    ] { #expect(said.contains(part), "\(said)") }
  }

  @Test("is no view whose columns change while another depends on it: the server says which")
  func viewInUse() async throws {
    let said = try await refusal(
      "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v",
      CreateView("v", as: "SELECT a FROM t", orReplace: true, was: View("v", as: "SELECT a, b FROM t")))
    #expect(said.contains("cannot drop view v because other objects depend on it"), "\(said)")
    #expect(said.contains("view w depends on view v"), "\(said)")
  }
}
