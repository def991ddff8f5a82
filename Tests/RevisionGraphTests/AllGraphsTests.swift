import MigrationPlanning
import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("Every graph of up to five revisions, against a naive reference")
struct AllGraphsTests {
  @Test("parents alone: plans, order and version rows", arguments: 1...5, 0..<2)
  func parents(count: Int, half: Int) throws {
    for number in 0..<AllGraphs.number(of: count, kinds: [.none, .parent]) where number % 2 == half {
      try PlanChecks(AllGraphs.graph(number, of: count, kinds: [.none, .parent])).run()
    }
  }

  @Test("a parent that is also a dependency: plans, order and version rows", arguments: 2...3)
  func both(count: Int) throws {
    let kinds: [AllGraphs.Edge] = [.none, .parent, .dependency, .both]
    for number in 0..<AllGraphs.number(of: count, kinds: kinds) {
      try PlanChecks(AllGraphs.graph(number, of: count, kinds: kinds)).run()
    }
  }

  @Test("parents and dependencies: plans, order and version rows", arguments: 2...4, 0..<2)
  func dependencies(count: Int, half: Int) throws {
    let kinds: [AllGraphs.Edge] = [.none, .parent, .dependency]
    for number in 0..<AllGraphs.number(of: count, kinds: kinds) where number % 2 == half {
      try PlanChecks(AllGraphs.graph(number, of: count, kinds: kinds)).run()
    }
  }

  /// There are 59,049 of these; `REV_SOAK=200` takes them all.
  @Test("five revisions with parents and dependencies: plans, order and version rows", arguments: 0..<2)
  func someOfFive(half: Int) throws {
    let kinds: [AllGraphs.Edge] = [.none, .parent, .dependency]
    let all = AllGraphs.number(of: 5, kinds: kinds)
    for number in stride(from: half, to: all, by: max(2, 2 * (200 / rounds(1)))) {
      try PlanChecks(AllGraphs.graph(number, of: 5, kinds: kinds)).run()
    }
  }
}
