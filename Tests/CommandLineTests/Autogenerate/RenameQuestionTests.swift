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

  @Test(
    "Arguments that contradict each other are refused, and both are named",
    arguments: [
      ["users.email:mail", "users.z:mail"], ["users.email:mail", "users.email:post"], ["old:people", "old:persons"],
    ])
  func contradiction(_ renames: [String]) async throws {
    let project = try Project(cache: .shared)
    func declare(_ columns: String, _ table: String) throws {
      try project.declare("  Table(\"users\") { \(columns) }\n  Table(\"\(table)\") { Column(\"x\", .text) }")
    }
    try declare(#"Column("email", .text); Column("z", .text)"#, "old")
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try declare(
      #"Column("mail", .text); Column("post", .text)"#, "people\") { Column(\"x\", .text) }\n  Table(\"persons")
    let words = renames.flatMap { ["--rename", $0] }
    let refusal = try await project.harmlessRefusal(of: ["check"] + words, status: 64)
    for rename in renames { #expect(refusal.message.contains("--rename \(rename)"), "\(refusal.message)") }
    // One that is given twice says the same.
    #expect(
      try await project.missing("--rename", renames[0], "--rename", renames[0]).contains { $0.contains("rename") })
  }

  @Test("Yes renames, and no drops")
  func answers() async throws {
    let yes = try await project()
    #expect(try await create(#"y\n"#, in: yes).output.contains("rename table users to people"))
    let no = try await project()
    #expect(try await create(#"n\n"#, in: no).output.contains("drop table users"))
  }
}
