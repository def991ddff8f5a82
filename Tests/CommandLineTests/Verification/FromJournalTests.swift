import Foundation
import Testing

@Suite("A downgrade whose script is gone")
struct FromJournalTests {
  private static let gone = "from the journal: its script is gone"

  @Test("runs from the journal where git proves it, says so, and needs no compiler")
  func proven() async throws {
    let project = try await Project.chain(3, without: "a003", "a002")
    #expect(
      try await project.output("plan", "downgrade", "a001") == """
        downgrade a003 -> a002, \(Self.gone)
          SQL: DROP TABLE t_a003;
        downgrade a002 -> a001, \(Self.gone)
          SQL: DROP TABLE t_a002;

        """)
    let plan = try await project.output("plan", "downgrade", "a001", "--json")
    #expect(plan.contains(#"{"direction":"downgrade","from_journal":true,"heads":["a002"],"revision":"a003"}"#))
    let ended = try await project.rev("downgrade", "a001", environment: ["PATH": "/nowhere"])
    #expect(ended.status == 0, "\(ended.all)")
    #expect(ended.error.contains("warning: a003 is taken back \(Self.gone)"))
    #expect(ended.error.contains("Running downgrade a002 -> a001, \(Self.gone)"))
    #expect(try await project.heads() == ["a001"])
    #expect(try await project.objects() == ["t_a001"])
    #expect(try await project.journal().suffix(2) == ["downgrade a003 1", "downgrade a002 1"])
    #expect(
      try await project.query(
        """
        SELECT count(*) FROM rev_journal AS down JOIN rev_journal AS up ON up.revision = down.revision
        AND up.blob_id = down.blob_id AND up.digest = down.digest AND up.operations IS NOT NULL
        WHERE down.direction = 'downgrade' AND up.direction = 'upgrade' AND down.operations IS NULL
        """) == ["2"])
    #expect(try await project.statuses() == ["a001 same"])
  }

  @Test("from the middle works, too, where its children are there; and current, history and show name what is gone")
  func middle() async throws {
    let project = try await Project.chain(3, without: "a002")
    #expect(try await project.output("current") == "a003 (head)\n")
    #expect(
      try await project.output("history", "-i") == """
        a002 -> a003 (head) (current)
        a001 -> a002 (script gone)
        <base> -> a001

        """)
    try await project.output("downgrade", "a001")
    #expect(try await project.heads() == ["a001"])
    #expect(try await project.objects() == ["t_a001"])
  }

  @Test("of a branch and a dependency takes its place in the graph from the journal")
  func graph() async throws {
    let project = try Project()
    try project.diamond()
    try await project.commitAll()
    try await project.output("upgrade", "heads")
    let objects = try await project.objects()
    for id in ["dddd22", "cccc11", "eeee11"] { try project.delete("versions/\(id).sql") }
    #expect(
      try await project.output("current") == """
        eeee11 (head) (mergepoint) (script gone), the merge
        dddd22 (head) (script gone), needs left two

        """)
    let plan = try await project.output("plan", "downgrade", "left@bbbb11")
    #expect(plan.contains("downgrade dddd22 -> cccc22, needs left two (\(Self.gone))\n"))
    try await project.output("downgrade", "left@bbbb11")
    #expect(try await project.heads() == ["bbbb11", "cccc22"])
    try await project.git("checkout", "-q", ".")
    try await project.output("upgrade", "heads")
    #expect(try await project.objects() == objects)
    #expect(try await project.heads() == ["dddd22", "eeee11"])
  }

  @Test("is refused where no repository proves it, with all that would run, the text that is wanted, and the ways out")
  func noRepository() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.output("upgrade")
    let blob = try await project.query("SELECT blob_id FROM rev_journal WHERE revision = 'a002'")[0]
    try project.delete("versions/a002.sql")
    for words in [["downgrade", "-1"], ["downgrade", "-1", "--dry-run"], ["downgrade", "a002:a001", "--sql"]] {
      let error = try await project.harmlessRefusal(of: words)
      #expect(error.code == "journal-not-proven" && error.ids == ["a002"])
      #expect(error.message.contains("SQL: DROP TABLE t_a002;") && error.message.contains(blob))
      #expect(error.hints.contains { $0.contains("rev verify --restore a002") })
      #expect(error.hints.contains { $0.contains("--trust-journal") })
    }
    #expect(
      try await project.output("plan", "downgrade", "-1").contains("not proven: the scripts are in no git repository"))
    let ended = try await project.rev("downgrade", "-1", "--trust-journal")
    #expect(ended.status == 0 && ended.error.contains("\n    DROP TABLE t_a002;\n"), "the SQL is shown: \(ended.all)")
    #expect(try await project.heads() == ["a001"])
    #expect(try await project.objects() == ["t_a001"])
  }

  @Test("is written as SQL, and says in the script where it is from; the script does what the run does")
  func offline() async throws {
    let project = try await Project.chain(2, without: "a002")
    let script = try await project.output("downgrade", "a002:a001", "--sql")
    #expect(script.contains("-- Running downgrade a002 -> a001\n-- \(Self.gone)\n"))
    let shown = try await project.output("downgrade", "-1", "--dry-run")
    #expect(shown == "-- Running downgrade a002 -> a001\n-- \(Self.gone)\nDROP TABLE t_a002;\n")
    #expect(try await project.feed(script, to: "dev.db").status == 0)
    #expect(try await project.heads() == ["a001"])
    #expect(try await project.objects() == ["t_a001"])
  }

  @Test("of a revision whose operations nobody kept says what it said before, and how the script comes back")
  func notKept() async throws {
    let project = try await Project.chain(2, without: "a002", settings: "journal_operations = off")
    #expect(try await project.query("SELECT count(operations) FROM rev_journal") == ["0"])
    let error = try await project.harmlessRefusal("downgrade", "-1", "--trust-journal")
    #expect(error.code == "unknown-version-row" && error.hints.contains { $0.contains("rev verify --restore a002") })
    #expect(try await project.rev("current").status == 1)
    try await project.output("verify", "--restore", "a002")
    try await project.output("downgrade", "-1")
  }

  @Test("leaves other edited and missing scripts to --allow-edited, and an upgrade to --restore")
  func others() async throws {
    let project = try await Project.chain(3, without: "a002", "a003")
    let missing = try await project.harmlessRefusal("downgrade", "-1")
    #expect(missing.code == "edited" && missing.ids == ["a002"])
    #expect(missing.hints.contains { $0.contains("rev verify --restore a002") })
    #expect(missing.hints.contains { $0.contains("rev downgrade a001 takes a002 back") })
    try await project.output("downgrade", "-1", "--allow-edited")
    #expect(try await project.heads() == ["a002"])

    let other = try await Project.chain(3, without: "a003")
    try other.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    #expect(try await other.harmlessRefusal("downgrade", "-1").ids == ["a001"])

    let middle = try await Project.chain(3, without: "a002")
    for words in [["upgrade"], ["history"]] {
      let error = try await middle.harmlessRefusal(of: words)
      #expect(error.code == "invalid-graph" && error.hints.contains { $0.contains("rev verify --restore a002") })
    }
  }

  @Test("of a Swift script is proven by what ran here, or by compiling git's text; without both it is refused")
  func swift() async throws {
    let project = try Project(cache: .own)
    try project.sql("a001")
    try project.swift(
      "b002", after: ["a001"], upgrade: "CreateTable(\"b\") { Column(\"id\", .integer).primaryKey() }",
      downgrade: ".reversed")
    try await project.commitAll()
    try await project.output("upgrade")
    let applied = try project.bytes("dev.db")
    try project.delete("versions/b002.swift")
    func again(_ environment: [String: String] = [:]) async throws -> Ended {
      try applied.write(to: URL(fileURLWithPath: project.database))
      return try await project.rev("downgrade", "-1", environment: environment)
    }
    let noCompiler = ["PATH": "/nowhere", "REV_SWIFTC": "/nowhere/swiftc"]
    let remembered = try await again(noCompiler)
    #expect(remembered.status == 0 && remembered.error.contains(Self.gone), "\(remembered.all)")
    #expect(try await project.objects() == ["t_a001"])

    let elsewhere = ["XDG_CACHE_HOME": project.path("elsewhere")]
    let refused = try await again(elsewhere.merging(noCompiler) { $1 })
    #expect(refused.status == 1 && refused.error.contains("drop table b") && refused.error.contains("--trust-journal"))
    #expect(try await project.heads() == ["b002"])
    let compiled = try await again(elsewhere)
    #expect(compiled.status == 0 && compiled.error.contains("Compiling 1 script"), "\(compiled.all)")
    #expect(try await project.heads() == ["a001"])
    #expect(!project.exists("versions/b002.swift"))

    for cache in [[:], elsewhere] {
      try applied.write(to: URL(fileURLWithPath: project.database))
      _ = try await project.query(
        "UPDATE rev_journal SET operations = replace(operations, '\"b\"', '\"t_a001\"') WHERE revision = 'b002'")
      let tampered = try await project.rev("downgrade", "-1", environment: cache)
      #expect(tampered.status == 1 && tampered.error.contains("does something else"), "\(tampered.all)")
    }
  }

  @Test("with Swift in it runs the SQL that stands in for it, and is refused where none does")
  func live() async throws {
    let project = try Project(cache: .own)
    try project.sql("a001")
    try project.swift(
      "b002", after: ["a001"], upgrade: "SQL(\"CREATE TABLE b (id integer)\")",
      downgrade: """
        Live("drop it", offline: .sql("DROP TABLE b")) { connection in _ = try await connection.execute("DROP TABLE b") }
        """)
    try project.swift(
      "c003", after: ["b002"], upgrade: "SQL(\"CREATE TABLE c (id integer)\")",
      downgrade: "Live(\"drop c\") { connection in _ = try await connection.execute(\"DROP TABLE c\") }")
    try await project.output("upgrade")
    for id in ["b002", "c003"] { try project.delete("versions/\(id).swift") }
    let refused = try await project.harmlessRefusal("downgrade", "a001", "--trust-journal")
    #expect(refused.code == "irreversible" && refused.message.contains("Live(\"drop c\")") && refused.ids == ["c003"])
    _ = try await project.query("DELETE FROM rev_version; INSERT INTO rev_version VALUES ('b002')")
    try await project.output("downgrade", "a001", "--trust-journal", "--allow-edited")
    #expect(try await project.objects() == ["c", "t_a001"])
  }

  @Test("with Swift in it runs the Swift itself where git's text, compiled, has it")
  func liveInGit() async throws {
    let project = try Project(cache: .own)
    try project.sql("a001")
    try project.swift(
      "b002", after: ["a001"], upgrade: "SQL(\"CREATE TABLE b (id integer)\")",
      downgrade: "Live(\"drop b\") { connection in _ = try await connection.execute(\"DROP TABLE b\") }")
    try await project.commitAll()
    try await project.output("upgrade")
    try project.delete("versions/b002.swift")
    try await project.output("downgrade", "-1")
    #expect(try await project.objects() == ["t_a001"])
  }

  @Test("is known from a stamp, from a script of SQL, and from an acceptance")
  func sources() async throws {
    let stamped = try Project()
    try stamped.chain(2)
    try await stamped.output("stamp", "head")
    #expect(try await stamped.query("SELECT count(operations) FROM rev_journal") == ["2"])

    let fed = try Project()
    try fed.chain(2)
    #expect(try await fed.feed(try await fed.output("upgrade", "--sql"), to: "dev.db").status == 0)
    try fed.delete("versions/a002.sql")
    try await fed.output("downgrade", "-1", "--trust-journal")
    #expect(try await fed.objects() == ["t_a001"])

    let accepted = try await Project.appliedChain(2)
    try accepted.edit(
      "versions/a002.sql", "DROP TABLE t_a002;", "DROP TABLE t_a002; CREATE TABLE left_over (id integer);")
    try await accepted.output("verify", "--accept", "a002", "-m", "leaves something")
    try accepted.delete("versions/a002.sql")
    let refused = try await accepted.harmlessRefusal("downgrade", "-1")
    #expect(refused.message.contains("CREATE TABLE left_over"), "what was accepted is what would run")
    try await accepted.output("downgrade", "-1", "--trust-journal")
    #expect(try await accepted.objects() == ["left_over", "t_a001"])
  }

  @Test("Another project of the same database with a version table of its own is none of this one's business")
  func twoProjects() async throws {
    let project = try Project("\n[other]\nversion_locations = other\nversion_table = other_version\n")
    try project.chain(2)
    try project.makeFolder("other")
    try project.sql("x001", in: "other")
    try project.sql("x002", after: ["x001"], in: "other")
    try await project.output("upgrade")
    try await project.output("-n", "other", "upgrade")
    #expect(try await project.output("verify", "-v", "-q").components(separatedBy: "same").count == 3)
    for name in ["rev", "other"] {
      let ended = try await project.rev("-n", name, "verify")
      #expect(ended.status == 0 && ended.error.contains("2 applied revisions: 2 same"), "\(ended.all)")
    }
    try project.delete("other/x002.sql")
    #expect(try await project.rev("verify").status == 0)
    #expect(try await project.rev("-n", "other", "verify").output.hasPrefix("missing  x002"))
    try await project.output("-n", "other", "downgrade", "-1", "--trust-journal")
    #expect(try await project.objects() == ["other_version", "t_a001", "t_a002", "t_x001"])
    try await project.output("downgrade", "base")
    _ = try await project.query("UPDATE rev_journal SET version_table = NULL")
    #expect(try await project.rev("verify").output.contains("missing  x001"), "an older row counts for all")
  }
}
