import Foundation
import Testing

@Suite("Configurations that cannot be used")
struct ConfigurationProblemTests {
  @Test(
    "A malformed file is named with its line",
    arguments: [
      ("[rev]\ndatabase_url = sqlite:///a.db\nwhat is this\n", ":3"), ("database_url = sqlite:///a.db\n", ":1"),
      ("[rev\ndatabase_url = sqlite:///a.db\n", ":1"), ("[rev]\n[rev]\n", ":2"),
      ("[rev]\ndatabase_url = a\ndatabase_url = b\n", ":3"), ("[rev]\n= value\n", ":2"),
      ("[rev]\ndatabase_url = %(nope)s\n", "nope"), ("[rev]\ndatabase_url = %(here\n", ":2"),
      ("[rev]\ndatabase_url = %(a)s\na = %(b)s\nb = %(a)s\n", "a -> b"), ("[rev]\nversion_table = a\u{0}b\n", ":2"),
      ("[other]\ndatabase_url = sqlite:///a.db\n", "[rev]"), ("", "[rev]"),
      ("[rev]\ndatabase_url = sqlite:///a.db\nsqlite_busy_timeout = soon\n", "sqlite_busy_timeout"),
      ("[rev]\ndatabase_url = sqlite:///a.db\nsqlite_foreign_keys = perhaps\n", "sqlite_foreign_keys"),
      ("[rev]\ndatabase_url = sqlite:///a.db\nlog_level = loud\n", "log_level"),
    ])
  func malformed(_ text: String, _ named: String) async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.write("migrate.ini", text)
    let body = try await project.refusal("upgrade")
    #expect(
      body.code == "configuration" && body.message.contains("migrate.ini") && body.message.contains(named), "\(body)")
    #expect(try project.names(in: ".").filter { $0.hasSuffix(".db") } == [])
  }

  @Test("A file that is no UTF-8, is too large, or is a folder, is named")
  func noText() async throws {
    let project = try Project()
    let file = URL(fileURLWithPath: project.path("migrate.ini"))
    for odd in [Data([0x5B, 0xFF, 0xFE]), Data(repeating: 0x20, count: 2 << 20)] {
      try odd.write(to: file)
      #expect(try await project.refusal("heads").message.contains("migrate.ini"))
    }
    #expect(try await project.refusal("heads", "-c", "versions").message.contains("versions"))
    #expect(try await project.refusal("heads", "-c", "no.ini").message.contains("no.ini"))
  }

  @Test("A section that is not there is named, with the one that was meant")
  func section() async throws {
    let project = try Project("[production]\ndatabase_url = sqlite:///p.db\n")
    let body = try await project.refusal("heads", "-n", "prodution")
    #expect(body.message.contains("[prodution]") && body.hints.contains { $0.contains("'production'") })
  }

  @Test("An unknown key is a warning with a suggestion, and no error")
  func unknownKey() async throws {
    let project = try Project("databse_url = sqlite:///other.db\n")
    let ended = try await project.rev("heads")
    #expect(ended.status == 0)
    #expect(
      ended.error.contains("warning: ") && ended.error.contains("migrate.ini:4")
        && ended.error.contains("'database_url'"))
  }

  @Test("Only %( and %% are special in a value")
  func percent() async throws {
    let project = try Project("version_table = a%b%%c%\n")
    try project.sql("aaaa11")
    try await project.output("upgrade")
    #expect(try await project.query("SELECT version_num FROM \"a%b%c%\"") == ["aaaa11"])
  }

  @Test("Where no database is named, the ways to name one are")
  func noURL() async throws {
    let project = try Project()
    try project.write("migrate.ini", "[rev]\nscript_location = %(here)s\n")
    let body = try await project.refusal("upgrade")
    #expect(
      body.hints.contains {
        $0.contains("database_url") && $0.contains("--database-url") && $0.contains("DATABASE_URL")
      })
    #expect(try await project.rev("history").status == 0)
  }

  /// URLs with a password in them, all of them wrong in some way.
  static let secretURLs = [
    "postgresql://ann:hunter2@host:port/db", "postgresql://ann:hunter2@[::1/db", "postgresql://ann:hun@ter2@host/db",
    "postgresql://ann:hun/ter2@host/db", "postgres//ann:hunter2@host/db", "ann:hunter2@host/db",
    "mysql://ann:hunter2@host/db",
    "postgresql://ann:hunter2@host/db", "sqlite://ann:hunter2@host/db", "sqlite://:hunter2@/x.db",
    "postgresql://host/db?password=hunter2&port=x", "\"postgresql://ann:hunter2@host/db\"",
    "postgresql://ann:hunter2%ff@host/db",
    "postgresql://ann:hunter2\u{1}@host/db", "://ann:hunter2@host", "postgresql:ann:hunter2@host/db", "hunter2",
    "postgresql://ann:hunter2@host:99999/db", "postgresql+:hunter2@host/db", "postgresql://:hunter2@/db",
    "host=x password=hunter2",
    "postgresql://ann:hunter2#x@host/db", "postgresql://ann:hunter2@host/db?sslpassword=hunter2",
    "post gres://ann:hunter2@host/db",
  ]

  @Test("A malformed URL is an error that names where it stands, and never shows a password", arguments: secretURLs)
  func secrets(_ url: String) async throws {
    let project = try Project()
    try project.sql("aaaa11")
    // A control character has no place in the file.
    let written = url.contains("\u{1}") ? "postgresql://ann:hunter2@host/db" : url.replacing("%", with: "%%")
    for words in [["upgrade", "--json", "-v"], ["current"]] {
      for (more, environment) in [
        (["--database-url", url], [:]), ([], ["DATABASE_URL": url]),
        (["-x", "url=\(url)", "-n", "x"], [String: String]()),
      ] {
        try project.write(
          "migrate.ini",
          "[rev]\nscript_location = %(here)s\ndatabase_url = \(more.isEmpty || more[0] == "-x" ? "sqlite:///dev.db" : written)\n[x]\ndatabase_url = %(x:url)s\n"
        )
        let ended = try await project.rev(words + more, environment: environment)
        #expect(ended.status == 1, "\(words + more): \(ended.all)")
        // Not in parts either, where a password is cut by what it should have escaped.
        #expect(!ended.all.contains("ter2"), "\(words + more): \(ended.all)")
        #expect(ended.error.contains("error: "))
      }
    }
    #expect(try project.names(in: ".") == ["migrate.ini", "versions"])
  }

  @Test("A password in migrate.ini is not shown by a malformed line either")
  func secretInFile() async throws {
    let project = try Project()
    for text in [
      "[rev]\ndatabase_url postgresql://ann:hunter2@host/db\n", "database_url = postgresql://ann:hunter2@host/db\n",
      "[rev]\ndatabase_url = postgresql://ann:%(hunter2)s@host/db\n", "[postgresql://ann:hunter2@host/db\n",
      "[rev]\ndatabase_url = postgresql://ann:hunter2%(@host/db\n",
      "[rev]\npassword = hunter2\ndatabase_url = postgresql://ann:%(password)s@host:x/db\n",
      "[rev]\ndatabase_url = a\npostgresql://ann:hunter2@host/db = b\n",
    ] {
      try project.write("migrate.ini", text)
      for words in [["upgrade"], ["upgrade", "-v", "--json"]] {
        let ended = try await project.rev(words)
        #expect(ended.status == 1 && ended.error.contains("migrate.ini"), "\(ended.all)")
        let isNameOfKey = text.contains("%(hunter2)s")
        #expect(isNameOfKey || !ended.all.contains("hunter2"), "\(text): \(ended.all)")
      }
    }
  }

  @Test("-x without a = shows nothing of what was given but its beginning, and is wrong usage")
  func parameter() async throws {
    let project = try Project()
    let ended = try await project.rev("heads", "-x", "=hunter2")
    #expect(ended.status == 64 && !ended.all.contains("hunter2"))
  }
}
