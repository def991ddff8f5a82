import Testing

@Suite("Hooks on new scripts")
struct HookTests {
  private func project(_ hooks: String) throws -> Project {
    let project = try Project("[post_write_hooks]\n\(hooks)\n")
    _ = try project.tool("note.sh", "printf '%s\\n' \"$@\" >> \"$(dirname \"$0\")/noted\"; echo from the hook; pwd")
    _ = try project.tool("fail.sh", "echo 'I do not like it' >&2; exit 3")
    return project
  }

  @Test(
    "A hook gets the script's path where REVISION_SCRIPT_FILENAME stands, with its options as a shell would cut them")
  func options() async throws {
    let project = try project(
      "hooks = note\nnote.type = exec\nnote.executable = %(here)s/note.sh\nnote.options = -a 'b c' REVISION_SCRIPT_FILENAME"
    )
    try await project.output("create", "--rev-id", "aaaa11", "--format", "sql")
    #expect(try project.read("noted").lines == ["-a", "b c", project.path("versions/aaaa11.sql")])
  }

  @Test("Hooks run in their order, and what they say does not mix with --json")
  func order() async throws {
    let project = try project(
      """
      hooks = one, two
      one.type = exec
      one.executable = %(here)s/note.sh
      one.options = first
      two.type = exec
      two.executable = %(here)s/note.sh
      two.options = second
      """)
    let text = try await project.output("create", "--rev-id", "aaaa11", "--format", "sql", "--json")
    #expect(text.lines.count == 1)
    let noted = try project.read("noted").lines
    #expect(noted.filter { $0 == "first" || $0 == "second" } == ["first", "second"])
  }

  @Test("A hook that fails is named, the script stays, and the status is 1")
  func failing() async throws {
    let project = try project("hooks = f\nf.type = exec\nf.executable = %(here)s/fail.sh")
    let body = try await project.refusal("create", "--rev-id", "aaaa11", "--format", "sql")
    #expect(body.code == "hook" && body.message == "the hook 'f' ended with status 3")
    #expect(body.hints.contains { $0.contains("versions/aaaa11.sql") })
    #expect(try await project.listing("heads").map(\.id) == ["aaaa11"])
  }

  @Test("What a failing hook says is shown")
  func failingSays() async throws {
    let project = try project("hooks = f\nf.type = exec\nf.executable = %(here)s/fail.sh")
    #expect(try await project.rev("create", "--format", "sql").error.contains("I do not like it"))
  }

  @Test("A hook whose program is not there is named, with the program")
  func missing() async throws {
    let project = try project("hooks = f\nf.type = exec\nf.executable = no-such-program")
    let body = try await project.refusal("create", "--format", "sql")
    #expect(body.code == "hook" && body.message.contains("'f'"))
    #expect((body.hints + [body.message]).contains { $0.contains("no-such-program") })
  }

  @Test("A hook whose folder is not there is named, with the folder, and nothing is said of its program")
  func missingFolder() async throws {
    let project = try project("hooks = f\nf.type = exec\nf.executable = %(here)s/note.sh\nf.cwd = no-such-folder")
    let body = try await project.refusal("create", "--format", "sql")
    #expect(body.code == "hook" && body.message.contains("no-such-folder"), "\(body)")
    #expect(body.hints.contains { $0.contains("f.cwd") } && !body.hints.contains { $0.contains("PATH") })
  }

  @Test("A hook that is listed and not described is refused before anything is written")
  func undescribed() async throws {
    let project = try project("hooks = f")
    let body = try await project.refusal("create", "--format", "sql")
    #expect(body.code == "configuration" && body.message.contains("'f'"))
    #expect(try project.names() == [])
  }
}
