import Foundation
import Logging
import Synchronization
import SystemPackage

@testable import ScriptRepository

/// A project in a git repository of its own, made with the `git` program.
final class GitTestRepository: Sendable {
  let project: TestProject
  private let clock = Mutex(1_700_000_000)

  struct Failed: Error {
    let arguments: [String]
    let message: String
  }

  /// Makes a repository around a project; with `nil`, none.
  init(_ arguments: [String]? = []) throws {
    project = try TestProject()
    guard let arguments else { return }
    try git(["init", "-q", "-b", "main"] + arguments)
    try configure(project.folder)
  }

  /// What the machine's own configuration could say is said here, as libgit2 reads that as well.
  func configure(_ folder: String) throws {
    for (key, value) in [
      ("user.name", "Ada"), ("user.email", "ada@example.com"), ("core.autocrlf", "false"),
      ("core.attributesFile", "/dev/null"), ("commit.gpgSign", "false"), ("protocol.file.allow", "always"),
    ] {
      try git(["config", key, value], in: folder)
    }
  }

  /// Runs git, each time a minute later.
  @discardableResult
  func git(_ arguments: [String], in folder: String? = nil, input: Data = Data()) throws -> String {
    let time = clock.withLock { time in
      time += 60
      return time
    }
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    environment.merge([
      "HOME": project.root, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C", "GIT_AUTHOR_DATE": "\(time) +0200",
      "GIT_COMMITTER_DATE": "\(time) +0200", "GIT_EDITOR": "true", "GIT_ALLOW_PROTOCOL": "file",
    ]) { $1 }
    // Files and not pipes: reading from a pipe is ended by the signal of another child.
    let files = ["input", "output", "errors"].map { "\(project.root)/\($0)-\(UUID())" }
    defer { for file in files { unlink(file) } }
    try input.write(to: URL(fileURLWithPath: files[0]))
    for file in files.dropFirst() { try Data().write(to: URL(fileURLWithPath: file)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder ?? project.folder)
    process.environment = environment
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOfFile: files[1], encoding: .utf8)
    guard process.terminationStatus == 0 else {
      throw Failed(arguments: arguments, message: try String(contentsOfFile: files[2], encoding: .utf8))
    }
    return text.utf8.last == 0x0A ? String(decoding: text.utf8.dropLast(), as: UTF8.self) : text
  }

  /// Adds and commits everything, and returns the commit's id.
  @discardableResult
  func commit(_ message: String, in folder: String? = nil) throws -> GitObjectID? {
    try git(["add", "-A"], in: folder)
    try git(["commit", "-q", "--allow-empty", "-m", message], in: folder)
    return GitObjectID(try git(["rev-parse", "HEAD"], in: folder))
  }

  /// Removes a script.
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(project.versions)/\(name)") }

  /// Opens the repository as `rev` does.
  func open(_ folder: String? = nil, environment: [String: String] = [:]) throws -> GitRepository? {
    try GitRepository.open(
      containing: "\(folder ?? project.folder)/versions", environment: project.environment.merging(environment) { $1 })
  }

  /// The scripts of another checkout.
  func scripts(in folder: String, environment: [String: String] = [:]) -> ScriptRepository {
    ScriptRepository(
      projectFolder: FilePath(folder), versionLocations: [FilePath("\(folder)/versions")],
      environment: project.environment.merging(environment) { _, new in new }, logger: Logger(label: "test"))
  }

  /// The ids that git's index has, by the paths from the top.
  func indexed(in folder: String? = nil) throws -> [String: GitObjectID] {
    var ids: [String: GitObjectID] = [:]
    for line in try git(["ls-files", "--stage", "-z"], in: folder).split(separator: "\0") {
      let halves = line.split(separator: "\t", maxSplits: 1)
      ids[String(halves[1])] = GitObjectID(String(halves[0].split(separator: " ")[1]))
    }
    return ids
  }
}
