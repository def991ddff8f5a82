import RevisionGraph
import Revisions

/// What stands above the first section of a SQL script: `-- key: value` lines.
struct SQLHeader {
  private(set) var metadata: RevisionMetadata
  /// The line of `-- revision:`, from 1.
  private(set) var line: Int
  /// Where the parents stand, as offsets in the script's text; nil where it names none.
  private(set) var parents: Range<Int>?
  /// Where the line of `-- revision:` ends, without its line break.
  private(set) var endOfRevision = 0

  private enum Key: String, CaseIterable {
    case revision, parents, dependsOn = "depends_on", branchLabels = "branch_labels", message, created
  }

  /// Reads a header from its lines; throws everything that is wrong with it.
  init(_ lines: [SQLLine], path: String) throws(ScriptProblems) {
    var problems: [ScriptProblem] = []
    var values: [Key: (text: String, line: Int)] = [:]
    for line in lines {
      func report(_ kind: ScriptProblem.Kind) {
        problems.append(
          ScriptProblem(path: path, position: ScriptPosition(line: line.number, column: 1), kind: kind))
      }
      switch Self.read(line.text) {
      case .blank, .comment: break
      case .statement: report(.textBeforeSections)
      case .unknown(let key, let suggestion): report(.headerKeyUnknown(key: key, suggestion: suggestion))
      case .pair(let key, let value):
        if values[key] != nil { report(.headerKeyRepeated(key: key.rawValue)) }
        values[key] = (String(decoding: value, as: UTF8.self), line.number)
        if key == .parents { parents = value.startIndex..<value.endIndex }
        if key == .revision { endOfRevision = line.text.endIndex }
      }
    }
    line = values[.revision]?.line ?? 1
    let id = values[.revision]?.text ?? ""
    if values[.revision] == nil {
      // Without an id this is some other file: what else is wrong with its header says nothing.
      problems = [ScriptProblem(path: path, kind: .headerMissing)]
    } else if id.isEmpty || Self.list(id).count != 1 {
      let position = ScriptPosition(line: line, column: 1)
      problems.append(
        ScriptProblem(path: path, position: position, kind: .headerValueMalformed(key: "revision", value: id)))
    }
    guard problems.isEmpty else { throw ScriptProblems(problems) }
    func ids(_ key: Key) -> [RevisionID] { Self.list(values[key]?.text ?? "").map { RevisionID($0) } }
    metadata = RevisionMetadata(
      id: RevisionID(id), parents: ids(.parents), dependsOn: ids(.dependsOn),
      branchLabels: Self.list(values[.branchLabels]?.text ?? ""), message: values[.message]?.text ?? "",
      created: values[.created]?.text ?? "")
  }

  private enum Reading {
    case blank, comment, statement
    case unknown(String, suggestion: String?)
    case pair(Key, ArraySlice<UInt8>)
  }

  private static func read(_ line: ArraySlice<UInt8>) -> Reading {
    let text = trim(line)
    if text.isEmpty { return .blank }
    guard text.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) else { return .statement }
    let comment = trim(text.dropFirst(2))
    guard let colon = comment.firstIndex(of: UInt8(ascii: ":")), colon > comment.startIndex else { return .comment }
    let name = String(decoding: comment[..<colon], as: UTF8.self)
    if let key = Key(rawValue: name) {
      return .pair(key, trim(comment[(colon + 1)...]))
    }
    // `-- Depends on:` would be lost in silence if it passed for a comment; so would a key that nobody knows.
    let normal = String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    let suggestion = nearest(to: normal)
    let isOneWord = name.utf8.allSatisfy { SwiftTokenizer.isWordByte($0) || $0 == UInt8(ascii: "-") }
    return isOneWord || suggestion != nil ? .unknown(name, suggestion: suggestion) : .comment
  }

  private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result = bytes
    while let first = result.first, first == 0x20 || first == 0x09 { result.removeFirst() }
    while let last = result.last, last == 0x20 || last == 0x09 { result.removeLast() }
    return result
  }

  /// The elements of a list, which commas or blanks separate.
  private static func list(_ text: String) -> [String] {
    text.utf8.split { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x09 }.map { String($0) ?? "" }
  }

  /// The key that a name was probably meant to be.
  private static func nearest(to name: String) -> String? {
    let synonyms = [
      "revision_id": "revision", "id": "revision", "revises": "parents", "parent": "parents",
      "down_revision": "parents",
      "depends": "depends_on", "labels": "branch_labels", "label": "branch_labels", "create_date": "created",
      "date": "created",
    ]
    if let key = synonyms[name] { return key }
    let distances = Key.allCases.map { key in
      (key: key.rawValue, distance: editDistance(Array(name.utf8), Array(key.rawValue.utf8), limit: 2))
    }
    return distances.filter { $0.distance <= 2 }.min { $0.distance < $1.distance }?.key
  }
}
