import Foundation

/// PgBouncer in transaction mode, in front of a test's server.
package final class PgBouncer: Sendable {
  /// Its port on 127.0.0.1.
  package let port: Int
  /// The server behind it.
  package let server: PostgresServer
  private let folder: PrivateFolder

  /// Starts PgBouncer with at most `poolSize` connections to each database.
  package init(server: PostgresServer, poolSize: Int = 20) async throws {
    guard let program = PostgresPrograms.pgBouncer else { throw TestServerError(PostgresPrograms.whyNoPgBouncer) }
    self.server = server
    port = try LocalPort.free()
    folder = try PrivateFolder(pidFile: "pid", stopSignal: "QUIT", owner: .present)
    let configuration = """
      [databases]
      * = host=127.0.0.1 port=\(server.port) user=\(PostgresServer.superuser)
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir =
      auth_type = any
      pool_mode = transaction
      default_pool_size = \(poolSize)
      max_client_conn = 500
      pidfile = \(folder.path)/pid
      logfile = \(folder.path)/log

      """
    let file = folder.path + "/pgbouncer.ini"
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: file))
    let ended = try await ServerUser.present.run(program, ["-q", "-d", file], in: folder.path)
    guard ended.status == 0 else { throw TestServerError("pgbouncer: \(ended.errors)\(ended.output)") }
    for _ in 0..<200 {
      if FileManager.default.fileExists(atPath: folder.path + "/pid") { return }
      try await Task.sleep(for: .milliseconds(25))
    }
    throw TestServerError(
      "pgbouncer did not start: \((try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? "")")
  }
}
