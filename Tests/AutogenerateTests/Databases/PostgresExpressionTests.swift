import PostgresDialect
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

/// What expressions, queries and bodies ask that changes under them: routines, operators, casts, columns and keys.
@Suite("What expressions ask, on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresExpressionTests {
  private func check(
    _ first: String, _ second: String, bodiesLater: Bool = false, renames: (inout Schema) -> Void = { _ in },
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    try await PostgresUnderTest.check(
      sql: first, second, bodiesLater: bodiesLater, renames: renames, sourceLocation: sourceLocation)
  }

  @Test("A function gets another list of arguments, and all that calls it calls the new one")
  func otherArguments() async throws {
    let body = "RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)'"
    let users = """
      CREATE TABLE t (n text DEFAULT norm('x'), g text GENERATED ALWAYS AS (norm(n)) STORED, CONSTRAINT c CHECK (norm(n) <> ''));
      CREATE INDEX i ON t (norm(n));
      CREATE VIEW v AS SELECT norm(n) AS n FROM t;
      CREATE FUNCTION twice(t text) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT norm(t) || norm(t); END;
      CREATE VIEW w AS SELECT twice(n) AS n FROM t;
      """
    try await check(
      "CREATE FUNCTION norm(t text) \(body); \(users)",
      "CREATE FUNCTION norm(t text, up boolean DEFAULT false) \(body); \(users)")
  }

  private let near = """
    CREATE FUNCTION near(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) < 20';
    CREATE OPERATOR ~~~ (FUNCTION = near, LEFTARG = int, RIGHTARG = int);
    """

  @Test("Operators and casts are there before whatever asks them, and go after it")
  func operatorsAndCasts() async throws {
    try await check(
      "CREATE TABLE z (a int)",
      """
      \(near)
      CREATE TYPE mood AS ENUM ('a', 'b');
      CREATE FUNCTION to_mood(int) RETURNS mood LANGUAGE sql IMMUTABLE AS $$SELECT 'a'::mood$$;
      CREATE CAST (int AS mood) WITH FUNCTION to_mood(int) AS IMPLICIT;
      CREATE DOMAIN d AS int CHECK (VALUE ~~~ 3);
      CREATE TABLE data (x int, y boolean DEFAULT (1 ~~~ 2), g boolean GENERATED ALWAYS AS (x ~~~ 4) STORED, CHECK (x ~~~ 3));
      CREATE VIEW a_view AS SELECT x::mood AS m, x ~~~ 2 AS n FROM data;
      CREATE INDEX i ON data ((x ~~~ 5));
      CREATE FUNCTION asks(y boolean DEFAULT (3 ~~~ 4)) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION zz(int) RETURNS mood LANGUAGE sql BEGIN ATOMIC SELECT $1::mood; END;
      CREATE TABLE z (a int);
      """)
  }

  @Test("An operator's function is made again under checks, indexes, computed columns and views")
  func operatorUnderAll() async throws {
    let users = """
      CREATE TABLE t (x int, g boolean GENERATED ALWAYS AS (x ~~~ 4) STORED, CHECK (x ~~~ 3));
      CREATE VIEW v AS SELECT x ~~~ 2 AS n FROM t;
      CREATE INDEX i ON t ((x ~~~ 5));
      """
    let named = near.replacing("near(int, int)", with: "near(a int, b int)")
    try await check(near + users, named + users)
  }

  @Test("A routine comes after what helps the planner with it")
  func support() async throws {
    let support =
      "CREATE FUNCTION z_support(internal) RETURNS internal LANGUAGE internal AS 'generate_series_int4_support';"
    try await check(
      "CREATE TABLE t (x int)",
      """
      CREATE TABLE t (x int);
      \(support)
      CREATE FUNCTION a(int, int) RETURNS SETOF int LANGUAGE internal STRICT SUPPORT z_support AS 'generate_series_int4';
      """)
  }

  @Test("A column gets another type under bodies that were read, and comes and goes with what a body reads")
  func bodiesOverColumns() async throws {
    func schema(_ columns: String, _ selected: String) -> String {
      """
      CREATE TABLE t (\(columns));
      CREATE FUNCTION bs(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT \(selected) FROM t WHERE id = a; END;
      """
    }
    try await check(schema("id int PRIMARY KEY, x int", "x"), schema("id bigint PRIMARY KEY, x int", "x"))
    try await check(schema("id int PRIMARY KEY, x int, y int", "x"), schema("id int PRIMARY KEY, y int", "y"))
  }

  @Test("A constraint that a body names is made again under it")
  func bodiesOverConstraints() async throws {
    func schema(_ column: String, _ name: String) -> String {
      """
      CREATE TABLE t (id int PRIMARY KEY, a \(column), CONSTRAINT \(name) UNIQUE (a));
      CREATE FUNCTION ins() RETURNS void LANGUAGE sql BEGIN ATOMIC
        INSERT INTO t VALUES (1, 2) ON CONFLICT ON CONSTRAINT \(name) DO UPDATE SET a = excluded.a; END;
      """
    }
    try await check(schema("int", "t_a_key"), schema("bigint", "ua"))
  }

  @Test("A view that groups by a primary key is made again where that is")
  func viewOverKey() async throws {
    func schema(_ more: String) -> String {
      """
      CREATE TABLE t (id int, k int NOT NULL, a text, CONSTRAINT pk PRIMARY KEY (id)\(more));
      CREATE VIEW v AS SELECT id, a FROM t GROUP BY id;
      """
    }
    try await check(schema(""), schema(" INCLUDE (k)"))
  }

  @Test("A trigger of a partitioned table is made again, and fires in its partitions as they say")
  func triggerOfPartition() async throws {
    func schema(_ moment: String, _ rest: String = "") -> String {
      """
      CREATE TABLE t (id int) PARTITION BY LIST (id);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (2, 3);
      CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
      CREATE TRIGGER tr \(moment) INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
      \(rest)
      """
    }
    let disabled = "ALTER TABLE t1 DISABLE TRIGGER tr"
    try await check(schema("BEFORE", disabled), schema("AFTER"))
    try await check(schema("BEFORE", disabled), schema("AFTER", disabled))
  }

  @Test("A table becomes a view while bodies of functions name it")
  func bodiesOverExchange() async throws {
    func schema(_ key: String, _ body: String) -> String {
      """
      CREATE TABLE pjobs (id int\(key)); CREATE VIEW jobs AS SELECT id FROM pjobs;
      CREATE FUNCTION fu() RETURNS void LANGUAGE sql AS '\(body)';
      """
    }
    for key in ["", " CONSTRAINT k PRIMARY KEY"] {
      let former = """
        CREATE TABLE jobs (id int\(key)); CREATE TABLE kept (id int);
        CREATE FUNCTION fu() RETURNS void LANGUAGE sql AS 'UPDATE jobs SET id = 1';
        """
      let kept = "CREATE TABLE kept (id int);"
      try await check(former, kept + schema(key, "SELECT id FROM jobs"), bodiesLater: true)
      try await check(former, kept + schema(key, "UPDATE pjobs AS jobs SET id = 2"), bodiesLater: true)
    }
  }

  @Test("A computed column is renamed and computed otherwise, under what reads it")
  func renamedComputedColumn() async throws {
    func schema(_ name: String, _ type: String, _ number: Int) -> String {
      """
      CREATE TABLE t (id int, a \(type), \(name) int GENERATED ALWAYS AS (a + \(number)) STORED);
      CREATE VIEW v AS SELECT \(name) FROM t; CREATE INDEX ig ON t (\(name));
      """
    }
    for (type, number) in [("int", 2), ("bigint", 1)] {
      try await check(schema("g", "int", 1), schema("gg", type, number)) { schema in
        schema.tables[0].columns[2].renamedFrom = "g"
      }
    }
  }

  @Test("Tables take each other's names while a foreign key between them changes")
  func chainOfNames() async throws {
    func schema(_ first: String, _ second: String, _ action: String) -> String {
      """
      CREATE TABLE \(first) (id int PRIMARY KEY);
      CREATE TABLE \(second) (id int PRIMARY KEY, a_id int REFERENCES \(first) (id) ON DELETE \(action));
      """
    }
    try await check(schema("a", "b", "RESTRICT"), schema("b", "c", "CASCADE")) { schema in
      for position in schema.tables.indices {
        schema.tables[position].renamedFrom = schema.tables[position].name.name == "b" ? "a" : "b"
      }
    }
  }

  @Test("An index that is made again because of its type is not renamed besides")
  func renamedIndexOfReplacedEnum() async throws {
    func schema(_ values: String, _ name: String) -> String {
      """
      CREATE TYPE st AS ENUM (\(values)); CREATE TABLE t (id int, s st);
      CREATE INDEX \(name) ON t (id) WHERE s = 'a';
      """
    }
    try await check(schema("'a', 'c', 'b'", "old_i"), schema("'a', 'b'", "new_i"))
  }

  @Test("A column with a key is renamed and gets another type: the keys stay")
  func renamedKey() async throws {
    func schema(_ id: String, _ type: String) -> String {
      """
      CREATE TABLE a (\(id) \(type) CONSTRAINT a_pkey PRIMARY KEY);
      CREATE TABLE b (id int, a_id \(type) CONSTRAINT fk REFERENCES a (\(id)), CONSTRAINT u UNIQUE (a_id));
      """
    }
    let operations = try await PostgresUnderTest.check(
      sql: schema("id", "int"), schema("aid", "bigint"), renames: { $0.tables[0].columns[0].renamedFrom = "id" })
    #expect(operations.sorted() == ["AlterColumn", "AlterColumn", "RenameColumn"])
  }

  @Test("A serial column becomes an identity of another type, and a serial column again")
  func serialToIdentity() async throws {
    try await check(
      "CREATE TABLE s1 (id serial PRIMARY KEY, x int)",
      "CREATE TABLE s1 (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, x int)")
  }

  @Test("Statements of a trigger that become a function are made once")
  func statementsOfTrigger() throws {
    let declared = Schema {
      Table("users") { Column("id", .integer) }
      Trigger("t", on: "users", .after, [.insert], body: "UPDATE users SET id = 1")
    }
    let wanted = try PostgresDialect().canonical(declared)
    let operations = try SchemaDiff(
      from: Schema(), to: wanted, dialect: PostgresDialect(),
      wording: Wording(of: declared, canonical: wanted, dialect: PostgresDialect())
    ).operations.map(\.operation)
    #expect(operations.map { "\(type(of: $0.value))" } == ["CreateRoutine", "CreateTable", "CreateTrigger"])
    guard case .createTrigger(let create)? = operations.last, case .function = create.trigger.action else {
      Issue.record("\(operations)")
      return
    }
  }

  @Test("An enumeration is made anew under computed columns and views that name it")
  func replacedEnum() async throws {
    func schema(_ values: String) -> String {
      """
      CREATE TYPE st AS ENUM (\(values));
      CREATE TABLE t (id int, s st NOT NULL DEFAULT 'b', l st[] DEFAULT ARRAY['b'::st],
        g text GENERATED ALWAYS AS (CASE WHEN s = 'a' THEN 'x' ELSE 'y' END) STORED);
      CREATE VIEW v AS SELECT 'a'::st AS x; CREATE VIEW w AS SELECT g FROM t;
      """
    }
    try await check(schema("'a', 'c', 'b'"), schema("'a', 'b'"))
  }

  @Test("A type becomes one of another kind under its name, with the functions that take it")
  func otherKindOfType() async throws {
    let function = "CREATE FUNCTION f(k) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE kept (id int);"
    try await check("CREATE DOMAIN k AS text; \(function)", "CREATE TYPE k AS (a int); \(function)")
    try await check("CREATE TABLE k (a int); \(function)", "CREATE TYPE k AS (a int); \(function)")
  }

  @Test("A column comes to a table whose rows reach a view through functions")
  func rowsThroughFunctions() async throws {
    func schema(_ columns: String) -> String {
      """
      CREATE TABLE t (\(columns));
      CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql STABLE AS 'SELECT * FROM t';
      CREATE VIEW v AS SELECT * FROM f();
      CREATE FUNCTION g() RETURNS SETOF v LANGUAGE sql STABLE AS 'SELECT * FROM v';
      CREATE VIEW w AS SELECT * FROM g();
      """
    }
    try await check(schema("a int"), schema("a int, b int"))
  }
}
