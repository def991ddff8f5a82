import Foundation
import ProjectConfiguration
import SystemPackage
import Testing

/// A document that says it is `/project/migrate.ini`.
func document(_ text: String) throws(ConfigurationError) -> IniDocument {
  try IniDocument(bytes: Array(text.utf8), file: "/project/migrate.ini")
}

func configuration(
  _ text: String, section: String? = nil, x arguments: [String: String] = [:]
) throws(ConfigurationError) -> ProjectConfiguration {
  try ProjectConfiguration(
    document: document(text), section: section, extraArguments: ExtraArguments(arguments))
}

/// The main section with these lines.
func rev(_ lines: String) throws(ConfigurationError) -> ProjectConfiguration { try configuration("[rev]\n" + lines) }

func at(_ line: Int) -> FilePosition { FilePosition(file: "/project/migrate.ini", line: line) }

/// Everything that a value says of itself to whoever prints or dumps it.
func allForms(_ value: some Any) -> String {
  var dumped = ""
  dump(value, to: &dumped)
  return "\(value)\n\(String(reflecting: value))\n\(dumped)"
}

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: FilePath

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("rev-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.resolvingSymlinksInPath().path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  @discardableResult
  func write(_ name: String, _ text: String = "[rev]\n") throws -> FilePath {
    let file = path.appending(name)
    try FileManager.default.createDirectory(
      atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file.string))
    return file
  }

  func makeFolder(_ name: String) throws -> FilePath {
    let folder = path.appending(name)
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    return folder
  }
}
