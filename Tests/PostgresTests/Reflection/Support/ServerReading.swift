import Dialects
import PostgresDriver
import PostgresTesting
import Revisions

@testable import PostgresDialect

/// What a server makes of expressions.
struct ServerReading {
  let connection: PostgresConnection

  /// Where an expression may stand: the statement that puts it there, and the query that says how the server words it.
  struct Place {
    var statement: String
    var query: String

    static let check = Place(
      statement: "ALTER TABLE k ADD CONSTRAINT k CHECK (%s)",
      query: "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conrelid = 'k'::regclass")
    static let index = Place(
      statement: "CREATE INDEX k_index ON k ((%s))",
      query: "SELECT pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indrelid = 'k'::regclass")

    static func `default`(of type: DataType) -> Place {
      Place(
        statement: "ALTER TABLE k ADD a \(TypeText.spelling(of: type)) DEFAULT (%s)",
        query: "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'k'::regclass")
    }
  }

  /// A table with the columns that expressions are about, and what reads them.
  static let setup = """
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE DOMAIN word AS varchar(9);
    CREATE TABLE k (\(columns));
    CREATE FUNCTION words(statement text, query text, expression text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      result text;
    BEGIN
      BEGIN
        EXECUTE replace(statement, '%s', expression);
        EXECUTE query INTO result;
        RAISE EXCEPTION USING ERRCODE = 'ZZ001';
      EXCEPTION WHEN SQLSTATE 'ZZ001' THEN
        RETURN coalesce(result, 'NULL');
      WHEN others THEN
        RETURN NULL;
      END;
    END $$;
    -- What has not been read from its own words yet: lists, for one, take a cast that stands around them into themselves.
    CREATE FUNCTION settled(statement text, query text, expression text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      former text := words(statement, query, expression);
      result text;
    BEGIN
      FOR i IN 1..4 LOOP
        result := words(statement, query, former);
        EXIT WHEN result IS NOT DISTINCT FROM former;
        former := result;
      END LOOP;
      RETURN former;
    END $$
    """

  private static var columns: String {
    ExpressionPatterns.columns.sorted { $0.key < $1.key }.map {
      "\(SQLText.name($0.key)) \(TypeText.spelling(of: $0.value))"
    }.joined(separator: ", ")
  }

  /// How the server words an expression; nil where it takes none of the kind there.
  func words(_ expression: String, as place: Place) async throws -> String? {
    try await answer("words", expression, place)
  }

  /// The server's words for an expression once it has read them again: those of a copy of the database. What is the same in them
  /// means the same.
  func settledWords(_ expression: String, as place: Place) async throws -> String? {
    try await answer("settled", expression, place)
  }

  private func answer(_ function: String, _ expression: String, _ place: Place) async throws -> String? {
    let query: SQLFragment = "SELECT \(raw: function)(\(place.statement), \(place.query), \(expression))"
    return try await connection.query(query).first?[0].text
  }
}

/// Runs a test with a server that reads expressions.
func withServerReading(_ body: (ServerReading) async throws -> Void) async throws {
  try await withDatabase(ServerReading.setup) { database in
    let server = ServerReading(connection: try await PostgresConnection.open(database.parameters))
    // All of it is taken back: nothing is written for each expression.
    try await server.connection.run("BEGIN")
    try await body(server)
    try await server.connection.run("ROLLBACK")
    await server.connection.close()
  }
}
