import Foundation
import PostgresTesting
import Testing

@Suite("What the README says of a declared schema", needsPostgres)
struct ReadmeTests {
  /// The Swift of a table's rows, below a heading.
  private static func lines(below heading: String) throws -> [String] {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../../README.md")
    let text = try String(contentsOf: readme.standardizedFileURL, encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n\(heading)\n").dropFirst().first)
    return section.components(separatedBy: "\n#")[0].components(separatedBy: "\n").compactMap { line in
      guard line.hasPrefix("| "), line.hasSuffix("` |"), let start = line.range(of: " | `") else { return nil }
      return String(line[start.upperBound...].dropLast(3))
    }
  }

  @Test("Each line of what may be declared compiles, and all of it is made, found again, and taken back")
  func declarable() async throws {
    let lines = try Self.lines(below: "### What a schema may declare")
    #expect(lines.count > 20)
    let made = try await PostgresProject("include_schemas = public, app", cache: .shared)
    try made.project.declare(lines.joined(separator: "\n"))
    try await made.project.autogenerate("all")
    try await made.project.roundTrip { try await made.project.output("schema", "database") }
  }
}
