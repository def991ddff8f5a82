import Foundation
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@Suite("Connecting to PostgreSQL", needsServer)
struct ConnectingTests {
  private func databaseName(_ connection: PostgresConnection) async throws -> String? {
    try await connection.query("SELECT current_database()").first?[0].text
  }

  @Test("keywords, a URL and a connection string all connect, over the socket and over TCP")
  func forms() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let (folder, port) = (database.server.socketFolder, database.server.port)
    let forms: [[ConnectionParameter]] = [
      database.parameters,
      database.parameters(port: port),
      [("dbname", database.url)],
      [("dbname", "host=\(folder) port=\(port) user=postgres dbname=\(database.name)")],
      [("dbname", "host=nowhere.invalid port=\(port) user=postgres dbname=\(database.name)"), ("host", folder)],
    ]
    for form in forms {
      let connection = try await PostgresConnection.open(form)
      #expect(try await databaseName(connection) == database.name)
      #expect(connection.serverVersion >= 130_000)
      await connection.close()
      await connection.close()
    }
  }

  @Test("a password file is read, and a service looked up, as libpq does it")
  func files() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let passwords = FileManager.default.temporaryDirectory.appendingPathComponent("pgpass-\(UUID().uuidString)").path
    let password = PostgresServer.password.replacingOccurrences(of: ":", with: "\\:")
    try "*:*:*:rev_scram:\(password)\n".write(toFile: passwords, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: passwords) }
    chmod(passwords, 0o600)
    let connection = try await PostgresConnection.open(
      database.parameters + [("user", "rev_scram"), ("passfile", passwords)])
    #expect(try await connection.query("SELECT current_user::text").first?[0].text == "rev_scram")
    let missing = try await databaseError {
      _ = try await PostgresConnection.open(database.parameters + [("service", "missing_service")])
    }
    #expect(missing.message.contains("missing_service"))
  }

  @Test("the connection bears the name rev unless the address gives another")
  func applicationName() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let plain = try await PostgresConnection.open(database.parameters)
    #expect(try await plain.query("SHOW application_name").first?[0] == "rev")
    let named = try await PostgresConnection.open([("dbname", database.url + "?application_name=mine")])
    #expect(try await named.query("SHOW application_name").first?[0] == "mine")
  }

  @Test("text is UTF-8 and strings are standard, whatever the address and the role say")
  func encodingAndStrings() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let connection = try await PostgresConnection.open(
      database.parameters + [("client_encoding", "LATIN1"), ("options", "-c standard_conforming_strings=off")])
    try await connection.prepareForRevisions()
    #expect(try await connection.query("SHOW client_encoding").first?[0] == "UTF8")
    #expect(try await connection.query("SHOW standard_conforming_strings").first?[0] == "on")
    #expect(try await connection.query("SELECT 'é€😀\\n'").first?[0] == "é€😀\\n")
  }

  @Test("a host that refuses, and one that keeps silent, are passed over for the next")
  func severalHosts() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let silent = try SilentHost()
    // A port that is free now may be another test's in a moment; on this one nobody listens.
    let dead = 1
    let connection = try await PostgresConnection.open([
      ("host", "127.0.0.1,127.0.0.1,127.0.0.1"), ("port", "\(dead),\(silent.port),\(database.server.port)"),
      ("user", "postgres"), ("dbname", database.name), ("connect_timeout", "2"), ("sslmode", "disable"),
    ])
    #expect(try await databaseName(connection) == database.name)
  }

  @Test("a host that keeps silent is given up after the timeout, and the message says so")
  func timeout() async throws {
    let silent = try SilentHost()
    let error = try await databaseError {
      _ = try await PostgresConnection.open(
        [("host", "127.0.0.1"), ("port", "\(silent.port)"), ("user", "postgres"), ("dbname", "x")],
        options: ConnectionOptions(connectTimeout: 1))
    }
    #expect(error.kind == .unreachable)
    #expect(error.message.contains("no answer within 1 s"))
  }

  @Test("each reason not to connect has its code, and is unreachable")
  func refusals() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let port = "\(database.server.port)"
    let cases: [(parameters: [ConnectionParameter], code: String, words: String)] = [
      ([("dbname", "missing_database")], "3D000", "database \"missing_database\" does not exist"),
      ([("user", "nobody_here")], "28000", "role \"nobody_here\" does not exist"),
      ([("user", "rev_scram"), ("password", "wrong")], "28P01", "password authentication failed"),
      ([("user", "rev_scram"), ("passfile", "/dev/null")], "08001", "no password"),
      ([("port", "\(try LocalPort.free())")], "08001", "Connection refused"),
      ([("host", "nowhere.invalid")], "08001", "nowhere.invalid"),
      ([("host", "/nonexistent")], "08001", "No such file or directory"),
      ([("sslmode", "odd")], "08001", "sslmode"),
      ([("sslmode", "require")], "08001", "SSL"),
      ([("nonsense", "1")], "08001", "nonsense"),
    ]
    for (parameters, code, words) in cases {
      let error = try await databaseError {
        _ = try await PostgresConnection.open(
          [("host", "127.0.0.1"), ("port", port), ("user", "postgres"), ("dbname", database.name)] + parameters)
      }
      #expect(error.kind == .unreachable)
      #expect(error.code == code, "\(parameters)")
      #expect(error.message.contains(words), "\(error.message)")
      #expect(!error.message.contains("LOCATION") && !error.message.contains(": \(code)"))
    }
  }

  @Test("an error in the address never shows a password in it")
  func secrets() async throws {
    let secret = "hunter2"
    let addresses = [
      "postgres://u:\(secret)%zz@127.0.0.1/db", "postgres://u:p/\(secret)@127.0.0.1/db",
      "postgres://u:p@\(secret)@127.0.0.1/db", "postgres://u:x\(secret)@[::1/db", "postgres:u:\(secret)@h?a=b",
      "host=127.0.0.1 password=a \(secret)", "host=127.0.0.1 password=a \(secret)=b", "host=h password='\(secret)",
      "postgres://u@127.0.0.1:1/db?password=a&\(secret)", "postgres://u@127.0.0.1:1/db?password=a&\(secret)=1",
      "postgres://u:\(secret)@127.0.0.1:port/db", "postgres://u:\(secret)@127.0.0.1:1/db",
      "postgres://u:\(secret)@127.0.0.1:99999/db", "postgres://u:p?\(secret)@127.0.0.1:1/db",
      "postgres://u:\(secret)@127.0.0.1:1/db?sslmode=odd", "postgres://u:\(secret)@127.0.0.1:1/db?odd=1",
    ]
    for address in addresses {
      let error = try await databaseError { _ = try await PostgresConnection.open([("dbname", address)]) }
      #expect(error.kind == .unreachable)
      #expect(!"\(error) \(error.hint ?? "") \(error.detail ?? "")".contains(secret), "\(address): \(error)")
    }
    let named = try await databaseError {
      _ = try await PostgresConnection.open([("dbname", "postgres://h/db?sslmod=x")])
    }
    #expect(named.message.contains("sslmod"))
  }

  @Test("with patience, a server that is not there yet is waited for")
  func patience() async throws {
    let server = try await PostgresServer.start()
    let database = try await server.makeDatabase()
    try await server.stop()
    let asked = Collected<Int>()
    let starting = Task {
      while asked.values.count < 10 { try await Task.sleep(for: .milliseconds(10)) }
      try await server.startAgain()
    }
    let connection = try await PostgresConnection.open(database.parameters, patience: .seconds(120)) {
      asked.add(1)
      return false
    }
    try await starting.value
    #expect(try await databaseName(connection) == database.name)
  }

  @Test("patience is not spent on what waiting does not cure, and ends when it is told to stop")
  func impatience() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    // If it did wait, the test would not end.
    let wrong = try await databaseError {
      _ = try await PostgresConnection.open(
        database.parameters + [("dbname", "missing_database")], patience: .seconds(100_000))
    }
    #expect(wrong.code == "3D000")
    let dead = try LocalPort.free()
    let asked = Collected<Int>()
    let stopped = try await databaseError {
      _ = try await PostgresConnection.open(database.parameters(port: dead), patience: .seconds(100_000)) {
        asked.add(1)
        return asked.values.count > 5
      }
    }
    #expect(stopped.kind == .interrupted)
  }
}
