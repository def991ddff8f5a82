import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

private let fork = ["a:", "b: a", "c1: b || left", "d1: c1", "c2: b || right", "d2: c2"]
private let merged = fork + ["e: d1 d2", "f: e"]
private let dependent = ["a1: || lib", "b1: a1", "c1: b1", "d1: c1", "e1: d1", "a2:", "b2: a2", "c2: b2 | c1"]

@Suite("Stamping")
struct StampTests {
  @Test(
    "the rows of the lineage give way to the destination, and the others stay",
    arguments: [
      (fork, "", "heads", "d1 d2"),
      (fork, "d1 d2", "heads", "d1 d2"),
      (fork, "d1 c2", "b", "b"),
      (fork, "d1 c2", "left@base", "c2"),
      (fork, "d1 c2", "right@head", "d1 d2"),
      (fork, "d1", "base", ""),
      (fork, "b", "d1", "d1"),
      (fork, "b", "c1 c2", "c1 c2"),
      (fork, "d1", "c1 c2", "c1 c2"),
      (fork, "d1 d2", "-0", "!"),
      (fork, "d1", "-1", "c1"),
      (fork, "b", "left@+1", "c1"),
      (fork, "d1 c2", "current", "c2 d1"),
      (fork, "d1", "right@current", "d1"),
      (fork, "d1 c2", "base d2", "d2"),
      (merged, "e", "c2", "c2"),
      (merged, "e", "a", "a"),
      (merged, "c2", "e", "e"),
      (merged, "c2 d1", "e", "e"),
      (merged, "c2 d1", "right@head", "f"),
      (dependent, "c2 e1", "b1", "b1"),
      (dependent, "e1", "c2", "c2 e1"),
      (dependent, "a2", "a1", "a1 a2"),
      (dependent, "c2", "lib@current", "c2"),
      (["a:", "b: | a", "c: b"], "", "heads", "c"),
    ])
  func rows(graph lines: [String], rows: String, targets: String, expected: String) throws {
    let graph = try graph(lines)
    if expected == "!" {
      #expect(throws: PlanError.selector(.multipleCurrentHeads(["d1", "d2"], selector: targets))) {
        try graph.planStamp(to: selectors(targets), from: ids(rows))
      }
      return
    }
    let plan = try graph.planStamp(to: selectors(targets), from: ids(rows))
    #expect(plan.to == ids(expected))
    #expect(plan.from == ids(rows).sorted())
    #expect(plan.transition.removed == Set(ids(rows)).subtracting(plan.to).sorted())
    #expect(plan.transition.added == Set(plan.to).subtracting(ids(rows)).sorted())
  }

  @Test("every destination is judged against the rows before the stamp")
  func severalDestinations() throws {
    let plan = try graph(fork).planStamp(to: selectors("d1 d2"), from: ids("b"))
    #expect(plan.transition == HeadTransition(removing: ["b"], adding: ["d1", "d2"]))
    #expect(plan.transition.update == .init(from: "b", to: "d1"))
    #expect(plan.transition.inserts == ["d2"])
  }

  @Test("what comes to count as applied is listed parents first, and what no longer does children first")
  func implied() throws {
    let up = try graph(dependent).planStamp(to: selectors("c2"), from: ids("a1"))
    #expect(up.newlyImplied == ids("a2 b2 b1 c1 c2"))
    #expect(up.noLongerImplied == [])
    let down = try graph(dependent).planStamp(to: selectors("b1"), from: ids("c2 e1"))
    #expect(down.newlyImplied == [])
    #expect(down.noLongerImplied == ids("e1 d1 c2 c1 b2 a2"))
  }

  @Test("a purge takes away whatever rows there are")
  func purge() throws {
    let graph = try graph(fork)
    let plan = try graph.planStamp(to: selectors("d2"), from: ids("gone b b d1"), purge: true)
    #expect(plan.purgesTable)
    #expect(plan.from == ids("b b d1 gone"))
    #expect(plan.to == ["d2"])
    #expect(plan.transition == HeadTransition(removing: [], adding: ["d2"]))
    #expect(plan.newlyImplied == ids("c2 d2"))
    #expect(plan.noLongerImplied == ids("d1 c1"))
    #expect(throws: PlanError.selector(.needsDatabase(selector: "-1"))) {
      try graph.planStamp(to: selectors("-1"), from: ids("gone"), purge: true)
    }
    #expect(try graph.planStamp(to: selectors("-1"), from: ids("d1"), purge: true).to == ["c1"])
  }

  @Test("without a purge rows that cannot be understood are refused, and redundant ones go")
  func rowsWithoutPurge() throws {
    let graph = try graph(fork)
    #expect(throws: PlanError.versionRows(.unknown(["gone"]))) { try graph.planStamp(to: [.heads], from: ids("gone")) }
    #expect(throws: PlanError.versionRows(.repeated(["b"]))) { try graph.planStamp(to: [.heads], from: ids("b b")) }
    let plan = try graph.planStamp(to: selectors("c1"), from: ids("b c1"))
    #expect(plan.to == ["c1"])
    #expect(plan.transition == HeadTransition(removing: ["b"], adding: []))
  }

  @Test("a revision and what it implies cannot both be stamped")
  func implying() throws {
    #expect(throws: PlanError.stampImplied("b", by: "d1")) {
      try graph(fork).planStamp(to: selectors("d1 b"), from: [])
    }
    #expect(throws: PlanError.stampImplied("c1", by: "c2")) {
      try graph(dependent).planStamp(to: selectors("c1 c2"), from: [])
    }
  }
}

@Suite("What is not planned")
struct RefusalTests {
  @Test(
    "an upgrade that cannot be understood is refused with the names",
    arguments: [
      ("-1", "b", .downwardUpgrade(selector: "-1")),
      ("left@-1", "d1", .downwardUpgrade(selector: "left@-1")),
      ("+5", "b", .selector(.ambiguousStep(from: "b", candidates: ["c1", "c2"], selector: "+5"))),
      ("+3", "c1", .selector(.tooFewSteps(selector: "+3", wanted: 3, available: 1))),
      ("+1", "c1 c2", .selector(.multipleCurrentHeads(["c1", "c2"], selector: "+1"))),
      ("head", "a", .selector(.multipleHeads(["d1", "d2"], effectiveHead: nil, selector: "head"))),
      ("b", "gone", .versionRows(.unknown(["gone"]))),
      ("b", "a a", .versionRows(.repeated(["a"]))),
    ] as [(String, String, PlanError)])
  func upgrade(target: String, rows: String, expected: PlanError) {
    #expect(throws: expected) { try graph(fork).planUpgrade(to: selectors(target), from: ids(rows)) }
  }

  @Test(
    "a downgrade that cannot be understood is refused with the names",
    arguments: [
      ("+1", "b", .upwardDowngrade(selector: "+1")),
      ("left@+1", "d1", .upwardDowngrade(selector: "left@+1")),
      ("-1", "d1 d2", .selector(.multipleCurrentHeads(["d1", "d2"], selector: "-1"))),
      ("-5", "b", .selector(.tooFewSteps(selector: "-5", wanted: 5, available: 2))),
      ("-1", "", .selector(.tooFewSteps(selector: "-1", wanted: 1, available: 0))),
      ("left@-1", "d2", .selector(.branchNotApplied("left", selector: "left@-1"))),
      ("c1", "b", .targetNotApplied("c1", heads: ["b"], selector: "c1")),
      ("d2", "", .targetNotApplied("d2", heads: [], selector: "d2")),
      ("heads", "d1 d2", .severalTargets(["d1", "d2"], selector: "heads")),
      ("right@c1", "d1 d2", .selector(.notInBranch("c1", branch: "right", selector: "right@c1"))),
      ("base", "gone", .versionRows(.unknown(["gone"]))),
    ] as [(String, String, PlanError)])
  func downgrade(target: String, rows: String, expected: PlanError) {
    #expect(throws: expected) {
      try graph(fork).planDowngrade(to: SelectorExpression(parsing: target), from: ids(rows))
    }
  }

  @Test("steps down through a merge need a branch")
  func throughMerge() {
    let expected = PlanError.selector(.ambiguousStep(from: "e", candidates: ["d1", "d2"], selector: "-2"))
    #expect(throws: expected) { try graph(merged).planDowngrade(to: SelectorExpression(parsing: "-2"), from: ["e"]) }
  }

  @Test("ids that do not fit the version table's column are found before anything is written")
  func longIDs() throws {
    let (long, wide) = (RevisionID(String(repeating: "x", count: 33)), RevisionID(String(repeating: "é", count: 32)))
    let graph = try RevisionGraph([RevisionMetadata(id: wide), RevisionMetadata(id: long, parents: [wide])])
    #expect(try graph.planUpgrade(to: [.heads], from: []).idsTooLong(for: 32) == [long])
    #expect(try graph.planUpgrade(to: [.heads], from: []).idsTooLong(for: 33) == [])
    #expect(try graph.planDowngrade(to: .base, from: [long]).idsTooLong(for: 31) == [wide])
    #expect(try graph.planStamp(to: [.heads], from: []).idsTooLong(for: 32) == [long])
  }
}

@Suite("Version rows")
struct HeadTransitionTests {
  @Test("rows that go and rows that come make one update, and the rest are deletes and inserts")
  func pairs() {
    #expect(HeadTransition(removing: [], adding: ["a"]).inserts == ["a"])
    #expect(HeadTransition(removing: ["a"], adding: []).deletes == ["a"])
    let merge = HeadTransition(removing: ids("c a b"), adding: ["m"])
    #expect(merge.update == .init(from: "a", to: "m") && merge.deletes == ids("b c") && merge.inserts == [])
    #expect(merge.removed == ids("a b c") && merge.added == ["m"])
    let unmerge = HeadTransition(removing: ["m"], adding: ids("b a"))
    #expect(unmerge.update == .init(from: "m", to: "a") && unmerge.inserts == ["b"] && unmerge.deletes == [])
    #expect(HeadTransition(removing: [], adding: []).isEmpty)
  }

  @Test("the second of two merges of the same parents is an insert")
  func twins() throws {
    let graph = try graph(["a:", "b1: a", "b2: a", "c1: b1 b2", "c2: b1 b2"])
    let steps = try graph.planUpgrade(to: [.heads], from: ["a"]).steps
    #expect(
      steps.map(\.transition) == [
        HeadTransition(removing: ["a"], adding: ["b1"]), HeadTransition(removing: [], adding: ["b2"]),
        HeadTransition(removing: ids("b1 b2"), adding: ["c1"]), HeadTransition(removing: [], adding: ["c2"]),
      ])
    #expect(steps.map(\.parents) == [["a"], ["a"], ids("b1 b2"), ids("b1 b2")])
  }
}

@Suite("Where a new revision goes")
struct PlacementTests {
  @Test("at the heads given, or at none for base")
  func places() throws {
    let graph = try graph(fork)
    #expect(try graph.parents(forNewRevisionAt: [.base], splicing: false) == [])
    #expect(try graph.parents(forNewRevisionAt: selectors("left@head"), splicing: false) == ["d1"])
    #expect(try graph.parents(forNewRevisionAt: [.heads], splicing: false) == ["d1", "d2"])
    #expect(try graph.parents(forNewRevisionAt: selectors("b"), splicing: true) == ["b"])
  }

  @Test("elsewhere only by splicing, and never at a revision and one that follows it")
  func refusals() throws {
    let graph = try graph(fork)
    #expect(throws: PlacementError.notHeads(["b", "c1"])) {
      try graph.parents(forNewRevisionAt: selectors("c1 b d2"), splicing: false)
    }
    #expect(throws: PlacementError.alreadyMerged("b", into: "c1")) {
      try graph.parents(forNewRevisionAt: selectors("b d1 c1"), splicing: true)
    }
    let several = SelectorError.multipleHeads(["d1", "d2"], effectiveHead: nil, selector: "head")
    #expect(throws: PlacementError.selector(several)) {
      try graph.parents(forNewRevisionAt: [.head], splicing: false)
    }
  }
}
