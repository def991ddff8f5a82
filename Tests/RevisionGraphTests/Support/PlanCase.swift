import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

/// A graph, the rows, a target, and the steps and rows that come of it.
struct PlanCase: Sendable, CustomTestStringConvertible {
  let name: String
  let graph: [String]
  let direction: Direction
  let rows: String
  let target: String
  let steps: String
  let heads: String

  var testDescription: String { name }

  func check() throws {
    let graph = try RevisionGraphTests.graph(self.graph)
    let plan =
      switch direction {
      case .upgrade: try graph.planUpgrade(to: selectors(target), from: ids(rows))
      case .downgrade: try graph.planDowngrade(to: SelectorExpression(parsing: target), from: ids(rows))
      }
    #expect(plan.steps.map(\.revision) == ids(steps))
    #expect(plan.steps.allSatisfy { $0.direction == direction })
    #expect(plan.to == ids(heads).sorted())
    #expect(Array(plan.stepsWithHeads).last?.heads ?? plan.from == plan.to)
  }
}
