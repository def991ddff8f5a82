import Revisions

/// Puts together what files declare, and says which revisions cannot stand beside each other.
struct ScriptCollection {
  private var scripts: [RevisionScript] = []
  private var supportFiles: [SupportFile] = []

  init(reserving count: Int) { scripts.reserveCapacity(count) }

  /// Adds what a file declares.
  mutating func add(_ entry: ScriptIndex.Entry, path: String, format: ScriptFormat) {
    if entry.revisions.isEmpty, let key = entry.key { supportFiles.append(SupportFile(path: path, key: key)) }
    for revision in entry.revisions {
      scripts.append(
        RevisionScript(
          metadata: revision.metadata, path: path, format: format, line: revision.line, typeName: revision.typeName,
          key: entry.key))
    }
  }

  /// The revisions of all files, each once.
  ///
  /// - Parameters:
  ///   - problems: What is wrong with single files.
  ///   - areIdentical: Whether the files of two paths hold the same bytes.
  func listing(
    problems: [ScriptProblem], filesRead: Int, areIdentical: (String, String) -> Bool
  ) -> ScriptListing {
    var scripts = scripts
    var problems = problems
    problems += Self.unusableIDs(in: scripts)
    problems += Self.takenNames(of: supportFiles, scripts)
    Self.removeDuplicates(from: &scripts, &problems, areIdentical)
    problems.sort { ($0.path, $0.position?.line ?? 0) < ($1.path, $1.position?.line ?? 0) }
    return ScriptListing(scripts: scripts, supportFiles: supportFiles, problems: problems, filesRead: filesRead)
  }

  private static func unusableIDs(in scripts: [RevisionScript]) -> [ScriptProblem] {
    scripts.compactMap { script in
      guard let reason = unusable(script.id) else { return nil }
      let position = ScriptPosition(line: script.line, column: 1)
      return ScriptProblem(path: script.path, position: position, kind: .unusableID(script.id, reason: reason))
    }
  }

  /// Why an id cannot be read at all; one that can only not be made (`mnist-classifier.v1`) is another tool's.
  private static func unusable(_ id: RevisionID) -> String? {
    let isPlain = id.rawValue.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    let isReserved = id.rawValue.utf8.count <= 7 && RevisionID.reserved.contains(id.rawValue)
    if isPlain && !id.rawValue.isEmpty && !isReserved { return nil }
    let hasBlank = id.rawValue.unicodeScalars.contains {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
    }
    return id.rawValue.isEmpty || isReserved || hasBlank ? id.problem : nil
  }

  /// Support files whose name another file has: Swift compiles no two files of one name together.
  private static func takenNames(of supportFiles: [SupportFile], _ scripts: [RevisionScript]) -> [ScriptProblem] {
    guard !supportFiles.isEmpty else { return [] }
    func name(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
    var paths = Dictionary(supportFiles.map { (name($0.path), [$0.path]) }, uniquingKeysWith: +)
    for script in scripts where script.format == .swift {
      let name = name(script.path)
      if paths[name]?.contains(script.path) == false { paths[name]?.append(script.path) }
    }
    return supportFiles.compactMap { file in
      guard let other = paths[name(file.path)]?.first(where: { $0 != file.path }) else { return nil }
      return ScriptProblem(path: file.path, kind: .supportFileNameTaken(otherPath: other))
    }
  }

  /// Leaves one of several copies of a revision; those that differ are a problem.
  private static func removeDuplicates(
    from scripts: inout [RevisionScript], _ problems: inout [ScriptProblem],
    _ areIdentical: (String, String) -> Bool
  ) {
    var first: [RevisionID: Int] = [:]
    first.reserveCapacity(scripts.count)
    var dropped: Set<Int> = []
    for (index, script) in scripts.enumerated() {
      guard let other = first[script.id] else {
        first[script.id] = index
        continue
      }
      dropped.insert(index)
      let original = scripts[other]
      if original.path != script.path, areIdentical(original.path, script.path) { continue }
      problems.append(
        ScriptProblem(
          path: script.path, position: ScriptPosition(line: script.line, column: 1),
          kind: .duplicateID(script.id, otherPath: original.path)))
    }
    guard !dropped.isEmpty else { return }
    scripts = scripts.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }
}
