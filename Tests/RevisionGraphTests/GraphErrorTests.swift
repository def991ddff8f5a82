import RevisionGraph
import Revisions
import Testing

@Suite("What keeps revisions from making a graph")
struct GraphErrorTests {
  @Test(
    "each problem is reported with every id involved, in any order of the files",
    arguments: [
      (["a:", "b: x"], [.missingParent("x", of: "b")]),
      (["a:", "b: a | x"], [.missingDependency("x", of: "b")]),
      (["a: a"], [.selfParent("a")]),
      (["a:", "b: a | b"], [.selfDependency("b")]),
      (["a: | lib | lib"], [.selfDependency("a")]),
      (["aaaa:", "bbbb: | bbb"], [.selfDependency("bbbb")]),
      (["ab1:", "ab2:", "c: | ab"], [.ambiguousDependency("ab", of: "c", candidates: ["ab1", "ab2"], count: 2)]),
      (["a: c", "b: a", "c: b"], [.cycle(["a", "c", "b"], .parents)]),
      (["a:", "b: a d", "c: b", "d: c", "e: d"], [.cycle(["b", "d", "c"], .parents)]),
      (["a: c", "b: c", "c: b"], [.cycle(["b", "c"], .parents)]),
      (["a: | b", "b: | a"], [.cycle(["a", "b"], .dependencies)]),
      (["a: | c", "b: a", "c: b"], [.cycle(["a", "c", "b"], .parentsAndDependencies)]),
      (["a: b", "b: a", "c: | d", "d: | c"], [.cycle(["a", "b"], .parents), .cycle(["c", "d"], .dependencies)]),
      (["a: || one", "b: || one", "c: || one"], [.duplicateLabel("one", of: ["a", "b", "c"])]),
      (["a: || one", "b: || one one", "c: || one"], [.duplicateLabel("one", of: ["a", "b", "c"])]),
      (["a: || b", "b:"], [.labelIsID("b", of: "a")]),
      (["a: || a"], [.labelIsID("a", of: "a")]),
      (["a: || head"], [.invalidLabel("head", of: "a", .reserved)]),
      (["a: || x-y"], [.invalidLabel("x-y", of: "a", .character("-"))]),
      (["a: || x@y"], [.invalidLabel("x@y", of: "a", .character("@"))]),
      (["base:"], [.invalidID("base", .reserved)]),
      (
        ["a: x y", "b: | z"],
        [.missingParent("x", of: "a"), .missingParent("y", of: "a"), .missingDependency("z", of: "b")]
      ),
    ] as [([String], [GraphProblem])])
  func problems(lines: [String], expected: [GraphProblem]) {
    for lines in [lines, lines.reversed()] {
      #expect(throws: GraphError(problems: expected)) { try graph(lines) }
    }
  }

  @Test("several revisions with one id are reported together")
  func duplicates() {
    let copies = [RevisionMetadata(id: "a", message: "one"), RevisionMetadata(id: "a", message: "other")]
    #expect(throws: GraphError(problems: [.duplicateID("a", copies: copies)])) {
      try RevisionGraph(copies + [RevisionMetadata(id: "b", parents: ["a"])])
    }
  }

  @Test("an id that is empty or would end a line of SQL is refused")
  func badIDs() {
    #expect(throws: GraphError(problems: [.invalidID("", .empty)])) { try RevisionGraph([RevisionMetadata(id: "")]) }
    #expect(throws: GraphError(problems: [.invalidID("a\nb", .character("\n"))])) {
      try RevisionGraph([RevisionMetadata(id: "a\nb")])
    }
    #expect(throws: GraphError(problems: [.invalidLabel("", of: "a", .empty)])) {
      try RevisionGraph([RevisionMetadata(id: "a", branchLabels: [""])])
    }
    #expect(throws: GraphError(problems: [.missingDependency("", of: "a")])) {
      try RevisionGraph([RevisionMetadata(id: "a", dependsOn: [""])])
    }
  }

  @Test("ids of other tools may hold what expressions are made of")
  func foreignIDs() throws {
    let graph = try RevisionGraph([
      RevisionMetadata(id: "mnist-classifier.v1"), RevisionMetadata(id: "a:b@c +1", parents: ["mnist-classifier.v1"]),
    ])
    #expect(try graph.resolve(.init(parsing: #""a:b@c +1"-1"#)).revisions == ["mnist-classifier.v1"])
  }

  @Test("a parent, a dependency or a label that is named twice counts once")
  func repeated() throws {
    let graph = try graph(["a:", "b: a a | a a | x x"])
    let facts = try #require(graph.facts(of: "b"))
    #expect(facts.parents == ["a"])
    #expect(facts.dependencies == ["a"])
    #expect(!facts.isMerge)
  }

  @Test("a dependency on one's own parent is no cycle")
  func ownParent() throws { #expect(try graph(["a:", "b: a | a"]).effectiveHeads == ["b"]) }

  @Test("a cycle is found whatever its length, and leads back to its first revision", arguments: [2, 3, 10, 5_000])
  func longCycle(length: Int) throws {
    let names = (0..<length).map { RevisionID("r\(100_000 + $0)") }
    let ring = names.indices.map { RevisionMetadata(id: names[$0], parents: [names[($0 + 1) % length]]) }
    #expect(throws: GraphError(problems: [.cycle(names, .parents)])) { try RevisionGraph(ring.shuffled()) }
  }
}
