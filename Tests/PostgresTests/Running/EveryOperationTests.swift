import MigrationExecution
import MigrationPlanning
import PostgresDialect
import PostgresDriver
import PostgresTesting
import RevisionGraph
import Revisions
import Testing

@Suite("Every operation in a graph", .enabled(if: PostgresPrograms.areInstalled))
struct EveryOperationTests {
  /// A graph of a revision with the operations, between two that have a table each.
  private struct Graph: OperationSource {
    let trip: RoundTrip
    static let ids: [RevisionID] = ["before", "with", "after"]

    var graph: RevisionGraph {
      get throws {
        try RevisionGraph(
          Self.ids.enumerated().map { place, id in
            RevisionMetadata(id: id, parents: place == 0 ? [] : [Self.ids[place - 1]])
          })
      }
    }

    func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
      func table(_ name: QualifiedName) -> RevisionOperations {
        let create = CreateTable(Table(name, columns: [Column("id", .integer)]))
        return RevisionOperations(upgrade: Operations([create.operation]), downgrade: .reversed)
      }
      return [
        "before": table("rev_test_before"), "after": table("rev_test_after"),
        "with": RevisionOperations(upgrade: Operations(trip.operations), downgrade: Operations(try trip.wayBack())),
      ]
    }
  }

  /// A server of their own: tablespaces and roles belong to no database, and the round trips make the same ones.
  private static let server = Task { try await PostgresServer.start() }

  @Test(
    "goes up, down and up through the pipeline, or outside a transaction where it has to",
    arguments: RoundTrip.tables + RoundTrip.columns + RoundTrip.constraints + RoundTrip.indexes
      + RoundTrip.partitions + RoundTrip.types + RoundTrip.views + RoundTrip.routines + RoundTrip.privileges
      + RoundTrip.objects)
  func upDownUp(_ trip: RoundTrip) async throws {
    try await withDatabase(trip.setup, on: Self.server.value) { database in
      let connection = try await PostgresConnection.open(database.parameters)
      let source = Graph(trip: trip)
      let graph = try source.graph
      // In a schema of their own, as some of the operations rename or drop the usual one.
      let store = VersionStore(
        table: QualifiedName("rev_version", schema: "rev_books"),
        journal: QualifiedName("rev_journal", schema: "rev_books"))
      let executor = MigrationExecutor(
        connection: connection, dialect: PostgresDialect(), store: store, source: source, appliedBy: "tester@here")
      for target in ["heads", "base", "heads"] {
        let selector = try SelectorExpression(parsing: target)
        _ = try await executor.run {
          target == "base"
            ? try graph.planDowngrade(to: selector, from: $0) : try graph.planUpgrade(to: [selector], from: $0)
        }
        let rows = try await store.heads(on: connection, dialect: PostgresDialect())
        #expect(rows == (target == "base" ? [] : ["after"]))
      }
      await connection.close()
    }
  }
}
