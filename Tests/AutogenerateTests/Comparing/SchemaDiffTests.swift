import RandomTesting
import Revisions
import Testing

@testable import Autogenerate

/// The operations that lead from one random schema to another.
@Suite("Comparing schemas")
struct SchemaDiffTests {
  private func diff(_ a: Schema, _ b: Schema) throws -> SchemaDiff {
    try SchemaDiff(from: a, to: b, dialect: PlainDialect())
  }

  private func pair(_ seed: UInt64, misleading: Bool) throws -> (Schema, Schema) {
    var schemas = RandomSchemas(seed: seed, misleading: misleading)
    let (a, b) = (try PlainDialect().canonical(schemas.next()), try PlainDialect().canonical(schemas.next()))
    #expect(SchemaIntegrity(a).violations == [], "seed \(seed)")
    return (a, b)
  }

  @Test("A schema does not differ from itself")
  func nothing() throws {
    for seed in 0..<UInt64(rounds(40)) {
      let (a, _) = try pair(seed, misleading: seed % 2 == 0)
      let result = try diff(a, a)
      #expect(result.isEmpty, "seed \(seed): \(result.operations.map(\.operation))")
    }
  }

  @Test("The operations lead to the other schema, and each finds what it needs", arguments: [false, true])
  func forward(misleading: Bool) throws {
    for seed in 0..<UInt64(rounds(60)) {
      let (a, b) = try pair(seed, misleading: misleading)
      let result = try diff(a, b)
      let replay: StrictReplay
      do {
        replay = try StrictReplay(result.operations.map(\.operation), on: a)
      } catch {
        Issue.record("seed \(seed): \(error)")
        continue
      }
      #expect(result.inexpressible == [], "seed \(seed)")
      #expect(replay.complaints == [], "seed \(seed)")
      expectSame(replay.schema, b, seed)
    }
  }

  @Test("Turned round, the operations lead back, and each finds what it needs")
  func back() throws {
    var count = 0
    for seed in 1_000..<1_000 + UInt64(rounds(60)) {
      let (a, b) = try pair(seed, misleading: seed % 2 == 0)
      let operations = try diff(a, b).operations.map(\.operation)
      var reversed: [Revisions.Operation] = []
      do {
        reversed = try operations.reversed().map { try $0.reversed() }
      } catch is IrreversibleError {
        // A value of an enumeration cannot be taken out, a computed column cannot be computed again.
        continue
      }
      count += 1
      do {
        let replay = try StrictReplay(reversed, on: StrictReplay(operations, on: a).schema)
        #expect(replay.complaints == [], "seed \(seed)")
        expectSame(replay.schema, a, seed)
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(count > 10)
  }

  private func expectSame(_ found: Schema, _ wanted: Schema, _ seed: UInt64) {
    let (found, wanted) = (canonical(found), canonical(wanted))
    guard found != wanted else { return }
    for (label, part) in Mirror(reflecting: found).children {
      guard let other = Mirror(reflecting: wanted).children.first(where: { $0.label == label })?.value,
        "\(part)" != "\(other)"
      else { continue }
      Issue.record("seed \(seed): \(label ?? "") is\n\(part)\nand should be\n\(other)")
    }
  }

  private func canonical(_ schema: Schema) -> Schema {
    var result = (try? PlainDialect().canonical(schema.withColumnsSorted())) ?? schema
    // Grants are compared where the wanted schema says anything of the object.
    result.grants = []
    return result
  }
}
