import Dialects
import Foundation
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("Schemas as others write them")
struct RealSchemaTests {
  @Test("come back the same when what was read is created again", arguments: SampleSchemas.all)
  func again(sample: SampleSchemas.Sample) async throws {
    let first = try await database(sample.script)
    try await expectRoundTrip(of: first, named: sample.name, unsupported: sample.unsupported)
  }

  /// Any databases at all: `REV_SQLITE_SCHEMAS` names a folder of them.
  @Test(
    "come back the same from a folder of databases",
    .enabled(if: ProcessInfo.processInfo.environment["REV_SQLITE_SCHEMAS"] != nil))
  func folder() async throws {
    let folder = ProcessInfo.processInfo.environment["REV_SQLITE_SCHEMAS"] ?? ""
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".db") {
      do {
        let connection = try SQLiteConnection(path: folder + "/" + file, mode: .readOnly)
        try await expectRoundTrip(of: connection, named: file, unsupported: nil)
      } catch {
        Issue.record("\(file): \(error)")
      }
    }
  }

  private func expectRoundTrip(
    of first: SQLiteConnection, named name: String, unsupported: [UnsupportedObject]?
  ) async throws {
    let dialect = SQLiteDialect()
    let read = try await dialect.reflect(ReflectionScope(), from: first)
    #expect(try difference(dialect.canonical(read.schema), read.schema) == nil, "\(name): not a fixed point")
    let second = try await created(read.schema)
    let again = try await dialect.reflect(ReflectionScope(), from: second)
    #expect(difference(again.schema, read.schema) == nil, "\(name)")
    #expect(again.unsupported.isEmpty, "\(name)")
    if let unsupported { #expect(read.unsupported == unsupported, "\(name)") }
    let named = read.unsupported.filter { $0.table == nil }
    let kept = ["data", "idx", "docsize", "config"]
    let lost = Set(
      named.map { String($0.name.prefix { $0 != "," }) }
        + named.filter { $0.kind == "virtual table" }.flatMap { table in kept.map { "\(table.name)_\($0)" } })
    let broken = try await brokenViews(of: first)
    let known = try await meaning(of: first, besides: broken).filter { fact in
      !lost.contains { fact.hasPrefix($0 + " ¦") || fact.contains(" ¦ \($0) ¦") }
    }
    let difference = try await Set(meaning(of: second, besides: broken)).symmetricDifference(known)
    #expect(difference == [], "\(name): not the same to SQLite")
  }
}
