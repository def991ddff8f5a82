import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: ways to a server", needsPostgres)
struct PostgresAddressTests {
  @Test("A service of a service file is found, by the URL and by the environment; one that is not in it is named")
  func services() async throws {
    let made = try await PostgresProject()
    try made.chain(1)
    try made.project.write(
      "services.conf",
      """
      [other]
      host=nowhere.invalid
      [shop]
      host=\(made.database.server.socketFolder)
      port=\(made.database.server.port)
      user=postgres
      dbname=\(made.database.name)
      """)
    let file = ["PGSERVICEFILE": made.project.path("services.conf")]
    for url in ["postgresql://?service=shop", "postgresql:///?service=shop"] {
      let ended = try await made.project.rev("upgrade", "--database-url", url, environment: file)
      #expect(ended.status == 0, "\(ended.all)")
    }
    #expect(try await made.heads() == ["a001"])
    let byEnvironment = try await made.project.rev(
      "current", "--database-url", "postgresql://",
      environment: file.merging(["PGSERVICE": "shop"]) { first, _ in first })
    #expect(byEnvironment.output.contains("a001"), "\(byEnvironment.all)")
    // What the URL says itself comes before what the service says.
    let elsewhere = try await made.project.rev(
      "current", "--database-url", "postgresql:///missing_database?service=shop", environment: file)
    #expect(elsewhere.error.contains("database \"missing_database\" does not exist"), "\(elsewhere.all)")
    #expect(elsewhere.error.contains("On a server rev makes no database: CREATE DATABASE or createdb does"))
    let missing = try await made.project.rev(
      "current", "--database-url", "postgresql://?service=sop", environment: file)
    #expect(missing.status == 1)
    #expect(missing.error.contains("definition of service \"sop\" not found"), "\(missing.all)")
  }

  @Test(
    "TLS: revisions run over it, and a certificate that is not trusted or is another host's is refused, and why is said",
    .enabled(if: FileManager.default.isExecutableFile(atPath: PostgresServer.openSSL), "openssl is not installed"))
  func tls() async throws {
    let server = try await PostgresServer.start()
    let certificate = try await server.turnOnTLS(for: "localhost")
    let made = try await PostgresProject(on: server)
    let ids = try made.chain(40, concurrently: true)
    try made.project.sql(
      "b001", after: [ids[39]],
      upgrade: "CREATE TABLE seen AS SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid();", downgrade: "")
    func url(_ host: String, _ parameters: String) -> String {
      "postgresql://postgres@\(host):\(server.port)/\(made.database.name)?\(parameters)"
    }
    let required = try await made.project.rev("upgrade", "--database-url", url("127.0.0.1", "sslmode=require"))
    #expect(required.status == 0, "\(required.all)")
    #expect(try await made.query("SELECT * FROM seen") == ["t"])
    #expect(try await made.heads() == ["b001"])

    let trusted = "sslmode=verify-full&sslrootcert=\(certificate)"
    let verified = try await made.project.rev("current", "--database-url", url("localhost", trusted))
    #expect(verified.output.contains("b001"), "\(verified.all)")
    let wrongName = try await made.project.rev("current", "--database-url", url("127.0.0.1", trusted))
    #expect(wrongName.status == 1)
    #expect(
      wrongName.error.contains("server certificate for \"localhost\"")
        && wrongName.error.contains("does not match host name \"127.0.0.1\""), "\(wrongName.all)")
    let unknown = try await made.project.rev("current", "--database-url", url("localhost", "sslmode=verify-full"))
    #expect(unknown.status == 1)
    #expect(unknown.error.contains("root certificate file") && unknown.error.contains("does not exist"))
    let another = try await PostgresServer.start()
    let other = try await another.turnOnTLS(for: "localhost")
    let untrusted = try await made.project.rev(
      "current", "--database-url", url("localhost", "sslmode=verify-full&sslrootcert=\(other)"))
    #expect(untrusted.status == 1)
    #expect(untrusted.error.contains("certificate verify failed"), "\(untrusted.all)")
  }

  @Test(
    "A standby tells where it stands, takes no revision and says why; of several hosts the one to write to is found")
  func standby() async throws {
    let primary = try await PostgresServer.start()
    let made = try await PostgresProject(on: primary)
    try made.chain(2)
    try await made.project.output("upgrade", "+1")
    let standby = try await primary.startStandby()
    let url = made.database.url(port: standby.port)
    let current = try await made.project.rev("current", "--database-url", url)
    #expect(current.status == 0 && current.output.contains("a001"), "\(current.all)")
    for words in [["upgrade"], ["downgrade", "base"], ["stamp", "a002"]] {
      let refused = try await made.project.rev(words + ["--database-url", url])
      #expect(refused.status == 1)
      #expect(refused.error.contains("in a read-only transaction") || refused.error.contains("may only be read"))
      #expect(refused.error.contains("hint: the server is a standby"), "\(refused.all)")
    }

    let hosts = "127.0.0.1:\(standby.port),127.0.0.1:\(primary.port)"
    let several = "postgresql://postgres@\(hosts)/\(made.database.name)?target_session_attrs=read-write"
    let ended = try await made.project.rev("upgrade", "--database-url", several)
    #expect(ended.status == 0, "\(ended.all)")
    #expect(try await made.heads() == ["a002"])
    let none = try await made.project.rev("current", "--database-url", "\(url)?target_session_attrs=read-write")
    #expect(none.status == 1)
    #expect(none.error.contains("session is read-only"), "\(none.all)")
  }

  @Test("Where the sessions of a database are read-only, that is said with what sets it")
  func readOnly() async throws {
    let made = try await PostgresProject()
    try made.chain(1)
    _ = try await made.query("ALTER DATABASE \"\(made.database.name)\" SET default_transaction_read_only = on")
    let refused = try await made.project.rev("upgrade")
    #expect(refused.status == 1)
    #expect(refused.error.contains("hint: default_transaction_read_only is on for this user or this database"))
  }

  @Test("A user who may not create in the schema is told what right is missing, and since when")
  func rights() async throws {
    let made = try await PostgresProject()
    try made.chain(1)
    _ = try await made.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    try made.write(url: made.database.url.replacing("postgres@", with: "rev_scram@"))
    let refused = try await made.project.rev("upgrade", environment: ["PGPASSWORD": PostgresServer.password])
    #expect(refused.status == 1)
    #expect(refused.error.contains("permission denied for schema public (42501)"), "\(refused.all)")
    #expect(refused.error.contains("hint: GRANT CREATE ON SCHEMA"), "\(refused.all)")
  }
}
