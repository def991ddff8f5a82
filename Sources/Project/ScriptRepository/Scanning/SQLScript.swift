package import Revisions

/// A revision that is written in SQL: a header, and a section for each direction.
package struct SQLScript: Sendable {
  package let metadata: RevisionMetadata
  /// The line of `-- revision:`, from 1.
  package let line: Int
  /// What the sections say, one `SQL` operation each.
  package let operations: RevisionOperations

  /// Reads a script's text.
  package init(_ text: [UInt8], path: String) throws(ScriptProblems) {
    let header = try Self.header(of: text, isWhole: true, path: path)
    guard let header else { throw ScriptProblems([ScriptProblem(path: path, kind: .headerMissing)]) }
    metadata = header.metadata
    line = header.line
    operations = try Self.sections(of: text, path: path)
  }

  /// Reads the header from the beginning of a script.
  ///
  /// Nil where more of the text is needed; only the whole text can have no first section.
  static func header(of text: [UInt8], isWhole: Bool, path: String) throws(ScriptProblems) -> SQLHeader? {
    var lines = SQLLines(text)
    var header: [SQLLine] = []
    while let line = lines.next() {
      if SQLSectionMarker(line.text) != nil, isWhole || lines.nextOffset < text.count {
        try ScriptText.check(text[..<line.text.startIndex], path: path)
        return try SQLHeader(header, path: path)
      }
      header.append(line)
    }
    guard isWhole else { return nil }
    try ScriptText.check(text[...], path: path)
    _ = try SQLHeader(header, path: path)
    throw ScriptProblems([ScriptProblem(path: path, kind: .upgradeMissing)])
  }

  // MARK: Sections

  private struct Body {
    let marker: SQLSectionMarker
    let line: Int
    let start: Int
    var end: Int
  }

  private static func sections(of text: [UInt8], path: String) throws(ScriptProblems) -> RevisionOperations {
    var problems: [ScriptProblem] = []
    var bodies: [SQLSectionMarker.Section: Body] = [:]
    var current: SQLSectionMarker.Section?
    var lines = SQLLines(text)
    while true {
      let start = lines.nextOffset
      guard let line = lines.next() else { break }
      guard let marker = SQLSectionMarker(line.text) else { continue }
      func report(_ kind: ScriptProblem.Kind) {
        problems.append(
          ScriptProblem(path: path, position: ScriptPosition(line: line.number, column: 1), kind: kind))
      }
      if case .unknown(let option) = marker.option {
        report(.sectionMalformed(section: marker.section.rawValue, option: option))
      }
      if let first = bodies[marker.section] {
        report(.sectionRepeated(section: marker.section.rawValue, firstLine: first.line))
        continue
      }
      if let current { bodies[current]?.end = start }
      current = marker.section
      bodies[marker.section] = Body(marker: marker, line: line.number, start: lines.nextOffset, end: text.count)
    }
    guard let upgrade = bodies[.upgrade] else {
      throw ScriptProblems(problems + [ScriptProblem(path: path, kind: .upgradeMissing)])
    }
    for body in bodies.values {
      guard case .irreversible = body.marker.option, saysSomething(text[body.start..<body.end]) else { continue }
      let position = ScriptPosition(line: body.line, column: 1)
      problems.append(ScriptProblem(path: path, position: position, kind: .irreversibleHasStatements))
    }
    guard problems.isEmpty else { throw ScriptProblems(problems) }
    return RevisionOperations(
      upgrade: operations(of: upgrade, in: text, path: path),
      downgrade: bodies[.downgrade].map { operations(of: $0, in: text, path: path) }
        ?? .irreversible("the script has no '-- downgrade' section"))
  }

  private static func operations(of body: Body, in text: [UInt8], path: String) -> Operations {
    if case .irreversible(let reason) = body.marker.option { return .irreversible(reason) }
    let sql = text[body.start..<body.end]
    guard saysSomething(sql) else { return Operations([]) }
    let line = body.line + 1
    let operation = SQL(.raw(String(decoding: sql, as: UTF8.self)), file: path, line: line)
    guard body.marker.option == .outsideTransaction else { return Operations([operation.operation]) }
    return OutsideTransaction(body: operation.operations, file: path, line: body.line).operations
  }

  /// Whether there is more in a section than blank lines and `--` comments.
  private static func saysSomething(_ sql: ArraySlice<UInt8>) -> Bool {
    sql.split(separator: 0x0A).contains { line in
      let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      return !text.isEmpty && !text.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")])
    }
  }
}
