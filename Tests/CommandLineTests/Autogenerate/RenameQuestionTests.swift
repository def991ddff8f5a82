import Testing

@Suite("The question whether something was renamed")
struct RenameQuestionTests {
  private func project() async throws -> Project {
    let project = try Project(cache: .shared)
    func table(_ name: String) -> String {
      "  Table(\"\(name)\") { Column(\"id\", .integer); Column(\"email\", .text) }"
    }
    try project.declare(table("users"))
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare(table("people"))
    return project
  }

  /// Runs `rev` on a terminal, on which somebody types.
  private func create(_ typed: String, in project: Project) async throws -> Ended {
    let command = "\(Program.rev) create --autogenerate -m second --format sql"
    return try await project.run("/bin/sh", "-c", "printf '\(typed)' | /usr/bin/script -qefc '\(command)' /dev/null")
  }

  @Test("It says what no means, and no answer is none: nothing is written")
  func noAnswer() async throws {
    let project = try await project()
    let before = try project.names()
    let ended = try await create(#"\004"#, in: project)
    #expect(
      ended.output.contains(
        "Was table users renamed to people? If not, table users is dropped, with what is in it [y/n]"), "\(ended.all)")
    #expect(ended.status == 1 && ended.output.contains("there is no answer, and nothing was written"), "\(ended.all)")
    #expect(ended.output.contains("--rename users:people says yes beforehand"), "\(ended.all)")
    #expect(try project.names() == before)
  }

  @Test("Yes renames, and no drops")
  func answers() async throws {
    let yes = try await project()
    #expect(try await create(#"y\n"#, in: yes).output.contains("rename table users to people"))
    let no = try await project()
    #expect(try await create(#"n\n"#, in: no).output.contains("drop table users"))
  }
}
