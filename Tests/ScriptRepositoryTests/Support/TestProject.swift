import Foundation
import Logging
import Revisions
import SystemPackage

@testable import ScriptRepository

/// A project in a folder of its own, with a cache of its own; both are removed with it.
final class TestProject: Sendable {
  let root: String
  let environment: [String: String]

  init() throws {
    var template = Array("/tmp/rev-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
    root = String(cString: made)
    try FileManager.default.createDirectory(atPath: "\(root)/project/versions", withIntermediateDirectories: true)
    try Data("[rev]\n".utf8).write(to: URL(fileURLWithPath: "\(root)/project/migrate.ini"))
    var environment = ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = "\(root)/cache"
    self.environment = environment
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var folder: String { "\(root)/project" }
  var versions: String { "\(root)/project/versions" }

  /// A repository of the project; `later` seconds from now, so that files just written count as settled.
  func repository(
    _ locations: [String] = ["versions"], recursive: Bool = false, environment: [String: String] = [:],
    later: Int64 = 0
  ) -> ScriptRepository {
    var repository = ScriptRepository(
      projectFolder: FilePath(folder), versionLocations: locations.map { FilePath(folder).appending($0) },
      isRecursive: recursive, environment: self.environment.merging(environment) { $1 }, logger: Logger(label: "test"))
    repository.now = { FileStamp.now() + later * 1_000_000_000 }
    return repository
  }

  @discardableResult
  func write(_ name: String, _ text: String, in location: String = "versions") throws -> String {
    try write(name, Data(text.utf8), in: location)
  }

  @discardableResult
  func write(_ name: String, _ bytes: Data, in location: String = "versions") throws -> String {
    let path = "\(folder)/\(location)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Writes a Swift script, its body given as lines of operations.
  @discardableResult
  func writeSwift(
    _ id: String, parents: [String] = [], upgrade: String = #"SQL("SELECT 1")"#, extra: String = ""
  ) throws -> String {
    try write("\(id).swift", Self.swift(id, parents: parents, upgrade: upgrade, extra: extra))
  }

  static func swift(
    _ id: String, parents: [String] = [], upgrade: String = #"SQL("SELECT 1")"#, extra: String = ""
  ) -> String {
    """
    import Revisions

    \(extra)
    struct Change_\(id): Revision {
      static let id: RevisionID = "\(id)"
      static let parents: [RevisionID] = [\(parents.map { "\"\($0)\"" }.joined(separator: ", "))]
      static let message = "change \(id)"

      var upgrade: Operations {
        \(upgrade)
      }
      var downgrade: Operations { .irreversible("test") }
    }

    """
  }

  @discardableResult
  func writeSQL(_ id: String, parents: [String] = [], in location: String = "versions") throws -> String {
    try write("\(id).sql", Self.sql(id, parents: parents), in: location)
  }

  static func sql(_ id: String, parents: [String] = []) -> String {
    """
    -- revision: \(id)
    -- parents: \(parents.joined(separator: ", "))

    -- upgrade
    CREATE TABLE t_\(id) (x);

    -- downgrade
    DROP TABLE t_\(id);

    """
  }
}

extension TestProject {
  /// Lists and loads the scripts of a repository, all or some.
  func load(_ repository: ScriptRepository, _ ids: [RevisionID]? = nil) async throws -> LoadedScripts {
    let listing = repository.list()
    let asked = try listing.validated().filter { ids?.contains($0.id) ?? true }
    return try await repository.load(asked, from: listing)
  }
}

extension LoadedScripts {
  /// The SQL that a revision's upgrade says, one string for each operation.
  func sql(_ id: RevisionID) throws -> [String?]? {
    try operations(of: id)?.steps(.upgrade).map { operation in
      if case .sql(let sql) = operation { sql.text.plainText } else { nil }
    }
  }
}
