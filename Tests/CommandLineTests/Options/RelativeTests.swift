import Testing

@Suite("Relative revisions as words of a command line")
struct RelativeTests {
  private let project: Project
  private let ids: [String]

  init() throws {
    project = try Project()
    ids = try project.chain(5)
  }

  @Test("downgrade -1 goes one back, upgrade +1 one on")
  func steps() async throws {
    try await project.output("upgrade", "+2")
    #expect(try await project.heads() == [ids[1]])
    try await project.output("upgrade", "+1")
    #expect(try await project.heads() == [ids[2]])
    try await project.output("downgrade", "-1")
    #expect(try await project.heads() == [ids[1]])
    try await project.output("downgrade", "-2")
    #expect(try await project.heads() == [])
  }

  @Test("downgrade -1 takes options on either side, and after --")
  func among() async throws {
    for words in [
      ["-q", "downgrade", "-1"], ["downgrade", "-1", "-q"], ["downgrade", "-q", "-1"], ["downgrade", "--", "-1"],
      ["downgrade", "--database-url", "sqlite:///dev.db", "-1"],
    ] {
      try await project.output("upgrade")
      #expect(try await project.rev(words).status == 0)
      #expect(try await project.heads() == [ids[3]], "\(words)")
    }
  }

  @Test("What looks like a relative revision and is none is taken as it stands, or refused as it stands")
  func lookalikes() async throws {
    for words in [
      ["heads", "-c", "-1.ini"], ["heads", "--name", "-1"], ["create", "--rev-id", "-1"],
      ["create", "--branch-label", "-1"],
    ] {
      let ended = try await project.rev(words)
      #expect(ended.status != 0 && !ended.all.contains("\0"), "\(words): \(ended.all)")
    }
    try await project.output("init", "-1")
    #expect(try project.names(in: "-1") == ["migrate.ini", "versions"])
    try await project.output("bundle", "-2")
    #expect(project.exists("-2/rev"))
  }

  @Test("downgrade -1 --sql starts from the single head, or from --from")
  func sql() async throws {
    #expect(try await project.output("downgrade", "-1", "--sql").contains("-- Running downgrade a005 -> a004"))
    let text = try await project.output("downgrade", "-1", "--sql", "--from", "a003")
    #expect(text.contains("-- Running downgrade a003 -> a002"))
    #expect(!text.contains("a005"))
    #expect(!project.exists("dev.db"))
  }

  @Test("downgrade -1 --sql with several heads names them")
  func sqlWithSeveralHeads() async throws {
    try project.sql("bbbb", after: ["a004"])
    #expect(try await project.refusal("downgrade", "-1", "--sql").ids == ["a005", "bbbb"])
  }

  @Test(
    "history -r takes ranges with relative and open ends",
    arguments: [
      ("-3:head", ["a005", "a004", "a003", "a002"]), ("a003:", ["a005", "a004", "a003"]), (":a002", ["a002", "a001"]),
      ("a002:+1", ["a003", "a002"]), ("a002:a003", ["a003", "a002"]), (":", ["a005", "a004", "a003", "a002", "a001"]),
      ("head-1:", ["a005", "a004"]),
    ])
  func ranges(_ range: String, _ expected: [String]) async throws {
    let text = try await project.output("history", "-r", range)
    let listed = text.lines.map { line in line.split(separator: "> ").last.map { String($0.prefix(4)) } ?? "" }
    #expect(listed == expected, "\(listed)")
  }

  @Test("history -r a: ends with a, and -r :b begins with b")
  func rangeEnds() async throws {
    #expect(try await project.listing("history", "-r", "a003:").map(\.id) == ["a005", "a004", "a003"])
    #expect(try await project.listing("history", "-r", ":a002").map(\.id) == ["a002", "a001"])
    #expect(try await project.listing("history", "--rev-range", "-1:head").last?.is_head == false)
  }

  @Test("history -r current: counts from the database")
  func current() async throws {
    try await project.output("upgrade", "a003")
    #expect(try await project.listing("history", "-r", "current:").map(\.id) == ["a005", "a004", "a003"])
    let text = try await project.output("history", "-i")
    #expect(text.lines.filter { $0.contains("(current)") } == ["a002 -> a003 (current)"])
  }

  @Test("stamp and show take relative revisions too")
  func others() async throws {
    try await project.output("stamp", "head-1")
    #expect(try await project.heads() == [ids[3]])
    let shown: RevisionDocument = try await project.output("show", "-1", "--json").decoded()
    #expect(shown.id == ids[2])
    let next: RevisionDocument = try await project.output("show", "+1", "--json").decoded()
    #expect(next.id == ids[4])
  }

  @Test("A minus where the database has several heads is an error that names them, never a guess")
  func severalHeads() async throws {
    try project.sql("bbbb", after: ["a004"])
    try await project.output("upgrade", "heads")
    let body = try await project.harmlessRefusal("downgrade", "-1")
    #expect(body.code == "multiple-heads" && body.ids == ["a005", "bbbb"])
    // What the hint says is what helps.
    #expect(body.hints.contains { $0.contains("a005@-1") })
    try await project.output("downgrade", "a005@-1")
    #expect(try await project.heads() == ["bbbb"])
  }
}
