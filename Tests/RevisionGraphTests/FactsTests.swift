import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("What a graph says of its revisions")
struct FactsTests {
  private let lines = ["a:", "b: a", "c1: b || left", "c2: b | x1 | right", "m: c2 c1", "x1: || x", "x2: x1"]

  @Test("heads, bases, branch points and their relations, sorted")
  func facts() throws {
    let graph = try graph(lines)
    #expect(graph.heads == ["m", "x2"])
    #expect(graph.effectiveHeads == ["m", "x2"])
    #expect(graph.bases == ["a", "x1"])
    #expect(graph.branchPoints == ["b"])
    #expect(graph.branchLabels == ["left": "c1", "right": "c2", "x": "x1"])
    let merge = try #require(graph.facts(of: "m"))
    #expect(merge.parents == ["c1", "c2"] && merge.isMerge && merge.isHead && !merge.isBase)
    let point = try #require(graph.facts(of: "b"))
    #expect(point.children == ["c1", "c2"] && point.isBranchPoint && !point.isHead && !point.isMerge)
    let side = try #require(graph.facts(of: "c2"))
    #expect(side.dependencies == ["x1"] && side.parents == ["b"])
    let needed = try #require(graph.facts(of: "x1"))
    #expect(needed.dependents == ["c2"] && needed.children == ["x2"] && needed.isBase)
    #expect(graph.facts(of: "none") == nil)
    #expect(graph.isHead("m") && !graph.isHead("c1") && !graph.isHead("none"))
  }

  @Test("a revision that another depends on is a head and no effective head")
  func effectiveHeads() throws {
    let graph = try graph(["a:", "b: | a"])
    #expect(graph.heads == ["a", "b"])
    #expect(graph.effectiveHeads == ["b"])
    let facts = try #require(graph.facts(of: "a"))
    #expect(facts.isHead && !facts.isEffectiveHead && !facts.isBranchPoint)
    #expect(graph.effectiveHeads(of: ["a", "b", "a"]) == ["b"])
  }

  @Test("ancestors and descendants, with dependencies and without")
  func relatives() throws {
    let graph = try graph(lines)
    #expect(graph.ancestors(of: ["c2"], includingDependencies: false) == ["a", "b", "c2"])
    #expect(graph.ancestors(of: ["c2"], includingDependencies: true) == ["a", "b", "c2", "x1"])
    #expect(graph.descendants(of: ["x1"], includingDependencies: false) == ["x1", "x2"])
    #expect(graph.descendants(of: ["x1"], includingDependencies: true) == ["c2", "m", "x1", "x2"])
  }

  @Test("rows tell what is applied, which of them are needed, and which name nothing")
  func applied() throws {
    let graph = try graph(lines)
    let applied = try graph.applied(versionRows: ids("x1 c2"))
    #expect(applied.rows == ["c2", "x1"])
    #expect(applied.heads == ["c2"])
    #expect(applied.redundantRows == ["x1"])
    #expect(graph.ids(applied.members.members) == ["a", "b", "c2", "x1"])
    #expect(throws: VersionRowError.unknown(["gone", "lost"])) {
      try graph.applied(versionRows: ids("lost a gone lost"))
    }
    #expect(throws: VersionRowError.repeated(["a"])) { try graph.applied(versionRows: ids("a b a")) }
  }

  @Test("a label belongs to what follows it, and back to the nearest branch point or merge")
  func labels() throws {
    let labels = try graph([
      "a:", "b: a", "c: b", "d1: c", "e1: d1 || one", "f1: e1", "d2: c || two", "m: f1 d2", "n: m || late", "o: n",
      "z: | e1",
    ]).inheritedLabels()
    let expected = [
      "a": "", "b": "", "c": "", "d1": "one", "e1": "one", "f1": "one", "d2": "two", "m": "one two",
      "n": "late one two",
      "o": "late one two", "z": "", "none": "",
    ]
    for (id, line) in expected { #expect(labels[RevisionID(id)].map { RevisionID($0) } == ids(line), "\(id)") }
  }

  @Test("a label on a branch point belongs to all of its branches, and to nothing before it, as in Alembic")
  func labelOnBranchPoint() throws {
    let labels = try graph(["a:", "b: a || x", "c1: b", "c2: b"]).inheritedLabels()
    for (id, expected) in ["a": [], "b": ["x"], "c1": ["x"], "c2": ["x"]] {
      #expect(labels[RevisionID(id)] == expected, "\(id)")
    }
  }

  @Test("the order is depth-first, prerequisites first and by id, whatever order the files come in")
  func order() throws {
    let lines = ["r:", "b2: r", "b1: r", "c1: b1 | z", "m: c1 b2", "z: y", "y:", "x: r"]
    var random = SplitMix64(seed: 4)
    for _ in 0..<20 {
      let graph = try graph(lines.shuffled(using: &random))
      #expect(graph.ordered(lines.map { revision($0).id }) == ids("r b2 b1 y z c1 m x"))
    }
  }

  @Test("the order does not depend on the order of parents or dependencies in a file")
  func orderOfParents() throws {
    let order = try graph(["a:", "b:", "c:", "m: a b | c"]).ordered(ids("m a b c"))
    #expect(try graph(["m: b a | c", "c:", "b:", "a:"]).ordered(ids("c b a m")) == order)
  }
}
