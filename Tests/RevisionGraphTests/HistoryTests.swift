import MigrationPlanning
import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("History")
struct HistoryTests {
  private static let fork = [
    "a:", "b: a", "c1: b || left", "d1: c1", "c2: b || right", "d2: c2", "x1: || x", "y: x1 | c1",
  ]

  private func history(_ range: String, rows: String? = nil) throws -> [RevisionID] {
    let graph = try graph(Self.fork)
    let current = try rows.map { try graph.applied(versionRows: ids($0)) }
    return try graph.history(RangeExpression(parsing: range), current: current)
  }

  @Test(
    "a range holds what the newer end implies and what follows the older end, newest first",
    arguments: [
      (":", nil, "y x1 d2 c2 d1 c1 b a"),
      (":d1", nil, "d1 c1 b a"),
      ("base:d1", nil, "d1 c1 b a"),
      ("b:d1", nil, "d1 c1 b"),
      ("b:", nil, "d2 c2 d1 c1 b"),
      ("b:b", nil, "b"),
      (":y", nil, "y x1 c1 b a"),
      ("x1:y", nil, "y x1"),
      ("left@base:", nil, "d1 c1 b a"),
      ("x@base:", nil, "y x1 c1 b a"),
      ("left@b:", nil, "d1 c1 b"),
      ("left:right@head", nil, "!"),
      ("-1:d1", nil, "d1 c1"),
      ("-9:d1", nil, "d1 c1 b a"),
      ("left@-1:", nil, "d1 c1"),
      ("-1:", nil, "y x1 d2 c2 d1 c1"),
      ("a:+1", nil, "b a"),
      ("c1:+5", nil, "d1 c1"),
      ("left@base:left@+2", nil, "b a"),
      ("current:", "b", "d2 c2 d1 c1 b"),
      (":current", "c1", "c1 b a"),
      (":current", "", ""),
      ("current:", "", "y x1 d2 c2 d1 c1 b a"),
      ("-1:current", "d1", "d1 c1"),
      ("current:+1", "a", "b a"),
      ("-1:+1", "c1", "d1 c1 b"),
      ("current:heads", "c1 x1", "y x1 d1 c1"),
    ])
  func ranges(range: String, rows: String?, expected: String) throws {
    if expected == "!" {
      #expect(throws: SelectorError.notAncestor("c1", of: ["d2"], selector: range)) { try history(range, rows: rows) }
    } else {
      #expect(try history(range, rows: rows) == ids(expected))
    }
  }

  @Test(
    "ends that are not connected are refused",
    arguments: [
      ("d1:b", .notAncestor("d1", of: ["b"], selector: "d1:b")),
      ("left:d2", .notAncestor("c1", of: ["d2"], selector: "left:d2")),
      ("current:", .needsDatabase(selector: "current")),
      ("-1:+1", .needsDatabase(selector: "-1")),
      ("b:+1", .ambiguousStep(from: "b", candidates: ["c1", "c2"], selector: "+1")),
    ] as [(String, SelectorError)])
  func refusals(range: String, expected: SelectorError) {
    #expect(throws: expected) { try history(range) }
  }

  @Test("the history of everything is the reverse of the plan for everything")
  func reverseOfPlan() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<(rounds(100)) {
      let graph = try RevisionGraph(RandomGraph(limit: 20, using: &random).revisions)
      let plan = try graph.planUpgrade(to: [.heads], from: [])
      #expect(try graph.history(.all) == plan.steps.reversed().map(\.revision))
    }
  }
}
