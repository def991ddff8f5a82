import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

@Suite("Planning")
struct PlanningTests {
  @Test("an upgrade runs what is missing, parents and dependencies first", arguments: upgradeCases)
  func upgrade(_ testCase: PlanCase) throws { try testCase.check() }

  @Test("a downgrade takes back what has to go, children and dependents first", arguments: downgradeCases)
  func downgrade(_ testCase: PlanCase) throws { try testCase.check() }
}
