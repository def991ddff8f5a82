import Foundation

/// A database on a test's server.
package struct TestDatabase: Sendable {
  /// The server, which lives as long as one of its databases is held.
  package let server: PostgresServer
  package let name: String

  /// Through the server's socket, as superuser.
  package var parameters: [(keyword: String, value: String)] {
    parameters(host: server.socketFolder, port: server.port)
  }

  /// As superuser, at another address: a proxy's, or 127.0.0.1 itself.
  package func parameters(host: String = "127.0.0.1", port: Int) -> [(keyword: String, value: String)] {
    [("host", host), ("port", "\(port)"), ("user", PostgresServer.superuser), ("dbname", name)]
  }

  /// The address over TCP, as superuser.
  package var url: String { url(port: server.port) }

  /// The address at another port of 127.0.0.1: a proxy's.
  package func url(port: Int) -> String { "postgresql://\(PostgresServer.superuser)@127.0.0.1:\(port)/\(name)" }

  /// Runs SQL with `psql`, which stops at the first error; its output is plain, columns separated by `|`.
  @discardableResult
  package func run(_ sql: String) async throws -> String {
    try await server.run(sql, in: name).checked("psql")
  }

  /// Runs `psql` with words of the test's own.
  package func psql(_ words: [String], input: String? = nil) async throws -> Ended {
    try await server.psql(words, input: input, in: name)
  }

  /// The schema as `pg_dump -s` writes it, without what differs from run to run. `words` are options of `pg_dump`.
  package func schemaDump(_ words: [String] = []) async throws -> String {
    try await dump(["-s"] + words).split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\\restrict ") && !$0.hasPrefix("\\unrestrict ") }.joined(separator: "\n")
  }

  /// What `pg_dump` writes, to the letter.
  package func dump(_ words: [String]) async throws -> String {
    try await Client.run(
      PostgresPrograms.path("pg_dump"),
      ["-h", server.socketFolder, "-p", "\(server.port)", "-U", PostgresServer.superuser] + words + [name],
      in: server.socketFolder
    ).checked("pg_dump")
  }

  /// Removes the database, whoever is connected to it.
  package func drop() async throws {
    _ = try await server.run("DROP DATABASE \"\(name)\" WITH (FORCE)", in: "postgres").checked("psql")
  }
}
