import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own, in a folder of its own, on a socket there and on a port of 127.0.0.1.
///
/// It is stopped and its folder removed when it is let go of, and when this process ends, however it ends.
package final class PostgresServer: Sendable {
  /// The superuser, who needs no password.
  package static let superuser = "postgres"
  /// A user who needs ``password`` (SCRAM).
  package static let userWithPassword = "rev_scram"
  /// The password of ``userWithPassword``, with characters that a URL cannot hold as they are.
  package static let password = "s3cr3t/pass@word:%"

  /// The port on 127.0.0.1, and the number in the socket's name.
  package let port: Int
  /// The folder of the socket.
  package var socketFolder: String { folder.path }

  let folder: PrivateFolder
  private let counter = Atomic<Int>(0)
  var dataFolder: String { folder.path + "/data" }

  private static let sharedStart = Task { try await PostgresServer.start() }

  /// The one server of this process, started when it is first asked for.
  package static func shared() async throws -> PostgresServer { try await sharedStart.value }

  /// Starts another server, for tests that stop it or need settings of their own.
  package static func start(settings: [String: String] = [:]) async throws -> PostgresServer {
    var last: any Error = TestServerError("no server could be started")
    // The port is free when it is chosen, and may not be a moment later.
    for _ in 0..<3 {
      do { return try await PostgresServer(port: LocalPort.free(), settings: settings) } catch { last = error }
    }
    throw last
  }

  private init(port: Int, settings: [String: String]) async throws {
    self.port = port
    folder = try PrivateFolder(pidFile: "data/postmaster.pid", stopSignal: "QUIT", owner: .present)
    _ = try await ServerUser.present.run(
      PostgresPrograms.path("initdb"),
      ["-D", dataFolder, "-U", Self.superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], in: folder.path
    ).checked("initdb")

    let all = [
      "listen_addresses": "127.0.0.1", "port": "\(port)", "unix_socket_directories": folder.path,
      "password_encryption": "scram-sha-256", "max_connections": "400", "fsync": "off", "autovacuum": "off",
    ].merging(settings) { _, own in own }
    let lines = all.sorted { $0.key < $1.key }.map { "\($0.key) = '\($0.value)'\n" }.joined()
    let configuration = try FileHandle(forWritingTo: URL(fileURLWithPath: dataFolder + "/postgresql.conf"))
    try configuration.seekToEnd()
    try configuration.write(contentsOf: Data(lines.utf8))
    try configuration.close()
    let access = """
      local all \(Self.userWithPassword) scram-sha-256
      host all \(Self.userWithPassword) 127.0.0.1/32 scram-sha-256
      local all all trust
      host all all 127.0.0.1/32 trust
      local replication all trust
      host replication all 127.0.0.1/32 trust

      """
    // In place, so that the file stays the server's.
    let rules = try FileHandle(forWritingTo: URL(fileURLWithPath: dataFolder + "/pg_hba.conf"))
    try rules.truncate(atOffset: 0)
    try rules.write(contentsOf: Data(access.utf8))
    try rules.close()

    try await startAgain()
    _ = try await run(
      "CREATE ROLE \(Self.userWithPassword) LOGIN PASSWORD '\(Self.password)'", in: "postgres"
    ).checked("psql")
  }

  /// Starts a standby of this server: it follows what happens here, and may only be read.
  package func startStandby() async throws -> PostgresServer {
    try await PostgresServer(port: LocalPort.free(), standbyOf: self)
  }

  private init(port: Int, standbyOf primary: PostgresServer) async throws {
    self.port = port
    folder = try PrivateFolder(pidFile: "data/postmaster.pid", stopSignal: "QUIT", owner: .present)
    _ = try await ServerUser.present.run(
      PostgresPrograms.path("pg_basebackup"),
      [
        "-D", dataFolder, "-R", "-c", "fast", "--no-sync", "-h", primary.socketFolder, "-p", "\(primary.port)", "-U",
        Self.superuser,
      ], in: folder.path
    ).checked("pg_basebackup")
    // What comes last holds.
    let configuration = try FileHandle(forWritingTo: URL(fileURLWithPath: dataFolder + "/postgresql.conf"))
    try configuration.seekToEnd()
    try configuration.write(contentsOf: Data("port = \(port)\nunix_socket_directories = '\(folder.path)'\n".utf8))
    try configuration.close()
    try await startAgain()
  }

  // MARK: Stopping and starting

  /// Starts the server after ``stop(_:)``, and waits until it can be used.
  package func startAgain() async throws { try await control(["start", "-w", "-t", "60", "-l", "\(folder.path)/log"]) }

  /// Stops the server. `mode` is `immediate`, `fast` or `smart`.
  package func stop(_ mode: String = "immediate") async throws { try await control(["stop", "-w", "-m", mode]) }

  /// Restarts the server at once, as after a crash, and waits until it can be used.
  package func restartAtOnce() async throws {
    try await control(["restart", "-w", "-t", "60", "-m", "immediate", "-l", "\(folder.path)/log"])
  }

  /// What the server has logged.
  package var log: String { (try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? "" }

  func control(_ words: [String]) async throws {
    let ended = try await ServerUser.present.run(
      PostgresPrograms.path("pg_ctl"), ["-D", dataFolder, "-s"] + words, in: folder.path)
    guard ended.status == 0 else {
      throw TestServerError("pg_ctl \(words[0]): \(ended.errors)\(ended.output)\(log.suffix(2_000))")
    }
  }

  // MARK: Databases

  /// Makes an empty database with a name of its own.
  package func makeDatabase(_ name: String = "test") async throws -> TestDatabase {
    let number = counter.add(1, ordering: .relaxed).newValue
    let database = TestDatabase(server: self, name: "\(name)_\(number)")
    _ = try await run("CREATE DATABASE \"\(database.name)\"", in: "postgres").checked("psql")
    return database
  }

  /// Runs SQL with `psql`, which stops at the first error.
  package func run(_ sql: String, in database: String) async throws -> Ended {
    try await psql(["-v", "ON_ERROR_STOP=1", "-q", "-A", "-t"], input: sql, in: database)
  }

  func psql(_ words: [String], input: String?, in database: String) async throws -> Ended {
    try await Client.run(
      PostgresPrograms.path("psql"),
      ["-X", "-h", socketFolder, "-p", "\(port)", "-U", Self.superuser, "-d", database] + words, input: input,
      in: folder.path)
  }
}
