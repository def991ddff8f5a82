internal import Autogenerate
internal import ProjectConfiguration
internal import ScriptRepository
internal import SystemPackage

extension Report {
  /// What cannot be of a schema that a file or a folder declares, with the lines where that can be told.
  init(_ problems: [SchemaProblems.Problem], declaredAt path: FilePath) throws {
    let files = try ScriptRepository.schemaFiles(at: path.string)
    let lines = problems.prefix(5).map { problem in
      "\(Self.place(of: problem.subject, in: files) ?? Session.displayed(path.string)): \(problem.words)"
    }
    let nearest = problems.prefix(5).compactMap { problem in
      problem.missing.flatMap { nearestName(to: $0, among: problem.known) }
    }
    self.init(
      .script, visible(lines: lines),
      hints: didYouMean(Array(Set(nearest)).sorted().map { visible($0) })
        + (problems.count > 5 ? ["and \(problems.count - 5) more"] : []))
  }

  /// The one line in which a name stands in quotes; nil where there is none, or more than one.
  private static func place(of name: String, in files: [(path: String, text: [UInt8])]) -> String? {
    let wanted = Array("\"\(name)\"".utf8)
    var found: [String] = []
    for file in files {
      for (number, line) in file.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .enumerated()
      where line.contains(wanted) {
        found.append("\(Session.displayed(file.path)):\(number + 1)")
      }
    }
    return found.count == 1 ? found[0] : nil
  }
}

/// Lines as a terminal shows them.
private func visible(lines: [String]) -> String { lines.map { visible($0) }.joined(separator: "\n") }
