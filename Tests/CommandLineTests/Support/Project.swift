import Foundation

/// A project in a folder of its own, with a home of its own: nothing of the user's reaches it.
final class Project: Sendable {
  private let root: TemporaryDirectory
  /// The folder that `rev` runs in.
  let folder: String
  /// What `XDG_CACHE_HOME` is.
  let cache: String

  /// Where compiled scripts are kept.
  enum Cache {
    /// Nowhere that another test looks.
    case own
    /// One place for all tests that only need something compiled.
    case shared
  }

  /// Makes a project; lines in `settings` come on top of the usual ones. With nil there is no `migrate.ini`.
  init(_ settings: String? = "", cache: Cache = .own) throws {
    root = try TemporaryDirectory()
    folder = root.path + "/project"
    self.cache = cache == .own ? root.path + "/cache" : Self.sharedCache
    for made in [folder, root.path + "/home", self.cache] {
      try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
    }
    guard let settings else { return }
    try makeFolder("versions")
    try write("migrate.ini", "[rev]\nscript_location = %(here)s\ndatabase_url = sqlite:///dev.db\n\(settings)\n")
  }

  /// A copy of the sample project of this repository.
  static func sample(_ settings: String = "") throws -> Project {
    let project = try Project(settings, cache: .shared)
    try FileManager.default.removeItem(atPath: project.path("versions"))
    let versions = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../../versions")
    try FileManager.default.copyItem(atPath: versions.standardizedFileURL.path, toPath: project.path("versions"))
    return project
  }

  private static let sharedCache: String = {
    // What an earlier run compiled would hide what this one cannot.
    let path = Program.rev + ".test-cache"
    try? FileManager.default.removeItem(atPath: path)
    return path
  }()

  // MARK: Files

  func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }

  var database: String { path("dev.db") }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path(name))) }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// The names in a folder, sorted.
  func names(in folder: String = "versions") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }

  /// Writes an executable shell script and returns its path.
  func tool(_ name: String, _ text: String) throws -> String {
    try write(name, "#!/bin/sh\n\(text)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
    return path(name)
  }

  // MARK: Running

  /// The environment that `rev` runs in: little, so that what a test sets is all that counts.
  var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": root.path + "/home",
      "XDG_CACHE_HOME": cache, "TERM": "xterm", "LANG": "C.UTF-8", "TMPDIR": root.path,
    ]
  }

  /// Runs `rev` in the project's folder.
  @discardableResult
  func rev(
    _ words: String..., environment more: [String: String] = [:], in folder: String? = nil
  ) async throws -> Ended {
    try await rev(words, environment: more, in: folder)
  }

  /// Runs `rev` in the project's folder.
  @discardableResult
  func rev(
    _ words: [String], environment more: [String: String] = [:], in folder: String? = nil, isLimited: Bool = true,
    killedAfter delay: Duration? = nil, user: UInt32? = nil
  ) async throws -> Ended {
    try await Program.run(
      Program.rev, words, environment: environment.merging(more) { _, new in new }, in: folder ?? self.folder,
      isLimited: isLimited, killedAfter: delay, user: user)
  }

  /// Runs `rev`, which is expected to end with 0, and returns what it wrote to standard output.
  @discardableResult
  func output(_ words: String..., environment more: [String: String] = [:]) async throws -> String {
    let ended = try await rev(words, environment: more)
    guard ended.status == 0 else { throw Unexpected("rev \(words.joined(separator: " "))", ended) }
    return ended.output
  }

  /// Runs another program in the project's folder.
  func run(_ program: String, _ words: String..., environment more: [String: String] = [:]) async throws -> Ended {
    try await Program.run(program, words, environment: environment.merging(more) { _, new in new }, in: folder)
  }
}

/// A program ended in a way that makes the rest of a test pointless.
struct Unexpected: Error, CustomStringConvertible {
  let description: String

  init(_ what: String, _ ended: Ended) {
    description = "\(what) ended with \(ended.status):\n\(ended.output)\(ended.error)"
  }
}
