import Revisions

/// Reads a file from a version location.
enum ScriptFile {
  /// The file that declares the schema is no revision and no part of one.
  static func isDeclaredSchema(_ path: String) -> Bool { path == "Schema.swift" || path.hasSuffix("/Schema.swift") }

  /// What a file declares: the whole of a Swift file is read, and the header of a SQL script.
  static func read(_ path: String, format: ScriptFormat, size: Int) throws(ScriptProblems) -> ScriptIndex.Entry {
    switch format {
    case .swift: try swift(contents(of: path), path: path)
    case .sql: try sql(path, size: size)
    }
  }

  /// What a text declares that stands in no file.
  static func read(_ text: [UInt8], path: String, format: ScriptFormat) throws(ScriptProblems) -> ScriptIndex.Entry {
    switch format {
    case .swift:
      try ScriptText.check(text[...], path: path)
      return try swift(text, path: path)
    case .sql:
      guard let header = try SQLScript.header(of: text, isWhole: true, path: path) else {
        throw ScriptProblems([ScriptProblem(path: path, kind: .headerMissing)])
      }
      return sql(header)
    }
  }

  /// The text of a script, which is UTF-8 and without a NUL.
  static func contents(of path: String) throws(ScriptProblems) -> [UInt8] {
    let text: [UInt8]
    do {
      text = try OpenFile.contents(of: path)
    } catch {
      throw ScriptProblems([ScriptProblem(path: path, kind: .unreadable(errno: error.errno))])
    }
    try ScriptText.check(text[...], path: path)
    return text
  }

  private static func swift(_ text: [UInt8], path: String) throws(ScriptProblems) -> ScriptIndex.Entry {
    let scan = SwiftScan(text, path: path)
    guard scan.problems.isEmpty else { throw ScriptProblems(scan.problems) }
    return ScriptIndex.Entry(
      key: key(of: text, path: path),
      revisions: scan.declarations.map { .init(metadata: $0.metadata, typeName: $0.typeName, line: $0.line) })
  }

  /// Stands for what the compiler is given: the text, and the name, which `#fileID` makes part of the program.
  static func key(of text: [UInt8], path: String) -> ContentHash {
    let name = path.utf8.reversed().prefix { $0 != UInt8(ascii: "/") }
    return ContentHash(of: [UInt8(truncatingIfNeeded: name.count)] + name + text)
  }

  /// Whether a file is there and has the name and text that a key stands for.
  static func stillHas(_ key: ContentHash, at path: String) -> Bool {
    guard let text = try? OpenFile.contents(of: path) else { return false }
    return Self.key(of: text, path: path) == key
  }

  private static func sql(_ path: String, size: Int) throws(ScriptProblems) -> ScriptIndex.Entry {
    func attempt<Value: ~Copyable>(_ body: () throws(SystemFailure) -> Value) throws(ScriptProblems) -> Value {
      do { return try body() } catch {
        throw ScriptProblems([ScriptProblem(path: path, kind: .unreadable(errno: error.errno))])
      }
    }
    let file = try attempt { () throws(SystemFailure) in try OpenFile(path) }
    var text: [UInt8] = []
    // A header and its first section fit into this; where they do not, more is read.
    var limit = min(2048, size + 1)
    while true {
      let before = text.count
      try attempt { () throws(SystemFailure) in try file.read(limit, into: &text) }
      let isWhole = text.count - before < limit
      if let header = try SQLScript.header(of: text, isWhole: isWhole, path: path) {
        return sql(header)
      }
      limit = max(65_536, text.count)
    }
  }

  private static func sql(_ header: SQLHeader) -> ScriptIndex.Entry {
    ScriptIndex.Entry(
      key: nil, revisions: [ScriptIndex.Revision(metadata: header.metadata, typeName: "", line: header.line)])
  }

  /// Whether two files hold the same bytes.
  static func areIdentical(_ left: String, _ right: String) -> Bool {
    guard let left = try? OpenFile.contents(of: left), let right = try? OpenFile.contents(of: right) else {
      return false
    }
    return left == right
  }
}
