import Foundation
import Testing

@Suite("create")
struct CreateTests {
  private struct Created: Decodable {
    var id: String
    var path: String
  }

  private func create(_ project: Project, _ words: String..., format: String = "sql") async throws -> RevisionDocument {
    let ended = try await project.rev(["create", "--format", format, "--json"] + words)
    guard ended.status == 0 else { throw Unexpected("create", ended) }
    let created: Created = try ended.output.decoded()
    #expect(FileManager.default.fileExists(atPath: created.path))
    return try await project.output("show", created.id, "--json").decoded()
  }

  @Test(
    "A revision follows the head, has twelve hexadecimal digits, and its file is named after it",
    arguments: ["swift", "sql"])
  func plain(_ format: String) async throws {
    let project = try Project()
    try project.sql("aaaa11")
    let made = try await create(project, "-m", "Add user preferences", format: format)
    #expect(made.id.wholeMatch(of: /[0-9a-f]{12}/) != nil)
    #expect(made.parents == ["aaaa11"] && made.message == "Add user preferences" && made.is_head)
    #expect(made.path == project.path("versions/\(made.id)_add_user_preferences.\(format)"))
  }

  @Test("--head says what it follows, in any form of address")
  func head() async throws {
    let project = try Project()
    try project.diamond()
    #expect(try await create(project, "--head", "dddd").parents == ["dddd22"])
    #expect(try await create(project, "--head", "eeee11").parents == ["eeee11"])
    #expect(try await create(project, "--head", "base").parents == [])
  }

  @Test("With several heads and no --head nothing is written, and the heads are named")
  func severalHeads() async throws {
    let project = try Project()
    try project.diamond()
    let before = try project.names()
    let body = try await project.refusal("create", "-m", "x")
    #expect(body.code == "multiple-heads" && body.ids == ["dddd22", "eeee11"])
    #expect(try project.names() == before)
  }

  @Test("A parent that is no head takes --splice")
  func splice() async throws {
    let project = try Project()
    try project.chain(2)
    let body = try await project.refusal("create", "--head", "a001", status: 64)
    #expect(body.ids == ["a001"] && body.hints.contains { $0.contains("--splice") })
    #expect(try project.names().count == 2)
    #expect(try await create(project, "--head", "a001", "--splice").parents == ["a001"])
  }

  @Test("--branch-label, --depends-on with part of an id, and --rev-id are in the script", arguments: ["swift", "sql"])
  func facts(_ format: String) async throws {
    let project = try Project()
    try project.sql("aaaa11")
    let made = try await create(
      project, "--head", "base", "--branch-label", "billing", "--branch-label", "invoices", "--depends-on", "aaaa",
      "--rev-id", "feedbead0001", format: format)
    #expect(
      made.id == "feedbead0001" && made.branch_labels == ["billing", "invoices"] && made.depends_on == ["aaaa11"])
  }

  @Test("A label or an id that is taken is refused, and nothing is written")
  func taken() async throws {
    let project = try Project()
    try project.diamond()
    let before = try project.names()
    for words in [
      ["--branch-label", "left"], ["--branch-label", "aaaa11"], ["--rev-id", "aaaa11"],
    ] {
      let ended = try await project.rev(["create", "--head", "eeee11"] + words)
      #expect(ended.status == 1 && ended.error.contains(words[1]), "\(ended.all)")
    }
    #expect(try project.names() == before)
  }

  @Test(
    "An id or a label that could not be addressed is refused",
    arguments: ["head", "heads", "base", "current", "a@b", "a-b", "a+b", "a:b", "a b", ""])
  func unusable(_ name: String) async throws {
    let project = try Project()
    for option in ["--rev-id", "--branch-label"] {
      let ended = try await project.rev("create", option, name)
      #expect(ended.status == 64, "\(option) \(name): \(ended.all)")
    }
    #expect(try project.names() == [])
  }

  @Test("--version-path picks one of version_locations; another folder is refused")
  func versionPath() async throws {
    let project = try Project("version_locations = %(here)s/versions %(here)s/more\npath_separator = space\n")
    try project.makeFolder("more")
    let made = try await create(project, "--version-path", "more")
    #expect(made.path.hasPrefix(project.path("more/")))
    let body = try await project.refusal("create", "--version-path", "other", status: 64)
    #expect(body.message.contains("other") && body.hints.contains { $0.contains("more") })
    #expect(!project.exists("other"))
  }

  @Test("A revision goes where its parent is")
  func besideParent() async throws {
    let project = try Project("version_locations = %(here)s/versions %(here)s/more\npath_separator = space\n")
    try project.makeFolder("more")
    try project.sql("aaaa11", in: "more")
    #expect(try await create(project).path.hasPrefix(project.path("more/")))
  }

  @Test(
    "Both are so where the configuration says it with .. or through a link", arguments: ["versions/../more", "link"])
  func roundabout(_ location: String) async throws {
    let project = try Project("version_locations = %(here)s/versions %(here)s/\(location)\npath_separator = space\n")
    try project.makeFolder("more")
    try FileManager.default.createSymbolicLink(atPath: project.path("link"), withDestinationPath: "more")
    #expect(try await project.rev("create", "--version-path", "more", "--format", "sql", "-m", "first").status == 0)
    #expect(try await project.rev("create", "--format", "sql", "-m", "second").status == 0)
    #expect(try project.names(in: "more").count == 2)
    #expect(try project.names() == [])
  }

  @Test("file_template, with folders, names the file")
  func template() async throws {
    let project = try Project(
      "file_template = %%(year)d/x_%%(rev)s-%%(slug)s\nrecursive_version_locations = true\ntimezone = UTC\n")
    let made = try await create(project, "-m", "Hello, World")
    let year = Calendar(identifier: .gregorian).component(.year, from: Date())
    let years = [year, year + 1, year - 1].map(String.init)
    #expect(years.contains { made.path == project.path("versions/\($0)/x_\(made.id)-hello_world.sql") }, "\(made.path)")
  }

  @Test("truncate_slug_length cuts the slug between words")
  func truncation() async throws {
    let project = try Project("truncate_slug_length = 12\n")
    let made = try await create(project, "-m", "create users and preferences")
    // As Alembic has it: the words that fit before the last one, and an underscore where something was cut.
    #expect(made.path == project.path("versions/\(made.id)_create_.sql"))
  }

  @Test("timezone is that of the time in the script")
  func timezone() async throws {
    for (zone, ending) in [("UTC", "(Z|\\+00:00)"), ("Asia/Tokyo", "\\+09:00")] {
      let project = try Project("timezone = \(zone)\n")
      let made = try await create(project)
      let text = try project.read(made.path)
      let pattern = try Regex("-- created: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\(ending)\n")
      #expect(text.contains(pattern), "\(text)")
    }
  }

  @Test("Nothing is ever overwritten: a file of the name is left as it is, and named")
  func noOverwriting() async throws {
    let project = try Project("file_template = same\n")
    try project.write("versions/same.swift", "// mine\n")
    let body = try await project.refusal("create", "-m", "x")
    #expect(body.code == "file-exists" && body.message.contains("same.swift"))
    #expect(try project.read("versions/same.swift") == "// mine\n")
    #expect(try project.names() == ["same.swift"])
  }

  @Test(
    "A template that leads out of the folder is refused, and nothing is written",
    arguments: ["../%%(rev)s", "/tmp/%%(rev)s", ".%%(rev)s", "a/../../%%(rev)s"])
  func escape(_ template: String) async throws {
    let project = try Project("file_template = \(template)\nrecursive_version_locations = true\n")
    let body = try await project.refusal("create")
    #expect(body.code == "configuration" && (body.hints + [body.message]).contains { $0.contains("file_template") })
    #expect(try project.names() == [])
    #expect(try project.names(in: ".") == ["migrate.ini", "versions"])
  }

  @Test("A new Swift script compiles as it is, and does nothing")
  func compiles() async throws {
    let project = try Project(cache: .shared)
    let first = try await create(project, "--rev-id", "feedbead0011", "-m", "the first", format: "swift")
    try await project.output("upgrade")
    #expect(try await project.heads() == [first.id])
    #expect(try await project.objects() == [])
    try await project.output("downgrade", "base")
    #expect(try await project.heads() == [])
  }

  @Test("create works where another script does not compile")
  func besideBrokenScript() async throws {
    let project = try Project()
    try project.swift("aaaa11", upgrade: "ThisIsNoOperation()")
    #expect(try await create(project).parents == ["aaaa11"])
  }

  @Test(
    "A folder for scripts that is not there counts as empty, which is said, and is made by the first script; an upgrade refuses"
  )
  func missingFolder() async throws {
    let project = try Project()
    try project.delete("versions")
    let heads = try await project.rev("heads")
    #expect(heads.status == 0 && heads.output == "")
    #expect(heads.error.contains("warning: versions: there is no such folder"))
    #expect(heads.error.contains("version_locations in migrate.ini says where scripts are"))
    #expect(try await project.refusal("upgrade").message == "versions: there is no such folder")
    try await project.output("create", "-m", "first")
    #expect(try project.names().count == 1)
    try project.write("not-a-folder", "")
    try project.write(
      "migrate.ini", "[rev]\nscript_location = %(here)s\nversion_locations = %(here)s/versions %(here)s/not-a-folder\n")
    #expect(try await project.refusal("heads").message.contains("not-a-folder: cannot be read: Not a directory"))
  }
}
