import Foundation
import Testing

@Suite("What other programs read: plans")
struct PlanOutputTests {
  @Test("A plan has from, to and steps, and a step has direction, revision and heads")
  func keys() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    let text = try await project.output("plan", "upgrade", "head", "--json")
    let plan = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(plan.keys).isSuperset(of: ["from", "to", "steps"]))
    let step = try #require((plan["steps"] as? [[String: Any]])?.first)
    #expect(Set(step.keys).isSuperset(of: ["direction", "revision", "heads"]))
  }

  @Test("Each step says the version rows that it leaves, sorted, and the last leaves those of 'to'")
  func heads() async throws {
    let project = try Project()
    try project.diamond()
    let plan: PlanDocument = try await project.output("plan", "upgrade", "heads", "--from", "base", "--json").decoded()
    #expect(plan.from == [] && plan.to == ["dddd22", "eeee11"])
    #expect(plan.steps.last?.heads == plan.to)
    for step in plan.steps { #expect(step.direction == "upgrade" && step.heads == step.heads.sorted()) }

    try await project.output("upgrade", "heads")
    #expect(try await project.heads() == plan.to)
    let down: PlanDocument = try await project.output("plan", "downgrade", "base", "--json").decoded()
    #expect(down.from == plan.to && down.to == [] && down.steps.last?.heads == [])
    #expect(down.steps.map(\.revision) == plan.steps.map(\.revision).reversed())
    #expect(down.steps.allSatisfy { $0.direction == "downgrade" })
  }

  @Test("Every version row that a plan foretells is there when its step has run")
  func foretold() async throws {
    let project = try Project()
    try project.diamond()
    let plan: PlanDocument = try await project.output("plan", "upgrade", "heads", "--from", "base", "--json").decoded()
    for step in plan.steps {
      try await project.output("upgrade", step.revision)
      #expect(try await project.heads() == step.heads)
    }
  }

  @Test("With --from no database is opened: not even one that is no database")
  func opensNothing() async throws {
    let project = try Project()
    let ids = try project.chain(3)
    try project.write(
      "dev.db",
      "this is not a database, and it is longer than a hundred bytes, so that it looks like one at all; "
        + String(repeating: "x", count: 100))
    let plan: PlanDocument = try await project.output("plan", "upgrade", "head", "--from", ids[0], "--json").decoded()
    #expect(plan.steps.map(\.revision) == [ids[1], ids[2]])
    let down: PlanDocument = try await project.output("plan", "downgrade", "base", "--from", ids[1], "--json").decoded()
    #expect(down.steps.map(\.revision) == [ids[1], ids[0]])
  }

  @Test("--from may be repeated")
  func severalStarts() async throws {
    let project = try Project()
    try project.diamond()
    let plan: PlanDocument = try await project.output(
      "plan", "upgrade", "eeee11", "--from", "cccc11", "--from", "bbbb22", "--json"
    ).decoded()
    #expect(plan.from == ["bbbb22", "cccc11"])
    #expect(plan.steps.map(\.revision) == ["cccc22", "eeee11"])
  }

  @Test("Planning neither makes nor changes the database")
  func changesNothing() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.output("plan", "upgrade", "head")
    #expect(!project.exists("dev.db"))
    try await project.output("upgrade", "+1")
    let before = try project.bytes("dev.db")
    try await project.output("plan", "upgrade", "head")
    #expect(try project.bytes("dev.db") == before)
  }

  @Test("Nothing to do is a plan without steps, and status 0")
  func empty() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try await project.output("upgrade")
    let plan: PlanDocument = try await project.output("plan", "upgrade", "head", "--json").decoded()
    #expect(plan == PlanDocument(from: ["aaaa11"], to: ["aaaa11"], steps: []))
  }
}
