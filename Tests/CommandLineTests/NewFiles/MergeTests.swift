import Testing

@Suite("merge")
struct MergeTests {
  /// A base and some heads.
  private func project(heads: [String], order: [String]? = nil) throws -> Project {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    for id in order ?? heads { try project.sql(id, after: ["aaaa11"]) }
    return project
  }

  /// The script that a merge added, with its name.
  private func added(_ project: Project, _ words: String...) async throws -> (name: String, text: String) {
    let before = Set(try project.names())
    let ended = try await project.rev(["merge"] + words)
    guard ended.status == 0 else { throw Unexpected("merge", ended) }
    let new = Set(try project.names()).subtracting(before)
    let name = try #require(new.first)
    #expect(new.count == 1)
    return (name, try project.read("versions/\(name)"))
  }

  @Test("rev merge a b needs no more than that", arguments: ["swift", "sql"])
  func two(_ format: String) async throws {
    let project = try project(heads: ["bbbb11", "cccc11"])
    _ = try await added(project, "bbbb", "cccc", "--format", format)
    let head = try #require(try await project.listing("heads").first)
    #expect(head.parents == ["bbbb11", "cccc11"] && head.is_merge)
    try await project.output("upgrade")
    #expect(try await project.heads() == [head.id])
    try await project.output("downgrade", "aaaa11")
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test("rev merge alone means the heads")
  func alone() async throws {
    let project = try project(heads: ["bbbb11", "cccc11", "dddd11"])
    _ = try await added(project)
    #expect(try await project.listing("heads").map(\.parents) == [["bbbb11", "cccc11", "dddd11"]])
  }

  @Test("A merge of three is run and taken back")
  func three() async throws {
    let project = try project(heads: ["bbbb11", "cccc11", "dddd11"])
    _ = try await added(project, "dddd11", "bbbb11", "cccc11", "--format", "sql")
    let head = try #require(try await project.listing("heads").first)
    try await project.output("upgrade")
    #expect(try await project.heads() == [head.id])
    try await project.output("downgrade", "-1")
    #expect(try await project.heads() == ["bbbb11", "cccc11", "dddd11"])
  }

  @Test("Two people who merge the same heads make the same file, byte for byte", arguments: ["swift", "sql"])
  func sameBytes(_ format: String) async throws {
    let ann = try project(heads: ["bbbb11", "cccc11", "dddd11"])
    let bob = try project(heads: ["bbbb11", "cccc11", "dddd11"], order: ["dddd11", "cccc11", "bbbb11"])
    try bob.write(
      "migrate.ini",
      try bob.read("migrate.ini") + "timezone = UTC\nfile_template = %%(rev)s-%%(slug)s\ntruncate_slug_length = 9\n")
    let first = try await added(ann, "bbbb11", "cccc11", "dddd11", "--format", format)
    let second = try await added(bob, "dddd11", "bbbb11", "cccc11", "--format", format)
    #expect(first == second)
  }

  @Test("Merging again what is merged says so, with status 0, and leaves the file")
  func again() async throws {
    let project = try project(heads: ["bbbb11", "cccc11"])
    let first = try await added(project, "bbbb11", "cccc11")
    let ended = try await project.rev("merge", "cccc11", "bbbb11")
    #expect(ended.status == 0 && ended.error.contains(first.name))
    #expect(try project.names().count == 4)
  }

  @Test("A merge that is there under another name, or in another form, is not written again")
  func elsewhere() async throws {
    let project = try project(heads: ["bbbb11", "cccc11"])
    let merge = try await added(project, "--format", "sql")
    try project.write("versions/other_name.sql", merge.text)
    try project.delete("versions/\(merge.name)")
    for words in [["merge", "bbbb11", "cccc11"], ["merge", "bbbb11", "cccc11", "--format", "swift"]] {
      let ended = try await project.rev(words + ["--json"])
      #expect(ended.status == 0 && ended.error.contains("versions/other_name.sql"), "\(ended.all)")
      let said: [String: String] = try ended.output.decoded()
      #expect(said["path"] == project.path("versions/other_name.sql"))
    }
    #expect(try project.names() == ["aaaa11.sql", "bbbb11.sql", "cccc11.sql", "other_name.sql"])
    #expect(try await project.rev("heads").status == 0)
    // With words of one's own it would be another merge of what is merged.
    #expect(try await project.refusal("merge", "bbbb11", "cccc11", "-m", "again", status: 64).message.contains("head"))
  }

  @Test("The same merge in two folders, byte for byte, is one revision")
  func twins() async throws {
    let project = try Project("version_locations = %(here)s/versions %(here)s/more\npath_separator = space\n")
    try project.makeFolder("more")
    try project.sql("aaaa11")
    for id in ["bbbb11", "cccc11"] { try project.sql(id, after: ["aaaa11"]) }
    let merge = try await added(project, "--format", "sql")
    try project.write("more/\(merge.name)", merge.text)
    #expect(try await project.listing("heads").count == 1)
    try await project.output("upgrade")
  }

  @Test("A message or an id of one's own makes a revision of its own")
  func ownMessage() async throws {
    let project = try project(heads: ["bbbb11", "cccc11"])
    _ = try await added(project, "-m", "bring both together", "--rev-id", "feedbead0001", "--branch-label", "both")
    let head: RevisionDocument = try await project.output("show", "feedbead0001", "--json").decoded()
    #expect(
      head.message == "bring both together" && head.branch_labels == ["both"] && head.parents == ["bbbb11", "cccc11"])
  }

  @Test("A file of the merge's name that says something else is left as it is")
  func noOverwriting() async throws {
    let project = try project(heads: ["bbbb11", "cccc11"])
    let merge = try await added(project, "--format", "swift")
    try project.write("versions/\(merge.name)", "// mine\n")
    let body = try await project.refusal("merge")
    #expect(body.code == "file-exists" && body.message.contains(merge.name))
    #expect(try project.read("versions/\(merge.name)") == "// mine\n")
  }

  @Test("One head is nothing to merge")
  func single() async throws {
    let project = try project(heads: ["bbbb11"])
    #expect(try await project.refusal("merge", status: 64).ids == ["bbbb11"])
    #expect(try await project.refusal("merge", "aaaa11", "bbbb11", status: 64).message.contains("aaaa11"))
    #expect(try await project.refusal("merge", "aaaa11", status: 64).message.contains("one revision"))
    #expect(try project.names().count == 2)
  }
}
