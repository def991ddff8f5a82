import Foundation
import Subprocess
import SystemPackage

/// The server's programs, as the machine has them.
package enum PostgresPrograms {
  /// The folder of `initdb`, `pg_ctl` and `psql`: the one that `REV_POSTGRES_BIN` names, that of `pg_config`, or the
  /// newest under `/usr/lib/postgresql`. Nil where there is no server to be had.
  package static let folder: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["REV_POSTGRES_BIN"] { return named }
    let debian = "/usr/lib/postgresql"
    let versions = ((try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? [])
      .compactMap(Int.init).sorted(by: >).map { "\(debian)/\($0)/bin" }
    let onPath = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return (versions + onPath).first { folder in
      ["initdb", "pg_ctl", "postgres", "psql", "pg_dump"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
  }()

  /// Whether tests that need a server can run.
  package static let areInstalled = folder != nil

  /// Why they cannot.
  package static let whyMissing = "PostgreSQL's server is not installed (Debian: postgresql)"

  /// The path of PgBouncer; nil where it is not installed.
  package static let pgBouncer = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Why tests through PgBouncer cannot run.
  package static let whyNoPgBouncer = "PgBouncer is not installed (Debian: pgbouncer)"

  static func path(_ name: String) throws -> String {
    guard let folder else { throw TestServerError(PostgresPrograms.whyMissing) }
    return "\(folder)/\(name)"
  }
}

/// What kept a test's server from doing what the test asked.
package struct TestServerError: Error, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}

/// What a program left behind.
package struct Ended: Sendable {
  /// The exit status; minus the number of the signal where one ended it.
  package var status: Int32
  package var output: String
  package var errors: String

  /// The output of a program that must not fail.
  func checked(_ what: String) throws -> String {
    guard status == 0 else { throw TestServerError("\(what) ended with \(status): \(errors)\(output)") }
    return output
  }
}

/// Who runs the server: it refuses to run as root.
struct ServerUser: Sendable {
  /// Nil where the tests do not run as root, and the server runs as whoever runs them.
  var ids: (user: UInt32, group: UInt32)?

  static let present: ServerUser = {
    guard geteuid() == 0 else { return ServerUser(ids: nil) }
    for name in ["postgres", "nobody"] {
      if let entry = getpwnam(name) { return ServerUser(ids: (entry.pointee.pw_uid, entry.pointee.pw_gid)) }
    }
    return ServerUser(ids: (65_534, 65_534))
  }()

  /// Runs a server's program to its end, as this user.
  func run(_ program: String, _ words: [String], in folder: String) async throws -> Ended {
    guard let ids else { return try await Client.run(program, words, in: folder) }
    // Not by Subprocess: what it does between fork and exec to become another user can hang in a process of many threads.
    let become = ["--reuid=\(ids.user)", "--regid=\(ids.group)", "--clear-groups", "--", program]
    return try await Client.run("/usr/bin/setpriv", become + words, in: folder)
  }
}

/// Programs that are not the server's, run as whoever runs the tests.
enum Client {
  /// Runs a program to its end, with none of the variables that libpq reads.
  ///
  /// Its input comes from a file: a program that ends before it has read a pipe would end the tests too (SIGPIPE).
  static func run(_ program: String, _ words: [String], input: String? = nil, in folder: String) async throws -> Ended {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    var source = "/dev/null"
    if let input {
      source = NSTemporaryDirectory() + "/rev-input-" + UUID().uuidString
      try input.write(toFile: source, atomically: false, encoding: .utf8)
    }
    let file = try FileDescriptor.open(FilePath(source), .readOnly)
    if input != nil { try FileManager.default.removeItem(atPath: source) }
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(words),
      environment: .custom(["PATH": path, "HOME": folder, "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"]),
      workingDirectory: FilePath(folder), input: .fileDescriptor(file, closeAfterSpawningProcess: true),
      output: .string(limit: 256 << 20),
      error: .string(limit: 16 << 20))
    let status: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let signal): -signal
      }
    return Ended(status: status, output: result.standardOutput, errors: result.standardError)
  }
}
