import Testing

@Suite("Starting")
struct StartUpTests {
  private static let commands = [
    "init", "create", "merge", "upgrade", "downgrade", "stamp", "current", "heads", "branches", "history", "show",
    "plan",
    "bundle", "edit",
  ]

  @Test("--version prints a version, and nothing else")
  func version() async throws {
    let ended = try await Project(nil).rev("--version")
    #expect(ended.status == 0 && ended.error == "")
    #expect(ended.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test("--help lists every command, on standard output")
  func help() async throws {
    let ended = try await Project(nil).rev("--help")
    #expect(ended.status == 0 && ended.error == "")
    for command in Self.commands { #expect(ended.output.contains("\n  \(command)")) }
  }

  @Test("Every command has a --help of its own that needs no project and names the global options", arguments: commands)
  func helpOfCommand(_ command: String) async throws {
    let ended = try await Project(nil).rev(command, "--help")
    #expect(ended.status == 0 && ended.error == "")
    #expect(ended.output.contains("USAGE: rev \(command)"))
    for option in ["--config", "--name", "-x", "--database-url", "--json", "--quiet", "--verbose", "--color"] {
      #expect(ended.output.contains(option))
    }
  }

  @Test("An unknown command is named")
  func unknownCommand() async throws {
    let ended = try await Project(nil).rev("upgrad")
    #expect(ended.status == 64 && ended.output == "")
    #expect(ended.error.contains("'upgrad'"))
    #expect(ended.error.contains("hint: "))
  }

  @Test("An unknown option is named, with the one that was meant")
  func unknownOption() async throws {
    let ended = try await Project(nil).rev("upgrade", "--databse-url", "x")
    #expect(ended.status == 64)
    #expect(ended.error.contains("--databse-url") && ended.error.contains("--database-url"))
  }

  @Test("Completion scripts come from the argument parser", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) async throws {
    let ended = try await Project(nil).rev("--generate-completion-script", shell)
    #expect(ended.status == 0 && ended.output.contains("downgrade"))
  }

  @Test("A command ends in silence when its reader goes away")
  func brokenPipe() async throws {
    let project = try Project()
    try project.chain(300)
    let ended = try await project.run("/bin/sh", "-c", "'\(Program.rev)' history --json | head -c 10")
    #expect(ended.status == 0 && ended.error == "" && ended.output.count == 10)
  }
}
