import Foundation
import MigrationPlanning
import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite(
  "Alembic's own answers", .enabled(if: AlembicOracle.python != nil, "REV_ALEMBIC_PYTHON names no Python with Alembic"))
struct AlembicTests {
  @Test("random graphs: the same steps, parents first, and the same heads")
  func sameAnswers() throws {
    let comparison = try AlembicComparison(seed: 20, graphs: rounds(300), limit: 14, queriesPerGraph: 24)
    try comparison.run()
  }
}
