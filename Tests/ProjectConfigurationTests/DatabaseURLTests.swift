import ProjectConfiguration
import RandomTesting
import SystemPackage
import Testing

@Suite("Database URLs")
struct DatabaseURLTests {
  private func parse(_ text: String) throws(DatabaseURLError) -> DatabaseURL {
    try DatabaseURL(text, relativeTo: "/base")
  }

  private func server(_ text: String) throws -> DatabaseURL.Server {
    guard case .server(let server) = try parse(text).location else {
      throw DatabaseURLError(reason: .empty, redacted: "")
    }
    return server
  }

  @Test(
    "SQLite URLs: three slashes and a relative path, four and an absolute one, or memory",
    arguments: [
      ("sqlite:///dev.db", DatabaseURL.Location.file("/base/dev.db")),
      ("sqlite:///./data/dev.db", .file("/base/data/dev.db")),
      ("sqlite:///../dev.db", .file("/base/../dev.db")),
      ("sqlite:////var/lib/a.db", .file("/var/lib/a.db")),
      ("sqlite:////a%20b%3F.db", .file("/a b?.db")),
      ("sqlite:///100%.db", .file("/base/100%.db")),
      ("sqlite:///a@b.db", .file("/base/a@b.db")),
      ("sqlite+aiosqlite:///dev.db", .file("/base/dev.db")),
      ("SQLite:///dev.db", .file("/base/dev.db")),
      (" sqlite:///dev.db ", .file("/base/dev.db")),
      ("sqlite://:memory:", .memory), ("sqlite://", .memory), ("sqlite:///", .memory), ("sqlite:///:memory:", .memory),
    ])
  func sqlite(text: String, location: DatabaseURL.Location) throws {
    let url = try parse(text)
    #expect(url.dialect == "sqlite")
    #expect(url.location == location)
  }

  @Test("a driver behind a `+` is kept apart, and postgres is postgresql")
  func drivers() throws {
    #expect(try parse("postgresql+psycopg://h/d").driver == "psycopg")
    #expect(try parse("postgresql+psycopg://h/d").dialect == "postgresql")
    #expect(try parse("postgres://h/d").dialect == "postgresql")
    #expect(try parse("mysql+pymysql://h/d").dialect == "mysql")
  }

  @Test("user, password, host, port, database and parameters are told apart and decoded")
  func parts() throws {
    let url = try parse("postgresql://us%65r:p%40s%3As%2F%25@db.example:6543/my%20db?sslmode=require&a=b+c")
    guard case .server(let server) = url.location else {
      Issue.record("\(url)")
      return
    }
    #expect(server.user == "user")
    #expect(server.password?.revealed == "p@s:s/%")
    #expect(server.hosts == [DatabaseURL.Host(name: "db.example", port: 6543)])
    #expect(server.database == "my db")
    #expect(url.parameters.map(\.name) == ["sslmode", "a"])
    #expect(url.parameters.map(\.value.revealed) == ["require", "b+c"])
  }

  @Test("what may be left out may be left out")
  func optional() throws {
    let bare = try server("postgresql://")
    #expect(bare.hosts.isEmpty && bare.user == nil && bare.password == nil && bare.database == nil)
    #expect(try server("postgresql:///db").database == "db")
    #expect(try server("postgresql://h/").database == nil)
    #expect(try server("postgresql://u@h:/d").hosts == [DatabaseURL.Host(name: "h")])
    #expect(try server("postgresql://u:@h/d").password?.revealed == "")
    #expect(try server("postgresql://:p@h/d").password?.revealed == "p")
  }

  @Test("hosts: addresses in brackets, several of them, and folders of a socket")
  func hosts() throws {
    typealias Host = DatabaseURL.Host
    #expect(try server("postgresql://[::1]:5433/d").hosts == [Host(name: "::1", port: 5433)])
    #expect(try server("postgresql://u@[fe80::1]/d").hosts == [Host(name: "fe80::1")])
    #expect(
      try server("postgresql://a:1,b,[::2]:3/d").hosts == [
        Host(name: "a", port: 1), Host(name: "b"), Host(name: "::2", port: 3),
      ])
    #expect(try server("postgresql:///d?host=/run/pg").hosts == [Host(name: "/run/pg")])
    #expect(try server("postgresql:///d?host=/run/pg&port=5433").hosts == [Host(name: "/run/pg", port: 5433)])
    #expect(try server("postgresql://%2Frun%2Fpg/d").hosts == [Host(name: "/run/pg")])
    #expect(
      try server("postgresql:///d?host=a:1&host=b:2").hosts == [Host(name: "a", port: 1), Host(name: "b", port: 2)])
    #expect(
      try server("postgresql:///d?host=a,b&port=1,2").hosts == [Host(name: "a", port: 1), Host(name: "b", port: 2)])
    #expect(try server("postgresql:///d?host=::1").hosts == [Host(name: "::1")])
  }

  @Test("user, password and dbname may stand among the parameters")
  func parametersAsParts() throws {
    let url = try parse("postgresql://h/?user=u&password=p&dbname=d&sslmode=disable")
    guard case .server(let server) = url.location else {
      Issue.record("\(url)")
      return
    }
    #expect(server.user == "u" && server.password?.revealed == "p" && server.database == "d")
    #expect(url.parameters.map(\.name) == ["sslmode"])
  }

  @Test(
    "what is no URL is told by its reason, and shown up to `://` at most",
    arguments: [
      ("", DatabaseURLError.Reason.empty, "***"),
      ("  ", .empty, "***"),
      ("dev.db", .missingScheme, "***"),
      ("postgresql:/h/d", .missingScheme, "***"),
      ("+x://h", .missingScheme, "***"),
      ("sqlite+:///x", .missingScheme, "***"),
      ("user:secret@h://d", .missingScheme, "***"),
      ("\"sqlite:///dev.db\"", .quoted, "***"),
      ("'sqlite:///dev.db'", .quoted, "***"),
      ("sqlite://dev.db", .sqliteWithHost, "sqlite://***"),
      ("sqlite://u:p@/x", .sqliteWithHost, "sqlite://***"),
      ("sqlite:///file:x?uri=true", .sqliteFileURI, "sqlite://***"),
      ("sqlite:///a.db?mode=ro&key=secret", .sqliteParameter("mode"), "sqlite://***"),
      ("sqlite:///a.db?secret", .sqliteParameter("***"), "sqlite://***"),
      ("sqlite:///a%00b", .controlCharacter, "sqlite://***"),
      ("sqlite:///a%1Bb", .controlCharacter, "sqlite://***"),
      ("postgresql://h/d\u{1B}", .controlCharacter, "postgresql://***"),
      ("postgresql://u:%00@h/d", .controlCharacter, "postgresql://***"),
      ("postgresql://u:%FF@h/d", .notUTF8, "postgresql://***"),
      ("postgresql://u:secret/d", .invalidPort, "postgresql://***"),
      ("postgresql://h:0/d", .invalidPort, "postgresql://***"),
      ("postgresql://h:65536/d", .invalidPort, "postgresql://***"),
      ("postgresql://h:99999999999999999999/d", .invalidPort, "postgresql://***"),
      ("postgresql://[::1/d", .invalidBrackets, "postgresql://***"),
      ("postgresql://[::1]x/d", .invalidBrackets, "postgresql://***"),
      ("postgresql://u:a/b@h/d", .unescapedCharacter, "postgresql://***"),
      ("postgresql://u:a?b@h/d", .unescapedCharacter, "postgresql://***"),
      ("postgresql://a,b,c/d?port=1,2", .portsDoNotMatchHosts, "postgresql://***"),
    ])
  func malformed(text: String, reason: DatabaseURLError.Reason, redacted: String) {
    #expect(throws: DatabaseURLError(reason: reason, redacted: redacted)) { try parse(text) }
  }

  @Test(
    "a URL describes itself without password and parameters",
    arguments: [
      ("postgresql+psycopg://user:pw@host:1/db?sslpassword=x", "postgresql://user:***@host:1/db"),
      ("postgresql://user@host/db", "postgresql://user@host/db"),
      ("postgresql://:pw@host", "postgresql://:***@host"),
      ("postgresql://host/db?password=pw&user=u", "postgresql://u:***@host/db"),
      ("postgresql://u@a:1,[::1]:2/db", "postgresql://u@a:1,[::1]:2/db"),
      ("postgresql://u@/db?host=/run/pg", "postgresql://u@/db?host=/run/pg"),
      ("sqlite:///dev.db", "sqlite:////base/dev.db"),
      ("sqlite://", "sqlite://:memory:"),
    ])
  func description(text: String, description: String) throws {
    let url = try parse(text)
    #expect("\(url)" == description)
    #expect(String(reflecting: url) == description)
    // What a description says of a SQLite file can be given back.
    if url.dialect == "sqlite" { #expect(try parse(description).location == url.location) }
  }

  @Test("two URLs lead to the same database whoever uses it and however its usual port is written")
  func sameDatabase() throws {
    func same(_ left: String, _ right: String) throws -> Bool {
      try parse(left).leadsToSameDatabase(as: parse(right))
    }
    #expect(try same("postgresql+psycopg://a:b@H/d", "postgres://c@h:5432/d?sslmode=require"))
    #expect(try same("sqlite:///x.db", "sqlite:////base/y/../x.db"))
    #expect(try same("postgresql://u@h", "postgresql://h/u"))
    #expect(try !same("postgresql://h/d", "postgresql://h/e"))
    #expect(try !same("postgresql://h/d", "postgresql://i/d"))
    #expect(try !same("postgresql://h/d", "postgresql://h:5433/d"))
    #expect(try !same("sqlite:///x.db", "sqlite://"))
  }

  @Test("no text whatever brings the parser down")
  func randomText() {
    var random = SplitMix64(seed: 0x5EED_0002)
    let pieces = [
      "postgresql", "sqlite", "://", "/", ":", "@", "?", "&", "=", "[", "]", ",", "%", "%41", "%FF", "a", "é", "host",
      "port", "9",
    ]
    for _ in 0..<rounds(5000) {
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      for prefix in ["", "postgresql://", "sqlite://"] { _ = (try? parse(prefix + text))?.description }
    }
  }
}
