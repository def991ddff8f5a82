import PostgresTesting
import Revisions
import Testing

@Suite("Up, down and up again on the server", .enabled(if: PostgresPrograms.areInstalled))
struct RoundTripTests {
  // A few at a time: each case runs half a dozen programs.
  @Test("tables and columns", .serialized, arguments: RoundTrip.tables + RoundTrip.columns)
  func tables(_ trip: RoundTrip) async throws { try await trip.run() }

  @Test(
    "constraints, indexes and partitions", .serialized,
    arguments: RoundTrip.constraints + RoundTrip.indexes + RoundTrip.partitions)
  func constraints(_ trip: RoundTrip) async throws { try await trip.run() }

  @Test(
    "types, views, triggers and routines", .serialized,
    arguments: RoundTrip.types + RoundTrip.views + RoundTrip.routines)
  func routines(_ trip: RoundTrip) async throws { try await trip.run() }

  @Test("privileges, and what every object has", .serialized, arguments: RoundTrip.privileges + RoundTrip.objects)
  func objects(_ trip: RoundTrip) async throws { try await trip.run() }
}
