import Testing

@Suite("Many processes")
struct ManyProcessesTests {
  /// What 16 processes end with that run the same words at once.
  private func together(_ project: Project, _ words: [[String]]) async throws -> [Ended] {
    try await withThrowingTaskGroup { group in
      for words in words { group.addTask { try await project.rev(words, isLimited: false) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test("16 upgrade one fresh file at once: each revision runs once, and all end with 0")
  func upgrade() async throws {
    let project = try Project("sqlite_busy_timeout = 120\n")
    let ids = try project.chain(20)
    let ended = try await together(project, Array(repeating: ["upgrade"], count: 16))
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    #expect(try await project.heads() == ["a020"])
    #expect(try await project.journal() == ids.map { "upgrade \($0) 1" })
    #expect(ended.filter { $0.error.contains("Running upgrade  -> a001") }.count == 1)
    #expect(try await project.query("PRAGMA integrity_check") == ["ok"])
  }

  @Test("The same with revisions outside a transaction among them")
  func upgradeOutside() async throws {
    let project = try Project("sqlite_busy_timeout = 120\n")
    let ids = (1...9).map { "a00\($0)" }
    for (position, id) in ids.enumerated() {
      try project.sql(
        id, after: position == 0 ? [] : [ids[position - 1]],
        upgrade: "CREATE TABLE t_\(id) (id);\nINSERT INTO t_\(id) VALUES (1);\nCREATE INDEX ix_\(id) ON t_\(id) (id);",
        options: position % 3 == 1 ? " transaction=off" : "")
    }
    let ended = try await together(project, Array(repeating: ["upgrade"], count: 16))
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    #expect(try await project.heads() == ["a009"])
    #expect(try await project.journal() == ids.map { "upgrade \($0) 3" })
    for id in ids { #expect(try await project.query("SELECT count(*) FROM t_\(id)") == ["1"]) }
  }

  @Test("Readers among them see a recorded place, and end with 0")
  func readers() async throws {
    let project = try Project("sqlite_busy_timeout = 120\n")
    let ids = try project.chain(20)
    let words = (0..<24).map { $0 % 2 == 0 ? ["upgrade"] : ["current", "--json"] }
    let ended = try await together(project, words)
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    for one in ended where !one.output.isEmpty {
      let rows = try one.output.decoded(as: [RevisionDocument].self).map(\.id)
      #expect(rows.isEmpty || rows.count == 1 && ids.contains(rows[0]), "\(rows)")
    }
    #expect(try await project.journal() == ids.map { "upgrade \($0) 1" })
  }

  @Test("Upgrades and downgrades at once leave a recorded place, and the journal tells a possible story")
  func upAndDown() async throws {
    let project = try Project("sqlite_busy_timeout = 120\n")
    let ids = try project.chain(6)
    let ended = try await together(project, (0..<16).map { $0 % 2 == 0 ? ["upgrade"] : ["downgrade", "base"] })
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    var applied: [String] = []
    for entry in try await project.journal() {
      let words = entry.split(separator: " ").map(String.init)
      if words[0] == "upgrade" {
        #expect(words[1] == ids[applied.count])
        applied.append(words[1])
      } else {
        #expect(words[1] == applied.popLast())
      }
    }
    #expect(try await project.heads() == applied.suffix(1))
    #expect(try await project.objects() == applied.map { "t_\($0)" })
  }

  @Test("Processes that compile the same scripts at once all run them")
  func compiling() async throws {
    let project = try Project("sqlite_busy_timeout = 120\n")
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE t (id)\")")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "SQL(\"INSERT INTO t VALUES (1)\")")
    let ended = try await together(project, Array(repeating: ["upgrade"], count: 6))
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    #expect(try await project.query("SELECT count(*) FROM t") == ["1"])
  }

  @Test("create by many at once: every script is there, whole, and none is overwritten")
  func creating() async throws {
    let project = try Project()
    let ended = try await together(
      project, (0..<12).map { ["create", "--head", "base", "--format", "sql", "-m", "number \($0)"] })
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    #expect(Set(try await project.listing("heads").map(\.message)) == Set((0..<12).map { "number \($0)" }))
    let merges = try await together(project, Array(repeating: ["merge"], count: 6))
    // Whoever comes when it is done has nothing left to merge.
    for one in merges { #expect(one.status == 0 || one.error.contains("nothing to merge"), "\(one.all)") }
    #expect(try await project.listing("heads").count == 1)
  }
}
