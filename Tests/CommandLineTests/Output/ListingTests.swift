import Foundation
import Testing

@Suite("What other programs read: revisions")
struct ListingTests {
  private static let keys: Set<String> = [
    "id", "parents", "depends_on", "branch_labels", "message", "path", "is_head", "is_base", "is_branch_point",
    "is_merge",
  ]

  @Test("heads, branches, history and current write an array of objects that have every key of the contract")
  func arrays() async throws {
    let project = try Project()
    try project.diamond()
    try await project.output("upgrade", "heads")
    for command in ["heads", "branches", "history", "current"] {
      let text = try await project.output(command, "--json")
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
      #expect(!rows.isEmpty)
      for row in rows { #expect(Self.keys.isSubset(of: row.keys)) }
    }
  }

  @Test("show writes one object of the same keys")
  func object() async throws {
    let project = try Project()
    try project.diamond()
    let text = try await project.output("show", "eeee11", "--json")
    let row = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Self.keys.isSubset(of: row.keys))
  }

  @Test("An empty project has empty arrays")
  func empty() async throws {
    let project = try Project()
    for command in ["heads", "branches", "history", "current"] {
      #expect(try await project.output(command, "--json") == "[]\n")
    }
  }

  @Test("A revision says what it is, and the lists of ids and labels in it are sorted")
  func facts() async throws {
    let project = try Project()
    try project.diamond()
    try project.sql("ffff11", after: ["eeee11"], dependsOn: ["dddd22", "bbbb11"], labels: ["zeta", "alpha"])
    func show(_ id: String) async throws -> RevisionDocument {
      try await project.output("show", id, "--json").decoded()
    }
    let merge = try await show("eeee11")
    #expect(merge.parents == ["cccc11", "cccc22"])
    #expect(merge.is_merge && !merge.is_base && !merge.is_branch_point && !merge.is_head)
    #expect(merge.message == "the merge")
    let base = try await show("aaaa11")
    #expect(base.parents == [] && base.depends_on == [] && base.branch_labels == [])
    #expect(base.is_base && base.is_branch_point && !base.is_head && !base.is_merge)
    let last = try await show("ffff11")
    #expect(last.depends_on == ["bbbb11", "dddd22"])
    #expect(last.branch_labels == ["alpha", "zeta"])
    #expect(last.is_head && !last.is_base)
  }

  @Test("The path is that of the script, from whatever folder it is asked")
  func paths() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.makeFolder("deep/er")
    for folder in [project.folder, project.path("deep/er")] {
      let ended = try await project.rev("show", "aaaa11", "--json", in: folder)
      #expect(try ended.output.decoded(as: RevisionDocument.self).path == project.path("versions/aaaa11.sql"))
    }
  }

  @Test("History is the reverse of the order of an upgrade from nothing to all heads")
  func historyOrder() async throws {
    let project = try Project()
    try project.diamond()
    let plan: PlanDocument = try await project.output("plan", "upgrade", "heads", "--from", "base", "--json").decoded()
    #expect(plan.steps.count == 7)
    #expect(try await project.listing("history").map(\.id) == plan.steps.map(\.revision).reversed())
  }

  @Test("Heads, branch points and current rows stand in history's order, newest first")
  func newestFirst() async throws {
    let project = try Project()
    try project.diamond()
    // Ids against the order of time.
    try project.sql("0000aa", after: ["dddd22"])
    try project.sql("ffffaa", after: ["aaaa11"])
    let history = try await project.listing("history")
    #expect(try await project.listing("heads") == history.filter(\.is_head))
    #expect(try await project.listing("branches") == history.filter(\.is_branch_point))
    try await project.output("upgrade", "heads")
    let rows = try await project.heads()
    #expect(rows.count == 3)
    #expect(try await project.listing("current").map(\.id) == history.map(\.id).filter { rows.contains($0) })
  }

  @Test("The order is the same whatever the order of the files")
  func fileOrder() async throws {
    let forward = try Project()
    let backward = try Project()
    let ids = (0..<12).map { "aa\(String($0 * 7 % 12 + 16, radix: 16))ff" }
    for id in ids { try forward.sql(id, after: id == ids[0] ? [] : [ids[0]]) }
    for id in ids.reversed() { try backward.sql(id, after: id == ids[0] ? [] : [ids[0]]) }
    #expect(try await forward.listing("history").map(\.id) == backward.listing("history").map(\.id))
  }

  @Test("Ids are whole, however short they were given")
  func wholeIDs() async throws {
    let project = try Project()
    try project.sql("aaaa11bbbb22")
    try project.sql("cccc11bbbb22", after: ["aaaa11bbbb22"])
    let shown: RevisionDocument = try await project.output("show", "cccc", "--json").decoded()
    #expect(shown.id == "cccc11bbbb22")
    let plan: PlanDocument = try await project.output("plan", "upgrade", "cccc", "--from", "aaaa", "--json").decoded()
    #expect(plan.from == ["aaaa11bbbb22"] && plan.to == ["cccc11bbbb22"])
  }

  @Test("The same project is the same text, run after run")
  func sameText() async throws {
    let project = try Project()
    try project.diamond()
    let first = try await project.output("history", "--json")
    for _ in 0..<5 { #expect(try await project.output("history", "--json") == first) }
  }

  @Test("heads --resolve-dependencies leaves out the heads that another depends on")
  func effectiveHeads() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql("bbbb11", dependsOn: ["aaaa11"])
    #expect(Set(try await project.listing("heads").map(\.id)) == ["aaaa11", "bbbb11"])
    #expect(try await project.listing("heads", "--resolve-dependencies").map(\.id) == ["bbbb11"])
  }
}
