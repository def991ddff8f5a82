internal import Autogenerate
internal import ProjectConfiguration
internal import ScriptRepository
internal import SystemPackage

extension Report {
  /// What cannot be of a schema that a file or a folder declares, with the lines where that can be told.
  init(_ problems: [SchemaProblems.Problem], declaredAt path: FilePath) throws {
    let declaration = DeclarationText(try ScriptRepository.schemaFiles(at: path.string))
    let shown = problems.prefix(5)
    let lines = shown.map { "\(declaration.place(of: $0) ?? Session.displayed(path.string)): \($0.words)" }
    let nearest = shown.compactMap { problem in
      problem.missing.flatMap { nearestName(to: $0, among: problem.known) }
    }
    var hints: [String] = []
    for hint in shown.compactMap(\.hint) where !hints.contains(hint) { hints.append(hint) }
    self.init(
      .script, visible(lines: lines),
      hints: didYouMean(Array(Set(nearest)).sorted().map { visible($0) }) + hints.map { visible($0) }
        + (problems.count > 5 ? ["and \(problems.count - 5) more"] : []))
  }
}

/// The files of a declaration, in which the line is looked for that says something.
///
/// A declaration is Swift that has run: what a name was computed from is not known, and then there is no line.
private struct DeclarationText {
  private struct Line {
    let place: String
    let text: ArraySlice<UInt8>
  }

  private let lines: [Line]

  init(_ files: [(path: String, text: [UInt8])]) {
    lines = files.flatMap { file in
      let lines = file.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      return lines.enumerated().map { Line(place: "\(Session.displayed(file.path)):\($0 + 1)", text: $1) }
    }
  }

  /// The one line that a problem is about; nil where there is none, or more than one.
  func place(of problem: SchemaProblems.Problem) -> String? {
    let name = Array("\"\(problem.subject)\"".utf8)
    var found = lines[...].filter { $0.text.contains(name) }
    if let table = problem.table, let declaration = declaration(of: table) {
      let inside = declaration.filter { $0.text.contains(name) }
      if inside.isEmpty { return declaration.first?.place }
      // Of those that speak of something, the first declares it.
      found = Array(inside.prefix(problem.isRepetition ? 2 : 1))
    } else if found.count > 1 {
      let declaring = found.filter { $0.text.declares(name) }
      if !declaring.isEmpty { found = declaring }
    }
    if problem.isRepetition { return found.count < 3 ? found.last?.place : nil }
    return found.count == 1 ? found[0].place : nil
  }

  /// The lines of a table, up to the next one; nil where it is not declared on a line of its own, or more than once.
  private func declaration(of table: String) -> ArraySlice<Line>? {
    let beginning = Array("Table(\"\(table)\"".utf8)
    guard let start = lines.firstIndex(where: { $0.text.contains(beginning) }) else { return nil }
    let rest = lines[(start + 1)...]
    guard !rest.contains(where: { $0.text.contains(beginning) }) else { return nil }
    return lines[start..<(rest.firstIndex { $0.text.contains(Array("Table(".utf8)) } ?? lines.endIndex)]
  }
}

extension ArraySlice<UInt8> {
  /// Whether a name in quotes is the first that some initializer is given: `Enum("mood"`.
  fileprivate func declares(_ name: [UInt8]) -> Bool {
    guard let range = firstRange(of: [UInt8(ascii: "(")] + name) else { return false }
    let word = self[..<range.lowerBound].reversed().prefix { byte in
      (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    return word.last.map { (0x41...0x5A).contains($0) } ?? false
  }
}

/// Lines as a terminal shows them.
private func visible(lines: [String]) -> String { lines.map { visible($0) }.joined(separator: "\n") }
