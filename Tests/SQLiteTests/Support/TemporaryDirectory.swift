import Foundation

/// A folder that is gone when the test is over.
final class TemporaryDirectory {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("rev-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// The `sqlite3` program, as a person would run it.
enum Shell {
  struct Result {
    var status: Int32
    var output: String
  }

  /// Where the program is; nil where it is not installed.
  static let path = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3", "/opt/homebrew/bin/sqlite3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Feeds a script to the program.
  static func run(_ script: String, on database: String, options: [String] = []) throws -> Result {
    let folder = try TemporaryDirectory()
    let file = folder.path("script.sql")
    try script.write(toFile: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "sqlite3")
    process.arguments = options + [database]
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }

  /// All that a database holds, as SQL.
  static func dump(_ database: String) throws -> String {
    try run(".dump\nSELECT name, seq FROM sqlite_sequence;\n", on: database).output
  }
}
