import Foundation
import Logging
import RevisionGraph
import Revisions
import ScriptRepository
import SystemPackage
import Testing

/// Compiles texts as a project's scripts are compiled, and gives what they say.
enum ReadBack {
  /// A file for each text: the members of a revision type. All are compiled at once.
  static func operations(
    ofMembers texts: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [RevisionOperations] {
    let files = texts.enumerated().map { position, members in
      """
      import Revisions

      struct Revision_\(position): Revision {
        static let id: RevisionID = "\(identifier(position))"
        static let parents: [RevisionID] = []

      \(members)
      }

      """
    }
    return try await operations(ofFiles: files, sourceLocation: sourceLocation)
  }

  /// What each text says, where it is the operations of an upgrade.
  static func operations(
    _ texts: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [[Revisions.Operation]] {
    let members = texts.map { text in
      """
        var upgrade: Operations {
      \(text)
        }

        var downgrade: Operations { .irreversible("never") }
      """
    }
    return try await operations(ofMembers: members, sourceLocation: sourceLocation).map { try $0.steps(.upgrade) }
  }

  static func operations(
    ofFiles texts: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [RevisionOperations] {
    let folder = try TemporaryFolder()
    for (position, text) in texts.enumerated() {
      try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/versions/\(identifier(position)).swift"))
    }
    var environment = ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = "\(folder.path)/cache"
    let repository = ScriptRepository(
      projectFolder: FilePath(folder.path), versionLocations: [FilePath(folder.path).appending("versions")],
      environment: environment, logger: Logger(label: "test"))
    let listing = repository.list()
    let scripts = try listing.validated()
    let loaded = try await repository.load(scripts, from: listing)
    for failure in loaded.failures { Issue.record("\(failure)", sourceLocation: sourceLocation) }
    return try texts.indices.map { position in
      try #require(try loaded.operations(of: RevisionID(identifier(position))), sourceLocation: sourceLocation)
    }
  }

  private static func identifier(_ position: Int) -> String { "r" + String(10_000 + position) }
}

/// A folder with `versions` in it, that goes with the value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/rev-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
    path = String(cString: made)
    try FileManager.default.createDirectory(atPath: "\(path)/versions", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
