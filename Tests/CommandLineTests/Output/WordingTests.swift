import Testing

@Suite("What a person is told")
struct WordingTests {
  @Test("--help of rev itself names what every command takes")
  func globalOptions() async throws {
    let text = try await Project(nil).output("--help")
    for option in ["-c FILE", "-n SECTION", "-x KEY=VALUE", "--database-url URL", "--json", "-q", "-v", "--color"] {
      #expect(text.replacing("\n", with: " ").contains(option), "\(option): \(text)")
    }
  }

  @Test("Help on a command that is none is wrong usage, with the one that was meant")
  func helpTopic() async throws {
    let ended = try await Project(nil).rev("help", "upgrad")
    #expect(ended.status == 64 && ended.error.contains("'upgrade'"), "\(ended.all)")
    #expect(try await Project(nil).rev("help", "upgrade").output.contains("USAGE: rev upgrade"))
  }

  @Test("Wrong usage is explained without a list of every option")
  func shortUsage() async throws {
    let ended = try await Project(nil).rev("plan")
    #expect(ended.status == 64 && !ended.error.contains("--default-schema"), "\(ended.all)")
    #expect(
      ended.error.contains("Usage: rev plan <direction> <revision> [--from <id> ...] [<options>]"), "\(ended.all)")
  }

  @Test("A revision without operations is shown as one, and --dry-run begins with its first line")
  func noOperations() async throws {
    let project = try Project()
    try project.sql("aaaa11", upgrade: "", downgrade: "")
    #expect(try await project.output("plan", "upgrade", "head").contains("  (no operations)\n"))
    #expect(try await project.output("upgrade", "--dry-run").hasPrefix("\n") == false)
  }

  @Test("What leads nowhere says where the database stands, and what was probably meant")
  func nowhere() async throws {
    let project = try Project()
    try project.chain(2)
    #expect(try await project.refusal("downgrade", "-1").message.contains("at base already"))
    #expect(try await project.rev("upgrade", "base").error.contains("rev downgrade base"))
    try await project.output("upgrade")
    #expect(try await project.refusal("upgrade", "+1").message.contains("at head already"))
    #expect(try await project.refusal("upgrade", "HEAD").hints.contains("did you mean 'head'?"))
    let range = try await project.refusal("history", "-r", "a002:a001")
    #expect(range.hints.contains { $0.contains("a001:a002") })
  }

  @Test("A blank message is none")
  func blankMessage() async throws {
    let project = try Project()
    try await project.output("create", "--rev-id", "aaaa11", "-m", "  ")
    #expect(try await project.output("heads") == "aaaa11 (head)\n")
  }

  @Test("Two revisions with one label are named with their files, and a section's options with what there is")
  func files() async throws {
    let project = try Project()
    for id in ["aaaa11", "bbbb11"] { try project.sql(id, labels: ["same"]) }
    let message = try await project.refusal("heads").message
    #expect(message.contains("versions/aaaa11.sql") && message.contains("versions/bbbb11.sql"))
    try project.sql("bbbb11", options: " transaction=of")
    #expect(try await project.refusal("upgrade", "heads").hints.contains { $0.contains("transaction=off") })
  }
}
