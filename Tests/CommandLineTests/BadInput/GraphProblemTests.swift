import Testing

@Suite("Scripts that make no graph")
struct GraphProblemTests {
  private let project: Project

  init() async throws {
    project = try Project()
    try project.sql("aaaa11")
    try await project.output("upgrade")
  }

  /// What an upgrade, which must not touch the database, has to say.
  private func problem() async throws -> ErrorDocument.Body {
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(!body.message.isEmpty)
    return body
  }

  @Test("A cycle is named with every id in it")
  func cycle() async throws {
    try project.sql("bbbb11", after: ["dddd11"])
    try project.sql("cccc11", after: ["bbbb11"])
    try project.sql("dddd11", after: ["cccc11"])
    let body = try await problem()
    #expect(
      body.code == "invalid-graph" && body.ids == ["bbbb11", "cccc11", "dddd11"] && body.message.contains("cycle"))
    #expect(!body.hints.isEmpty)
  }

  @Test("A cycle through a dependency is named too")
  func cycleThroughDependency() async throws {
    try project.sql("bbbb11", after: ["aaaa11"], dependsOn: ["cccc11"])
    try project.sql("cccc11", after: ["bbbb11"])
    #expect(try await problem().ids == ["bbbb11", "cccc11"])
  }

  @Test("A revision that is its own parent is named")
  func selfLoop() async throws {
    try project.sql("bbbb11", after: ["bbbb11"])
    let body = try await problem()
    #expect(body.ids == ["bbbb11"] && body.message.contains("versions/bbbb11.sql"))
  }

  @Test("Two scripts of one id are named, both files")
  func duplicate() async throws {
    try project.write("versions/other.sql", "-- revision: aaaa11\n-- message: another\n\n-- upgrade\n")
    let body = try await problem()
    #expect(body.ids == ["aaaa11"])
    #expect(body.message.contains("aaaa11.sql") && body.message.contains("other.sql"))
    #expect(!body.hints.isEmpty)
  }

  @Test("A parent that is not there is named, with the script that wants it")
  func missingParent() async throws {
    try project.sql("bbbb11", after: ["feed00"])
    let body = try await problem()
    #expect(body.ids == ["bbbb11", "feed00"] && body.message.contains("versions/bbbb11.sql") && !body.hints.isEmpty)
  }

  @Test("A dependency that is not there is named")
  func missingDependency() async throws {
    try project.sql("bbbb11", after: ["aaaa11"], dependsOn: ["feed00"])
    #expect(try await problem().ids == ["bbbb11", "feed00"])
  }

  @Test("A label that two revisions declare, and one that is an id, are named")
  func labels() async throws {
    try project.sql("bbbb11", after: ["aaaa11"], labels: ["left"])
    try project.sql("cccc11", after: ["aaaa11"], labels: ["left"])
    #expect(try await problem().ids == ["bbbb11", "cccc11"])
    try project.sql("cccc11", after: ["aaaa11"], labels: ["aaaa11"])
    let body = try await problem()
    #expect(body.message.contains("'aaaa11'") && body.ids.contains("cccc11"))
  }

  @Test("Several mistakes are told in one go")
  func several() async throws {
    try project.sql("bbbb11", after: ["feed00"])
    try project.sql("cccc11", after: ["feed11"])
    #expect(try await problem().ids == ["bbbb11", "cccc11", "feed00", "feed11"])
  }

  @Test("The beginning of several ids is ambiguous, and they are named; so is what two heads make of 'head'")
  func ambiguous() async throws {
    try project.sql("bbbb1100", after: ["aaaa11"])
    try project.sql("bbbb1122", after: ["aaaa11"])
    let body = try await project.harmlessRefusal("upgrade", "bbbb")
    #expect(body.code == "ambiguous-revision" && body.ids == ["bbbb1100", "bbbb1122"])
    let heads = try await project.harmlessRefusal("upgrade", "head")
    #expect(
      heads.code == "multiple-heads" && heads.ids == ["bbbb1100", "bbbb1122"]
        && heads.hints.contains { $0.contains("rev merge") })
  }

  @Test("An exact id wins over one that it begins")
  func exact() async throws {
    try project.sql("bbbb11", after: ["aaaa11"])
    try project.sql("bbbb11cc", after: ["bbbb11"])
    try await project.output("upgrade", "bbbb11")
    #expect(try await project.heads() == ["bbbb11"])
  }

  @Test("A name that nothing has is told with what was probably meant")
  func unknown() async throws {
    try project.sql("bbbb11", after: ["aaaa11"], labels: ["billing"])
    let body = try await project.harmlessRefusal("upgrade", "biling")
    #expect(body.code == "unknown-revision" && body.message.contains("'biling'"))
    #expect(body.hints.contains { $0.contains("'billing'") })
  }

  @Test("A version row that no script has is named, nothing is written, and history and heads still work")
  func lostScript() async throws {
    _ = try await project.query("UPDATE rev_version SET version_num = 'feed00feed00'")
    for words in [["upgrade", "heads"], ["downgrade", "base"], ["stamp", "heads"], ["current"]] {
      let ended = try await project.rev(words + ["--json"])
      #expect(ended.status == 1)
      let body = try ended.output.decoded(as: ErrorDocument.self).error
      #expect(body.code == "unknown-version-row" && body.ids == ["feed00feed00"] && !body.hints.isEmpty, "\(words)")
    }
    #expect(try await project.heads() == ["feed00feed00"])
    #expect(try await project.journal().count == 1)
    #expect(try await project.rev("history").status == 0)
    #expect(try await project.rev("heads").status == 0)
  }

  @Test(
    "A version row that is no id at all is named and refused",
    arguments: ["''", "'a b'", "x'00ff'", "17.5", "'\(String(repeating: "x", count: 300))'"])
  func strangeRow(_ value: String) async throws {
    _ = try await project.query(
      "DROP TABLE rev_version; CREATE TABLE rev_version (version_num); INSERT INTO rev_version VALUES (\(value))")
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(["invalid-version-row", "unknown-version-row"].contains(body.code), "\(body)")
    try await project.output("stamp", "--purge", "aaaa11")
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test("NULL and a repeated row in the version table are named and refused")
  func brokenRows() async throws {
    for values in ["(NULL)", "('aaaa11'), ('aaaa11')"] {
      _ = try await project.query(
        "DROP TABLE rev_version; CREATE TABLE rev_version (version_num); INSERT INTO rev_version VALUES \(values)")
      #expect(try await project.harmlessRefusal("upgrade", "heads").code == "invalid-version-row", "\(values)")
    }
  }

  @Test("An id longer than the version table holds is refused before anything is written")
  func longID() async throws {
    let long = String(repeating: "f", count: 256)
    try project.write("versions/long.sql", "-- revision: \(long)\n-- parents: bbbb11\n\n-- upgrade\n")
    try project.sql("bbbb11", after: ["aaaa11"])
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(body.ids == [long])
  }
}
