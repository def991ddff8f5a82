import Testing

/// The sample in `versions/` of this repository: Swift and SQL, a branch, labels, a dependency.
@Suite("The sample graph")
struct SampleGraphTests {
  @Test("It goes up to all heads, down to nothing, and up again to the same")
  func roundTrip() async throws {
    let project = try Project.sample()
    try await project.output("upgrade", "heads")
    let full = try await project.dump()
    #expect(try await Set(project.objects()).isSuperset(of: ["users", "jobs", "user_preferences", "evaluations"]))
    #expect(try await project.rev("current", "--check-heads").status == 0)
    try await project.output("downgrade", "base")
    #expect(try await project.objects() == [])
    #expect(try await project.heads() == [])
    try await project.output("upgrade", "heads")
    #expect(try await project.dump() == full)
    #expect(try await project.query("PRAGMA integrity_check") == ["ok"])
  }

  @Test("Every revision can be taken back as soon as it is applied, and leaves the schema that was there before")
  func eachStep() async throws {
    let project = try Project.sample()
    let plan: PlanDocument = try await project.output("plan", "upgrade", "heads", "--from", "base", "--json").decoded()
    let merges = Set(try await project.listing("history").filter(\.is_merge).map(\.id))
    for step in plan.steps {
      let before = try await project.objects()
      let heads = try await project.heads()
      try await project.output("upgrade", step.revision)
      let after = try await project.objects()
      // One step back from a merge is any of its parents.
      if merges.contains(step.revision) { continue }
      try await project.output("downgrade", "\(step.revision)@-1")
      #expect(try await project.objects() == before, "\(step.revision)")
      #expect(try await project.heads() == heads, "\(step.revision)")
      try await project.output("upgrade", step.revision)
      #expect(try await project.objects() == after)
    }
  }

  @Test("A label is an address, and brings what its revision needs and no more")
  func label() async throws {
    let project = try Project.sample()
    try await project.output("upgrade", "accounts")
    #expect(try await project.heads() == ["c04e9f7a1b25"])
    #expect(
      try await project.journal().map { $0.split(separator: " ")[1] } == [
        "4f1c2ab90d3e", "8b7d51e6c2f0", "c04e9f7a1b25",
      ])
  }

  @Test("What a revision depends on is applied before it")
  func dependency() async throws {
    let project = try Project.sample()
    try await project.output("upgrade", "e52b80d7f136")
    let order = try await project.journal().map { String($0.split(separator: " ")[1]) }
    #expect(Set(order) == ["4f1c2ab90d3e", "19ad3c68e7f4", "8b7d51e6c2f0", "e52b80d7f136"])
    #expect(order.last == "e52b80d7f136")
    #expect(try await project.heads() == ["e52b80d7f136"])
  }

  @Test("One branch goes down, and the other stays")
  func oneBranch() async throws {
    let project = try Project.sample()
    try await project.output("upgrade", "c04e9f7a1b25")
    try await project.output("upgrade", "19ad3c68e7f4")
    try await project.output("downgrade", "jobs@4f1c2ab90d3e")
    #expect(try await project.heads() == ["c04e9f7a1b25"])
    let objects = try await project.objects()
    #expect(!objects.contains("jobs") && objects.contains("user_preferences"))
  }

  @Test("Rows survive the rebuild that refuses NULL, and its way back")
  func rows() async throws {
    let project = try Project.sample()
    try await project.output("upgrade", "4f1c2ab90d3e")
    _ = try await project.query(
      "INSERT INTO users (email, name) VALUES ('a@example.org', 'Ann'), ('b@example.org', 'Bob')")
    try await project.output("upgrade", "heads")
    #expect(try await project.query("SELECT name, email_verified FROM users ORDER BY id") == ["Ann|0", "Bob|0"])
    try await project.output("downgrade", "4f1c2ab90d3e")
    #expect(try await project.query("SELECT name FROM users ORDER BY id") == ["Ann", "Bob"])
  }
}
