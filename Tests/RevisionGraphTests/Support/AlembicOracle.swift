import Foundation
import Revisions

/// Alembic, in the Python that the environment names.
enum AlembicOracle {
  static let python = ProcessInfo.processInfo.environment["REV_ALEMBIC_PYTHON"]

  struct Case: Encodable {
    struct Revision: Encodable {
      let id: String
      let parents: [String]
      let depends_on: [String]
      let labels: [String]
    }
    let revisions: [Revision]
    let queries: [Query]
  }

  struct Query: Encodable {
    enum Kind: String, Encodable, CaseIterable { case upgrade, downgrade, stamp, history, resolve }
    let kind: Kind
    let rows: [String]
    let targets: [String]
  }

  struct Answer: Decodable {
    let steps: [String]?
    let heads: [String]?
    let error: String?

    /// What Alembic answered, unless it refused.
    var result: (steps: [RevisionID], heads: [RevisionID])? {
      guard let steps, let heads else { return nil }
      return (steps.map { RevisionID($0) }, heads.map { RevisionID($0) })
    }
  }

  struct Failed: Error { let message: String }

  /// Puts all cases to one Python process.
  static func ask(_ cases: [Case]) throws -> [[Answer]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("alembic-oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let encoder = JSONEncoder()
    let lines = try cases.map { try encoder.encode($0) }
    let input = folder.appendingPathComponent("cases")
    try Data(lines.joined(separator: Data("\n".utf8))).write(to: input)
    let output = folder.appendingPathComponent("answers")
    try Data().write(to: output)

    let process = Process()
    process.executableURL = URL(fileURLWithPath: python ?? "")
    process.arguments = [
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("alembic_oracle.py").path
    ]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(message: "Alembic's process failed; see its error output")
    }
    return try Data(contentsOf: output).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode([Answer].self, from: Data($0))
    }
  }
}
