import PostgresTesting
import RandomTesting
import Revisions
import SchemaTesting
import Testing

@testable import Autogenerate

@Suite("Schemas there and back on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresRoundTripTests {
  @Test("What is generated leads there, leaves nothing to do, and leads back, for random schemas and changes to them")
  func random() async throws {
    let database = try await PostgresUnderTest()
    var reversed = 0
    var filled = 0
    let count = rounds(24)
    for seed in 0..<count {
      var generator = SchemaGenerator(seed: UInt64(seed), for: .postgresql)
      let first = generator.schema()
      let second = generator.change(first)
      do {
        let summary = try await RoundTrip.check(database, from: first, to: second)
        reversed += summary.wasReversed ? 1 : 0
        filled += summary.hadRows ? 1 : 0
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    try await database.close()
    #expect(reversed > count / 2, "\(reversed) of \(count)")
    #expect(filled > count / 2, "\(filled) of \(count)")
  }
}
