import Foundation
import Subprocess
import SystemPackage
import Testing

/// `swift format` with the project's own configuration.
enum Formatter {
  private static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../..").standardized.path

  /// The text as `swift format` would have it.
  private static func formatted(_ text: String) async throws -> String {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/text.swift"
    try Data(text.utf8).write(to: URL(filePath: file))
    let result = try await run(
      .name("swift"), arguments: ["format", "--configuration", "\(project)/.swift-format", file],
      output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
    if result.terminationStatus != .exited(0) { Issue.record("swift format: \(result.standardError)") }
    return result.standardOutput
  }

  /// The lines that `swift format` would change.
  static func changes(in text: String) async throws -> [String] {
    func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    return try await lines(formatted(text)).difference(from: lines(text)).map { change in
      switch change {
      case .insert(_, let line, _): "+\(line)"
      case .remove(_, let line, _): "-\(line)"
      }
    }
  }
}
