import Foundation
import RandomTesting
import Subprocess
import SystemPackage
import Testing

@Suite("kill -9")
struct KillTests {
  /// A chain in which each revision has a table with rows, and every fifth runs outside a transaction, so that there
  /// are many commits to be killed between.
  private static func chain(_ count: Int) throws -> (project: Project, ids: [String]) {
    let project = try Project("sqlite_busy_timeout = 60\n")
    let ids = (1...count).map { "a" + String(1000 + $0).dropFirst() }
    for (position, id) in ids.enumerated() {
      let isOutside = position % 5 == 4
      try project.sql(
        id, after: position == 0 ? [] : [ids[position - 1]],
        upgrade: """
          CREATE TABLE t_\(id) (id INTEGER PRIMARY KEY, text TEXT);
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
          INSERT INTO t_\(id) (text) SELECT 'row ' || i || ' of \(id)' FROM n;
          CREATE INDEX ix_\(id) ON t_\(id) (text);
          """,
        downgrade: "DROP INDEX ix_\(id);\nDELETE FROM t_\(id);\nDROP TABLE t_\(id);",
        options: isOutside ? " transaction=off" : "")
    }
    return (project, ids)
  }

  /// What stands in a database, without the tables of rev itself.
  private static func contents(_ project: Project, _ database: String) async throws -> [String] {
    try await project.dump(database).components(separatedBy: ";\n").filter { statement in
      !["rev_version", "rev_journal", "sqlite_sequence"].contains { statement.contains($0) }
    }.sorted()
  }

  /// The contents after a clean run to each place that a kill can leave, made when they are asked for.
  private actor Reference {
    let project: Project
    var known: [String: [String]] = [:]

    init(_ project: Project) { self.project = project }

    /// What an upgrade to a revision leaves, and then so many statements of a run of another one.
    func contents(at head: String?, then statements: [String]) async throws -> [String] {
      let key = "\(head ?? "base") \(statements)"
      if let there = known[key] { return there }
      let file = "reference-\(known.count).db"
      try await project.output("upgrade", head ?? "base", "--database-url", "sqlite:///\(file)")
      if !statements.isEmpty { _ = try await project.query(statements.joined(separator: "\n"), on: file) }
      let result = try await KillTests.contents(project, file)
      known[key] = result
      return result
    }
  }

  /// The statements of a side of a script.
  private static func statements(_ project: Project, _ id: String, _ direction: String) throws -> [String] {
    let text = try project.read("versions/\(id).sql")
    let sides = text.components(separatedBy: "-- downgrade")
    let side = direction == "upgrade" ? sides[0].components(separatedBy: "-- upgrade")[1] : sides[1]
    let body = side.split(separator: "\n", maxSplits: 1)
    let statements = (side.hasPrefix(" transaction=off") ? String(body[1]) : side).split(separator: ";")
    return statements.map { "\($0);" }.filter { $0.contains { $0.isLetter } }
  }

  /// Checks that a database which a killed run left is whole, and stands exactly where it says.
  private static func check(
    _ project: Project, _ file: String, _ reference: Reference, _ when: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    guard project.exists(file) else { return }
    #expect(
      try await project.query("PRAGMA integrity_check", on: file) == ["ok"], "\(when)", sourceLocation: sourceLocation)
    let heads = try await project.heads(file)
    #expect(heads.count <= 1)
    let tables = try await project.query("SELECT name FROM sqlite_schema WHERE name = 'rev_journal'", on: file)
    let open =
      tables.isEmpty
      ? []
      : try await project.query(
        "SELECT direction, revision, statements_done FROM rev_journal WHERE finished_at IS NULL ORDER BY seq", on: file)
    var statements: [String] = []
    if let row = open.last?.split(separator: "|").map(String.init) {
      statements = Array(try Self.statements(project, row[1], row[0]).prefix(Int(row[2]) ?? 0))
    }
    #expect(open.count <= 1, "\(when): \(open)", sourceLocation: sourceLocation)
    let expected = try await reference.contents(at: heads.first, then: statements)
    let found = try await contents(project, file)
    #expect(found == expected, "\(when): at \(heads), \(open)", sourceLocation: sourceLocation)
    let leftovers = try await project.query(
      "SELECT name FROM sqlite_schema WHERE name LIKE '%rev_guard%' OR name LIKE '%tmp%'", on: file)
    #expect(leftovers == [], sourceLocation: sourceLocation)
  }

  /// Runs `rev`, and kills it as soon as it has said so many lines; false where it had ended before.
  private static func kill(_ project: Project, _ words: [String], afterLines count: Int) async throws -> Bool {
    await ProcessSlots.shared.take()
    let variables = project.environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) }
    }
    // The slot is given back in any case: a test that waits for one in vain would wait for ever.
    defer { Task { await ProcessSlots.shared.give() } }
    let result = try await Subprocess.run(
      .path(FilePath(Program.rev)), arguments: Arguments(words),
      environment: .custom(Dictionary(variables) { first, _ in first }),
      workingDirectory: FilePath(project.folder), input: .none, output: .discarded, error: .sequence
    ) { execution in
      var seen = 0
      for try await piece in execution.standardError {
        seen += piece.withUnsafeBytes { bytes in bytes.count { $0 == UInt8(ascii: "\n") } }
        if seen >= count { break }
      }
      Glibc.kill(execution.processIdentifier.value, SIGKILL)
    }
    return result.terminationStatus == .signaled(SIGKILL)
  }

  @Test("While an upgrade says what it does: the database is at a recorded place, and running again reaches the head")
  func upgrade() async throws {
    let (project, ids) = try Self.chain(60)
    let reference = Reference(project)
    var kills = 0
    for line in stride(from: 1, through: 60, by: max(1, 6 / rounds(1))) {
      let file = "killed-\(line).db"
      let url = ["--database-url", "sqlite:///\(file)"]
      if try await Self.kill(project, ["upgrade"] + url, afterLines: line) { kills += 1 }
      try await Self.check(project, file, reference, "after line \(line)")
      // A second kill on what the first has left.
      if try await Self.kill(project, ["upgrade"] + url, afterLines: 3) { kills += 1 }
      try await Self.check(project, file, reference, "after line \(line) and three more")
      let ended = try await project.rev(["upgrade"] + url)
      #expect(ended.status == 0, "\(ended.all)")
      #expect(try await project.heads(file) == [ids[59]])
      #expect(try await Self.contents(project, file) == reference.contents(at: ids[59], then: []))
    }
    #expect(kills > 0)
  }

  @Test("While a downgrade says what it does: the same")
  func downgrade() async throws {
    let (project, _) = try Self.chain(30)
    let reference = Reference(project)
    try await project.output("upgrade", "--database-url", "sqlite:///full.db")
    var kills = 0
    for line in stride(from: 1, through: 30, by: max(1, 4 / rounds(1))) {
      let file = "killed-\(line).db"
      let url = ["--database-url", "sqlite:///\(file)"]
      try FileManager.default.copyItem(atPath: project.path("full.db"), toPath: project.path(file))
      if try await Self.kill(project, ["downgrade", "base"] + url, afterLines: line) { kills += 1 }
      try await Self.check(project, file, reference, "after line \(line)")
      let ended = try await project.rev(["downgrade", "base"] + url)
      #expect(ended.status == 0, "\(ended.all)")
      #expect(try await project.heads(file) == [])
      #expect(try await project.objects(file) == [])
    }
    #expect(kills > 0)
  }

  @Test("At random times: the same", arguments: 0..<2)
  func randomTimes(_ seed: Int) async throws {
    let (project, ids) = try Self.chain(40)
    let reference = Reference(project)
    var random = SplitMix64(seed: UInt64(seed))
    // How long a whole run takes here and now; it must not wait for other tests.
    let started = ContinuousClock.now
    _ = try await project.rev(["upgrade", "--database-url", "sqlite:///timing.db"], isLimited: false)
    // Not longer than it takes on a machine that does nothing else: the rest would be spent waiting for what has ended.
    let whole = min((ContinuousClock.now - started) / .microseconds(1), 1_500_000)
    var kills = 0
    for round in 0..<rounds(8) {
      let file = "killed-\(round).db"
      let url = ["--database-url", "sqlite:///\(file)"]
      let delay = Duration.microseconds(Int64(random.next(upperBound: UInt64(max(whole, 1)))))
      if try await project.rev(["upgrade"] + url, killedAfter: delay).status == -SIGKILL { kills += 1 }
      try await Self.check(project, file, reference, "after \(delay)")
      try await project.output("upgrade", "--database-url", "sqlite:///\(file)")
      #expect(try await project.heads(file) == [ids[39]])
    }
    #expect(kills > 0)
  }

  private static let strace: String? = ["/usr/bin/strace"].first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(
    "At every write, sync, truncation and removal of a file: the same, up and down",
    .enabled(if: strace != nil, "strace is not installed"))
  func everySystemCall() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE o1 (id);\nINSERT INTO o1 VALUES (1);\nCREATE TABLE o2 (id);",
      downgrade: "DROP TABLE o2;\nDELETE FROM o1;\nDROP TABLE o1;", options: " transaction=off")
    try project.sql("cccc11", after: ["bbbb11"])
    let reference = Reference(project)
    // The index of scripts is written once, before what counts here.
    try await project.output("upgrade", "--database-url", "sqlite:///full.db")
    try await everySystemCall(project, reference, ["upgrade"], from: nil, to: "cccc11")
    try await everySystemCall(project, reference, ["downgrade", "base"], from: "full.db", to: nil)
  }

  private func everySystemCall(
    _ project: Project, _ reference: Reference, _ words: [String], from start: String?, to head: String?
  ) async throws {
    func traced(_ file: String, _ expression: String) async throws -> Ended {
      if let start { try FileManager.default.copyItem(atPath: project.path(start), toPath: project.path(file)) }
      let options = ["-f", "-qq", "-e", "trace=\(Self.calls.joined(separator: ","))", "-e", expression]
      return try await Program.run(
        Self.strace ?? "strace", options + [Program.rev] + words + ["--database-url", "sqlite:///\(file)", "-q"],
        environment: project.environment, in: project.folder)
    }
    let whole = try await traced("\(words[0])-whole.db", "signal=none")
    try #require(whole.status == 0, "\(whole.all)")
    // Each kind of call is counted by itself.
    let moments = Self.calls.flatMap { call in
      (0..<whole.error.lines.count { $0.contains("\(call)(") }).map { (call, $0 + 1) }
    }
    try #require(moments.count > 20, "\(whole.all)")
    var kills = 0
    for position in stride(from: 0, to: moments.count, by: max(1, moments.count / rounds(24))) {
      let (call, number) = moments[position]
      let file = "\(words[0])-\(position).db"
      if try await traced(file, "inject=\(call):signal=KILL:when=\(number)").status != 0 { kills += 1 }
      try await Self.check(project, file, reference, "\(words[0]), \(call) \(number)")
      let again = try await project.rev(words + ["--database-url", "sqlite:///\(file)"])
      #expect(again.status == 0, "\(again.all)")
      #expect(try await project.heads(file) == [head].compactMap(\.self))
      #expect(try await Self.contents(project, file) == reference.contents(at: head, then: []))
    }
    #expect(kills > 12)
  }

  /// What SQLite changes files with.
  private static let calls = ["pwrite64", "fdatasync", "ftruncate", "unlink"]

  @Test(
    "From within Live, between two statements: a revision in a transaction leaves nothing, one outside stands at its count"
  )
  func fromWithin() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    let die = "Live(\"die\", fingerprint: \"1\") { if $0.parameters[\"die\"] != nil { kill(getpid(), SIGKILL) } }"
    try project.swift(
      "bbbb11", after: ["aaaa11"], imports: "import Glibc",
      upgrade: "SQL(\"CREATE TABLE inside (id)\")\n\(die)\nSQL(\"INSERT INTO inside VALUES (1)\")",
      downgrade: "SQL(\"DELETE FROM inside\")\n\(die)\nSQL(\"DROP TABLE inside\")")
    try project.swift(
      "cccc11", after: ["bbbb11"], imports: "import Glibc",
      upgrade:
        "OutsideTransaction {\nSQL(\"CREATE TABLE outside (id)\")\n\(die)\nSQL(\"INSERT INTO outside VALUES (1)\")\n}",
      downgrade: "OutsideTransaction {\nSQL(\"DELETE FROM outside\")\n\(die)\nSQL(\"DROP TABLE outside\")\n}")
    try project.sql("dddd11", after: ["cccc11"])

    #expect(try await project.rev("upgrade", "-x", "die=1").status == -SIGKILL)
    #expect(try await project.heads() == ["aaaa11"])
    #expect(try await project.objects() == ["t_aaaa11"])
    try await project.output("upgrade", "bbbb11")
    #expect(try await project.rev("upgrade", "-x", "die=1").status == -SIGKILL)
    #expect(try await project.heads() == ["bbbb11"])
    // What follows is the digest of the statement that has run.
    #expect(try await project.journal().last?.hasPrefix("upgrade cccc11 1 open endless ") == true)
    #expect(try await project.query("SELECT count(*) FROM outside") == ["0"])
    try await project.output("upgrade")
    #expect(try await project.heads() == ["dddd11"])
    #expect(try await project.query("SELECT count(*) FROM inside, outside") == ["1"])

    try await project.output("downgrade", "cccc11")
    #expect(try await project.rev("downgrade", "base", "-x", "die=1").status == -SIGKILL)
    #expect(try await project.heads() == ["cccc11"])
    #expect(try await project.query("SELECT count(*) FROM outside") == ["0"])
    try await project.output("downgrade", "bbbb11")
    #expect(try await project.rev("downgrade", "base", "-x", "die=1").status == -SIGKILL)
    #expect(try await project.query("SELECT count(*) FROM inside") == ["1"])
    try await project.output("downgrade", "base")
    #expect(try await project.objects() == [])
    #expect(try await project.journal().filter { $0.contains("open") } == [])
  }
}
