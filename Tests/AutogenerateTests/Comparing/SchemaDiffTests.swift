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
      expectSame(replay.schema, b, seed, grantsAsIn: b)
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
        expectSame(replay.schema, a, seed, grantsAsIn: b)
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(count > 10)
  }

  /// Grants are compared where the schema that the comparison led to says anything of the object.
  private func expectSame(_ found: Schema, _ wanted: Schema, _ seed: UInt64, grantsAsIn declared: Schema) {
    let targets = Set(declared.grants.map(\.target))
    let (found, wanted) = (canonical(found, grantsOn: targets), canonical(wanted, grantsOn: targets))
    guard found != wanted else { return }
    var isSaid = false
    for (label, part) in Mirror(reflecting: found).children {
      guard let other = Mirror(reflecting: wanted).children.first(where: { $0.label == label })?.value,
        "\(part)" != "\(other)"
      else { continue }
      Issue.record("seed \(seed): \(label ?? "") is\n\(part)\nand should be\n\(other)")
      isSaid = true
    }
    if !isSaid { Issue.record("seed \(seed): the schemas differ where their descriptions do not") }
  }

  private func canonical(_ schema: Schema, grantsOn targets: Set<PrivilegeTarget>) -> Schema {
    var result = (try? PlainDialect().canonical(schema.withColumnsSorted())) ?? schema
    result.grants.removeAll { !targets.contains($0.target) }
    result.grants.sort { "\($0)" < "\($1)" }
    return result
  }
}
