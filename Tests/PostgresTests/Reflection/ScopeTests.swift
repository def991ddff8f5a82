import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What is read of a database", .enabled(if: PostgresPrograms.areInstalled))
struct ScopeTests {
  private static let setup = """
    CREATE SCHEMA app; CREATE SCHEMA other; CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE app.b (id integer REFERENCES a);
    CREATE TABLE other.c (); CREATE VIEW app.v AS SELECT id FROM a; GRANT SELECT ON a TO rev_scram;
    """

  private func tables(_ scope: ReflectionScope) async throws -> [QualifiedName] {
    try await withDatabase(Self.setup) { try await $0.reflection(scope).schema.tables.map(\.name) }
  }

  @Test("is the default schema, those named, or all")
  func schemas() async throws {
    let b = QualifiedName("b", schema: "app")
    #expect(try await tables(ReflectionScope(.default)) == ["a"])
    #expect(try await tables(ReflectionScope(.named(["app"]))) == [b])
    #expect(try await tables(ReflectionScope(.named(["app", "public"]))) == ["a", b])
    #expect(try await tables(ReflectionScope(.all)) == ["a", b, QualifiedName("c", schema: "other")])
  }

  @Test("names the columns of a table outside that a foreign key refers to")
  func outside() async throws {
    try await withDatabase(Self.setup) { database in
      let schema = try await database.reflection(ReflectionScope(.named(["app"]))).schema
      #expect(
        schema.tables.first?.constraints == [
          .foreignKey(ForeignKey(columns: ["id"], references: "a", ["id"], name: "b_id_fkey"))
        ])
    }
  }

  @Test("leaves out tables that are none of its business, with their sequences")
  func ignored() async throws {
    for name in ["a", QualifiedName("a", schema: "public")] {
      try await withDatabase(Self.setup) { database in
        let schema = try await database.reflection(ReflectionScope(ignoring: [name])).schema
        #expect(schema == Schema())
      }
    }
  }

  @Test("has grants only where they are asked for")
  func grants() async throws {
    try await withDatabase(Self.setup) { database in
      let without = try await database.reflection(ReflectionScope()).schema
      let with = try await database.reflection(ReflectionScope(includesGrants: true)).schema
      #expect(without.grants == [])
      #expect(with.grants == [Grant(.select, on: .table("a"), to: "rev_scram")])
    }
  }

  @Test("names what no value can express, and goes on")
  func unsupported() async throws {
    let setup = """
      CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (a integer) SERVER s;
      CREATE ACCESS METHOD am TYPE TABLE HANDLER heap_tableam_handler; CREATE TYPE shell; CREATE TYPE shape AS (a integer); CREATE TABLE typed OF shape;
      CREATE SCHEMA far; CREATE CONVERSION far.turned FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION g FROM PUBLIC;
      """
    try await withDatabase(setup) { database in
      let reflection = try await database.reflection(ReflectionScope(.all, includesGrants: true))
      #expect(
        reflection.unsupported == [
          UnsupportedObject("access method", "am"), UnsupportedObject("binding to its type", "typed", of: "typed"),
          UnsupportedObject("conversion", "far.turned"), UnsupportedObject("foreign server", "s"),
          UnsupportedObject("foreign table", "f"),
          UnsupportedObject("foreign-data wrapper", "w"),
          UnsupportedObject("revoked privilege", "EXECUTE of PUBLIC on function g()"),
          UnsupportedObject("shell type", "shell"),
        ])
      #expect(reflection.schema.tables.map(\.columns) == [[Column("a", .integer)]])
    }
  }

  @Test("is read with a number of queries that does not grow with it")
  func queries() async throws {
    var counts: Set<Int> = []
    for tables in [1, 40] {
      let setup = (0..<tables).map { "CREATE TABLE t\($0) (id serial PRIMARY KEY, a text DEFAULT 'x' CHECK (a > ''));" }
      try await withDatabase(setup.joined()) { database in
        let connection = CountingConnection(try await PostgresConnection.open(database.parameters))
        let schema = try await PostgresDialect().reflect(ReflectionScope(includesGrants: true), from: connection).schema
        #expect(schema.tables.count == tables)
        counts.insert(connection.count)
      }
    }
    #expect(counts == [14])
  }
}

/// A connection as a script sees one, which does not say whether a transaction is open.
private final class CountingConnection: DatabaseConnection {
  private let connection: PostgresConnection
  private(set) var count = 0

  init(_ connection: PostgresConnection) { self.connection = connection }

  var dialect: DialectName { connection.dialect }

  func execute(_ statement: SQLFragment) async throws -> Int {
    count += 1
    return try await connection.execute(statement)
  }

  func query(_ statement: SQLFragment) async throws -> [SQLRow] {
    count += 1
    return try await connection.query(statement)
  }
}
