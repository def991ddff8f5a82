import Testing

@Suite("init")
struct InitTests {
  @Test("In an empty folder it makes what every other command needs")
  func emptyFolder() async throws {
    let project = try Project(nil)
    let ended = try await project.rev("init")
    #expect(ended.status == 0 && ended.output == "")
    #expect(try project.names(in: ".") == ["migrate.ini", "versions"])
    #expect(try await project.output("heads", "--json") == "[]\n")
    try await project.output("create", "--format", "sql", "-m", "create users")
    #expect(try await project.rev("upgrade").error.contains("create users"))
    #expect(project.exists("dev.db"))
  }

  @Test("--json names what was made, by absolute paths")
  func document() async throws {
    let project = try Project(nil)
    let made: [String: String] = try await project.output("init", "sub", "--json").decoded()
    #expect(made == ["configuration": project.path("sub/migrate.ini"), "versions": project.path("sub/versions")])
  }

  @Test("What it writes says nothing that rev warns of")
  func noWarnings() async throws {
    let project = try Project(nil)
    try await project.output("init")
    #expect(try await project.rev("current").error.contains("warning") == false)
  }

  @Test("A folder is made where one is named")
  func namedFolder() async throws {
    let project = try Project(nil)
    try await project.output("init", "a/new one")
    #expect(try project.names(in: "a/new one") == ["migrate.ini", "versions"])
    #expect(try await project.rev("upgrade", in: project.path("a/new one")).status == 0)
  }

  @Test("Where -c names the file, the folder stands beside it, as the file says")
  func namedFile() async throws {
    let project = try Project(nil)
    try await project.output("-c", "conf/x.ini", "init")
    #expect(try project.names(in: ".") == ["conf"])
    #expect(try project.names(in: "conf") == ["versions", "x.ini"])
    try await project.output("-c", "conf/x.ini", "create", "--format", "sql", "-m", "first")
    try await project.output("-c", "conf/x.ini", "upgrade")
    #expect(try await project.refusal("-c", "conf/y.ini", "init", "elsewhere", status: 64).message.contains("-c"))
  }

  @Test("Where there is a configuration already, no folder is made")
  func configurationThere() async throws {
    let project = try Project(nil)
    try project.write("migrate.ini", "mine")
    #expect(try await project.refusal("init").code == "file-exists")
    #expect(try project.names(in: ".") == ["migrate.ini"])
  }

  @Test("Where only the folders of a configuration are missing, they are made as it says, and it stays as it is")
  func foldersMissing() async throws {
    let project = try Project("version_locations = %(here)s/versions %(here)s/more\npath_separator = space\n")
    let configuration = try project.read("migrate.ini")
    try project.delete("versions")
    let ended = try await project.rev("init")
    #expect(ended.status == 0 && ended.error == "Made versions/ and more/; migrate.ini was there\n", "\(ended.all)")
    #expect(try project.names(in: ".") == ["migrate.ini", "more", "versions"])
    #expect(try project.read("migrate.ini") == configuration)
    #expect(try await project.refusal("init").code == "file-exists")
  }

  @Test("--database-url is what the configuration then names")
  func databaseURL() async throws {
    let project = try Project(nil)
    try await project.output("init", "--database-url", "sqlite:///with %20 percent.db")
    try project.sql("aaaa11")
    try await project.output("upgrade")
    #expect(project.exists("with   percent.db"))
  }

  @Test("--database-url is taken as it stands, whatever it means in a configuration")
  func specialURL() async throws {
    let project = try Project(nil)
    try await project.output("init", "--database-url", "sqlite:///50%%(here)s.db")
    #expect(try await project.rev("current").error.contains("warning") == false)
    try project.sql("aaaa11")
    try await project.output("upgrade")
    #expect(project.exists("50%%(here)s.db"))
    let other = try Project(nil)
    let body = try await other.refusal("init", "--database-url", "sqlite:///a.db\n[other]", status: 64)
    #expect(body.message.contains("line"))
    #expect(try other.names(in: ".") == [])
  }

  @Test("Nothing that is there is overwritten: a second init fails and names the file")
  func twice() async throws {
    let project = try Project(nil)
    try await project.output("init")
    try project.write("migrate.ini", "mine")
    try project.write("versions/keep.sql", "mine too")
    let body = try await project.refusal("init")
    #expect(body.code == "file-exists" && body.message.contains("migrate.ini"))
    #expect(try project.read("migrate.ini") == "mine")
    #expect(try project.read("versions/keep.sql") == "mine too")
  }

  @Test("A versions folder that is there is taken as it is")
  func versionsThere() async throws {
    let project = try Project(nil)
    try project.makeFolder("versions")
    try project.sql("aaaa11")
    try await project.output("init")
    #expect(try await project.listing("heads").map(\.id) == ["aaaa11"])
  }

  @Test("A file where the folder has to go is named, and nothing is made")
  func fileInTheWay() async throws {
    let project = try Project(nil)
    try project.write("versions", "a file")
    let body = try await project.refusal("init")
    #expect(body.message.contains("versions"))
    #expect(try project.names(in: ".") == ["versions"])
  }

  @Test(
    "Without a project, every other command says how to make one",
    arguments: [["heads"], ["upgrade"], ["create", "-m", "x"]])
  func noProject(_ words: [String]) async throws {
    let project = try Project(nil)
    let ended = try await project.rev(words)
    #expect(ended.status == 1)
    #expect(ended.error.contains("migrate.ini") && ended.error.contains("rev init"))
    #expect(try project.names(in: ".") == [])
  }
}
