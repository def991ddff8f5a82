import Testing

@Suite("--sql")
struct OfflineTests {
  /// Checks that the SQL of a run, fed to `sqlite3 -bail`, leaves what the run itself leaves.
  ///
  /// Both begin where `prepare` brings a database.
  private func compare(
    _ project: Project, prepare: [[String]] = [], offline: [String], online: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for file in ["offline.db", "online.db"] {
      for words in prepare {
        let ended = try await project.rev(words + ["--database-url", "sqlite:///\(file)"])
        guard ended.status == 0 else { throw Unexpected("\(words)", ended) }
      }
    }
    let script = try await project.rev(offline + ["--sql"])
    guard script.status == 0 else { throw Unexpected("\(offline)", script) }
    #expect(!script.output.hasPrefix("--"), sourceLocation: sourceLocation)
    let fed = try await project.feed(script.output, to: "offline.db")
    #expect(fed.status == 0 && fed.all == "", "\(fed.all)\n\(script.output)", sourceLocation: sourceLocation)
    let ended = try await project.rev(online + ["--database-url", "sqlite:///online.db"])
    guard ended.status == 0 else { throw Unexpected("\(online)", ended) }

    #expect(try await project.dump("offline.db") == project.dump("online.db"), sourceLocation: sourceLocation)
    #expect(try await project.journal("offline.db") == project.journal("online.db"), sourceLocation: sourceLocation)
    #expect(
      try await project.query(
        "SELECT count(*) FROM rev_journal WHERE finished_at IS NULL OR started_at IS NULL", on: "offline.db")
        == ["0"], sourceLocation: sourceLocation)
  }

  @Test("The sample graph from nothing to its heads: the same as online")
  func sample() async throws {
    try await compare(.sample(), offline: ["upgrade", "heads"], online: ["upgrade", "heads"])
  }

  @Test("A range a:b, from where a is applied, a rebuild in it: the same as online")
  func range() async throws {
    try await compare(
      .sample(), prepare: [["upgrade", "4f1c2ab90d3e"]], offline: ["upgrade", "4f1c2ab90d3e:c04e9f7a1b25"],
      online: ["upgrade", "c04e9f7a1b25"])
  }

  @Test("A range b:a of a downgrade: the same as online")
  func downRange() async throws {
    try await compare(
      .sample(), prepare: [["upgrade", "c04e9f7a1b25"]], offline: ["downgrade", "c04e9f7a1b25:4f1c2ab90d3e"],
      online: ["downgrade", "4f1c2ab90d3e"])
  }

  @Test("The way back from all heads to nothing: the same as online")
  func allTheWayBack() async throws {
    try await compare(
      .sample(), prepare: [["upgrade", "heads"]], offline: ["downgrade", "base"], online: ["downgrade", "base"])
  }

  @Test("Merges, branches and dependencies: the same as online, up and down")
  func diamond() async throws {
    let project = try Project()
    try project.diamond()
    try await compare(project, offline: ["upgrade", "heads"], online: ["upgrade", "heads"])
    try await compare(project, offline: ["downgrade", "base"], online: ["downgrade", "base"])
    // The tables are there now, with nothing in them.
    try await compare(project, offline: ["upgrade", "eeee11"], online: ["upgrade", "eeee11"])
    try await compare(
      project, offline: ["downgrade", "bbbb22", "--from", "eeee11"], online: ["downgrade", "bbbb22"])
  }

  @Test("A revision that runs outside a transaction: the same as online")
  func outside() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE o1 (id);\nCREATE TABLE o2 (id);",
      downgrade: "DROP TABLE o2;\nDROP TABLE o1;", options: " transaction=off")
    try project.sql("cccc11", after: ["bbbb11"])
    try await compare(project, offline: ["upgrade"], online: ["upgrade"])
    try await compare(project, offline: ["downgrade", "base"], online: ["downgrade", "base"])
  }

  @Test("Stamps: the same as online")
  func stamp() async throws {
    let project = try Project()
    try project.diamond()
    try await compare(project, offline: ["stamp", "eeee11"], online: ["stamp", "eeee11"])
    try await compare(
      project, offline: ["stamp", "bbbb11", "--from", "eeee11"], online: ["stamp", "bbbb11"])
  }

  @Test(
    "Standard output has only SQL, and what is said goes to the other: -- Running upgrade a -> b before each revision")
  func onlySQL() async throws {
    let project = try Project()
    try project.diamond()
    let text = try await project.output("upgrade", "heads", "--sql", "-v")
    #expect(
      text.lines.filter { $0.hasPrefix("-- Running") }
        == [
          "-- Running upgrade  -> aaaa11", "-- Running upgrade aaaa11 -> bbbb11", "-- Running upgrade bbbb11 -> cccc11",
          "-- Running upgrade aaaa11 -> bbbb22", "-- Running upgrade bbbb22 -> cccc22",
          "-- Running upgrade cccc22 -> dddd22",
          "-- Running upgrade cccc11, cccc22 -> eeee11",
        ].map { line in text.lines.first { $0.hasPrefix(line) } ?? line })
    let down = try await project.output("downgrade", "base", "--sql")
    #expect(down.contains("-- Running downgrade eeee11 -> cccc11, cccc22"))
    #expect(down.contains("-- Running downgrade aaaa11 -> \n") || down.contains("-- Running downgrade aaaa11 -> ,"))
  }

  @Test("No database is opened, and none is made")
  func opensNothing() async throws {
    let project = try Project.sample()
    try project.write("dev.db", "no database at all")
    for words in [["upgrade", "heads"], ["downgrade", "base"], ["stamp", "heads"]] {
      let ended = try await project.rev(words + ["--sql"])
      #expect(ended.status == 0 && !ended.output.isEmpty)
    }
    #expect(try project.read("dev.db") == "no database at all")
  }

  @Test("On a database at another revision nothing changes, with -bail and without", arguments: [true, false])
  func wrongRevision(_ bail: Bool) async throws {
    let project = try Project()
    let ids = try project.chain(4)
    let scripts = [
      try await project.output("upgrade", "a002:a004", "--sql"),
      try await project.output("downgrade", "a004:a002", "--sql"),
      try await project.output("upgrade", "head", "--sql"),
      try await project.output("stamp", "a003", "--from", "a002", "--sql"),
    ]
    // Where none of them begins.
    for target in [ids[0], ids[2]] {
      try await project.output("upgrade", target)
      let before = try await project.dump() + project.journal().joined()
      for script in scripts {
        let fed = try await project.feed(script, to: "dev.db", bail: bail)
        #expect(fed.error.contains("rev: this script starts at"), "\(fed.all)")
        if bail { #expect(fed.status != 0) }
        let after = try await project.dump() + project.journal().joined()
        #expect(after == before)
      }
    }
  }

  @Test("A script run twice changes nothing the second time, without -bail too", arguments: [true, false])
  func twice(_ bail: Bool) async throws {
    let project = try Project()
    try project.sql(
      "aaaa11", upgrade: "CREATE TABLE counted (id);\nINSERT INTO counted VALUES (1);", downgrade: "DROP TABLE counted;"
    )
    try project.sql("bbbb11", after: ["aaaa11"], upgrade: "INSERT INTO counted VALUES (2);", options: "")
    let script = try await project.output("upgrade", "--sql")
    #expect(try await project.feed(script, to: "dev.db").status == 0)
    let before = try await project.dump() + project.journal().joined()
    _ = try await project.feed(script, to: "dev.db", bail: bail)
    let after = try await project.dump() + project.journal().joined()
    #expect(after == before)
  }

  @Test("A script that fails midway leaves a recorded revision, and its schema")
  func failsMidway() async throws {
    let project = try Project()
    let ids = try project.chain(5)
    let script = try await project.output("upgrade", "--sql")
    _ = try await project.query("CREATE TABLE t_a003 (in_the_way)")
    #expect(try await project.feed(script, to: "dev.db").status != 0)
    let heads = try await project.heads()
    #expect(heads == [] || heads == [ids[1]], "\(heads)")
    let expected = heads.isEmpty ? ["t_a003"] : ["t_a001", "t_a002", "t_a003"]
    #expect(try await project.objects() == expected)
  }

  @Test("Live without SQL is refused with its revision named, and standard output stays empty")
  func live() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "Live(\"call home\") { _ in }")
    let ended = try await project.rev("upgrade", "--sql")
    #expect(ended.status == 1 && ended.output == "")
    #expect(ended.error.contains("bbbb11") && ended.error.contains("call home"))
  }

  @Test("Live that says its SQL is written as it; one that says a comment is one")
  func liveWithSQL() async throws {
    let project = try Project(cache: .shared)
    try project.swift(
      "aaaa11",
      upgrade: """
        SQL("CREATE TABLE noted (id)")
        Live("one", offline: .sql("INSERT INTO noted VALUES (1)")) { try await $0.execute("INSERT INTO noted VALUES (1)") }
        Live("two", offline: .comment("by hand,\\nDROP TABLE noted;")) { _ in }
        """)
    let script = try await project.output("upgrade", "--sql")
    #expect(script.contains("by hand"))
    #expect(try await project.feed(script, to: "dev.db").status == 0)
    #expect(try await project.query("SELECT id FROM noted") == ["1"])
  }

  @Test("An empty range holds no revision, and says so")
  func empty() async throws {
    let project = try Project()
    try project.chain(2)
    let ended = try await project.rev("upgrade", "head:head", "--sql")
    #expect(ended.status == 0 && !ended.output.contains("-- Running") && !ended.error.isEmpty)
  }
}
