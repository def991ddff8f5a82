import Revisions
import Testing

@Suite("Operations")
struct CoverageTests {
  /// Those whose effect no schema shows, or that only hold others; other tests are about them.
  private static let elsewhere = [
    "refreshMaterializedView", "updateExtension", "insertRows", "deleteRows", "when", "live", "outsideTransaction",
  ]

  @Test("are each taken up, down and up on the server")
  func complete() throws {
    let trips =
      RoundTrip.tables + RoundTrip.columns + RoundTrip.constraints + RoundTrip.indexes + RoundTrip.partitions
      + RoundTrip.types + RoundTrip.views + RoundTrip.routines + RoundTrip.privileges + RoundTrip.objects
    let covered = Set(try trips.flatMap { trip in try trip.operations + trip.wayBack() }.compactMap(Self.name))
    #expect(Self.all.subtracting(covered).sorted() == Self.elsewhere.sorted())
  }

  private static func name(of operation: Revisions.Operation) -> String? {
    Mirror(reflecting: operation).children.first?.label
  }

  private static let all: Set = [
    "createTable", "dropTable", "renameTable", "alterTable", "attachPartition", "detachPartition", "addColumn",
    "dropColumn",
    "alterColumn", "renameColumn", "addConstraint", "dropConstraint", "alterConstraint", "validateConstraint",
    "invalidateConstraint", "createIndex", "dropIndex", "attachIndex", "createView", "dropView",
    "createMaterializedView",
    "dropMaterializedView", "refreshMaterializedView", "createTrigger", "dropTrigger", "setTriggerState",
    "createRoutine",
    "dropRoutine", "createEnum", "dropEnum", "addEnumValue", "renameEnumValue", "replaceEnum", "createDomain",
    "dropDomain",
    "alterDomain", "createCompositeType", "dropCompositeType", "alterCompositeType", "createSequence", "dropSequence",
    "alterSequence", "createSchema", "dropSchema", "createExtension", "dropExtension", "updateExtension", "grant",
    "revoke",
    "createPolicy", "dropPolicy", "alterPolicy", "setRowSecurity", "comment", "rename", "setSchema", "setOwner",
    "setTablespace", "setStorageParameters", "insertRows", "deleteRows", "sql", "when", "live", "outsideTransaction",
  ]
}
