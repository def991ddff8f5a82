import Testing

@Suite("Options that every command takes")
struct GlobalOptionTests {
  @Test("They stand before the command or after it")
  func bothPlaces() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.write(
      "other.ini",
      "[rev]\nscript_location = %(here)s\ndatabase_url = sqlite:///%(x:file)s\n[spare]\ndatabase_url = sqlite:///spare.db\n"
    )
    let options = ["-c", "other.ini", "-x", "file=made.db", "--color", "never", "-q", "--json"]
    for (words, file) in [
      (options + ["upgrade"], "made.db"), (["upgrade"] + options, "made.db"),
      (["--config=other.ini", "-x", "file=made.db", "upgrade", "head"], "made.db"),
      (["upgrade", "head", "--config", "other.ini", "-x", "file=made.db"], "made.db"),
      (["-n", "spare", "-c", "other.ini", "upgrade"], "spare.db"),
      (["upgrade", "--name", "spare", "--config=other.ini"], "spare.db"),
      (["--database-url", "sqlite:///named.db", "upgrade"], "named.db"),
      (["upgrade", "--database-url=sqlite:///named.db"], "named.db"),
      (["--database-url=sqlite:///named.db", "-q", "upgrade"], "named.db"),
    ] {
      let ended = try await project.rev(words)
      #expect(ended.status == 0, "\(words): \(ended.error)")
      #expect(try await project.heads(file) == ["aaaa11"], "\(words)")
      try project.delete(file)
    }
    #expect(!project.exists("dev.db"))
  }

  @Test("-c names a configuration that is elsewhere, and %(here)s is its folder")
  func configuration() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.makeFolder("elsewhere")
    let ended = try await project.rev("heads", "-c", "../migrate.ini", "--json", in: project.path("elsewhere"))
    #expect(try ended.output.decoded(as: [RevisionDocument].self).map(\.id) == ["aaaa11"])
  }

  @Test("Without -c, migrate.ini is found in a folder above, and the file's database stands beside it")
  func folderAbove() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.makeFolder("deep/er")
    #expect(try await project.rev("upgrade", in: project.path("deep/er")).status == 0)
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test("-n names a section, which has what it does not say from [rev]")
  func section() async throws {
    let project = try Project("[test]\nversion_table = test_version\n")
    try project.sql("aaaa11")
    try await project.output("upgrade", "-n", "test")
    #expect(try await project.query("SELECT version_num FROM test_version") == ["aaaa11"])
  }

  @Test("-x fills %(x:KEY)s in, and a value may hold = and be empty")
  func parameters() async throws {
    let project = try Project("version_table = v%(x:suffix)s\n")
    try project.sql("aaaa11")
    try await project.output("upgrade", "-x", "suffix=_a=b")
    #expect(try await project.query("SELECT version_num FROM \"v_a=b\"") == ["aaaa11"])
    try await project.output("stamp", "head", "-x", "suffix=")
    #expect(try await project.query("SELECT version_num FROM v") == ["aaaa11"])
  }

  @Test("A parameter that is not given is named, with how to give it")
  func missingParameter() async throws {
    let project = try Project("version_table = v%(x:suffix)s\n")
    try project.sql("aaaa11")
    let body = try await project.refusal("upgrade", "-x", "sufix=1")
    #expect(body.message.contains("suffix"))
    #expect(body.hints.contains { $0.contains("sufix") })
  }

  @Test("-x and --tag reach Live")
  func live() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11", upgrade: "CREATE TABLE said (words TEXT);", downgrade: "DROP TABLE said;")
    try project.swift(
      "bbbb11", after: ["aaaa11"],
      upgrade: #"""
        Live("say", offline: .comment("nothing to say")) { connection in
          let words = ["who", "empty", "tag", "absent"].map { connection.parameters[$0] ?? "-" }
          try await connection.execute("INSERT INTO said VALUES (\(words.joined(separator: "|")))")
        }
        """#)
    try await project.output("upgrade", "-x", "who=it's=me", "-x", "empty=", "--tag", "-1 release")
    #expect(try await project.query("SELECT words FROM said") == ["it's=me||-1 release|-"])
  }

  @Test("--color always colours what is not a terminal, never leaves a terminal plain")
  func color() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    #expect(try await project.output("heads").contains("\u{1B}") == false)
    #expect(try await project.output("heads", "--color", "always").contains("\u{1B}["))
    #expect(try await project.rev("show", "feed", "--color", "always").error.contains("\u{1B}["))
    #expect(try await project.output("heads", "--color", "always", "--json").contains("\u{1B}") == false)
  }

  @Test("On a terminal there is colour, but not with NO_COLOR, --color never or a dumb one")
  func terminal() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    func onTerminal(_ words: String, _ environment: [String: String] = [:]) async throws -> String {
      try await project.run(
        "/usr/bin/env", "script", "-qec", "'\(Program.rev)' \(words)", "/dev/null", environment: environment
      ).output
    }
    try #require(try await onTerminal("heads").contains("aaaa11"))
    #expect(try await onTerminal("heads").contains("\u{1B}["))
    #expect(try await !onTerminal("heads", ["NO_COLOR": "1"]).contains("\u{1B}"))
    #expect(try await !onTerminal("heads", ["TERM": "dumb"]).contains("\u{1B}"))
    #expect(try await !onTerminal("heads --color never").contains("\u{1B}"))
    #expect(try await onTerminal("heads --color always", ["NO_COLOR": "1"]).contains("\u{1B}["))
  }

  @Test("-q says only what went wrong")
  func quiet() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    let ended = try await project.rev("-q", "upgrade")
    #expect(ended.status == 0 && ended.all == "")
    #expect(try await project.rev("upgrade", "-q", "feed").error.hasPrefix("error: "))
  }

  @Test("Progress goes to standard error, so that a result can be piped")
  func progress() async throws {
    let project = try Project()
    try project.sql("aaaa11", message: "create it")
    let ended = try await project.rev("upgrade")
    #expect(ended.output == "")
    #expect(ended.error == "Running upgrade  -> aaaa11, create it\n")
  }

  @Test("-v says more")
  func verbose() async throws {
    let project = try Project()
    try project.sql("aaaa11", message: "create it")
    let brief = try await project.output("heads")
    let long = try await project.output("heads", "-v")
    #expect(brief == "aaaa11 (head), create it\n")
    #expect(long.contains(project.path("versions/aaaa11.sql")) || long.contains("versions/aaaa11.sql"))
    #expect(long.contains("    create it\n"))
  }

  @Test("-x may be given after the target, and a word with a minus in front of it")
  func mixed() async throws {
    let project = try Project()
    let ids = try project.chain(3)
    try await project.output("upgrade", "head", "-x", "n=-1")
    try await project.output("downgrade", "-x", "n=-1", "-1", "-q")
    #expect(try await project.heads() == [ids[1]])
  }
}
