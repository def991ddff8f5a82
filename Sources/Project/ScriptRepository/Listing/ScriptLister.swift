import Glibc
import Logging
import Revisions
import SystemPackage

extension ScriptRepository {
  /// Reads which revisions there are. Nothing is compiled, and only what changed since the last time is read.
  package func list() -> ScriptListing {
    let startedAt = now()
    let folders = versionLocations.map { realPath($0.string) ?? $0.string }
    let allowed = [realPath(projectFolder.string)].compactMap { $0 } + folders
    var visited: Set<[UInt64]> = []
    let readers = folders.map { FolderReader($0, isRecursive: isRecursive, allowed: allowed, visited: &visited) }

    let cache = cache
    // Other folders have an index of their own: `--name` may choose between several.
    let name = "index-" + ContentHash(of: folders + ["\(isRecursive)"]).hexadecimal.prefix(16)
    let index = cache.flatMap { try? OpenFile.contents(of: "\($0.path)/\(name)") }.flatMap { ScriptIndex($0) }
    var lister = ScriptLister(readers, startedAt: startedAt)
    lister.read(index)
    if let cache, lister.indexIsStale {
      do {
        try cache.write(lister.newIndex(), to: name)
      } catch {
        logger.debug("the index of scripts cannot be kept", metadata: ["errno": "\(error.errno)"])
      }
    }
    return lister.listing()
  }
}

/// Collects what the files of all folders declare.
struct ScriptLister {
  private let readers: [FolderReader]
  /// What each file declares, folder by folder; nil where it cannot be read.
  private var entries: [ScriptIndex.Entry?] = []
  private var problems: [ScriptProblem] = []
  private var filesRead = 0
  private let startedAt: Int64
  /// Whether the index no longer tells what the files say.
  private(set) var indexIsStale = false

  init(_ readers: [FolderReader], startedAt: Int64) {
    self.readers = readers
    self.startedAt = startedAt
    problems = readers.flatMap(\.problems)
    entries.reserveCapacity(readers.reduce(0) { $0 + $1.files.count })
  }

  /// Reads what the index does not know.
  mutating func read(_ index: ScriptIndex?) {
    guard let index else {
      for reader in readers {
        for file in reader.files { readFile(file, of: reader) }
      }
      indexIsStale = true
      return
    }
    index.withCursor { cursor in
      for (number, reader) in readers.enumerated() {
        reader.names.withUnsafeBytes { names in
          for file in reader.files {
            let name = UnsafeRawBufferPointer(rebasing: names[file.nameStart..<file.nameStart + file.nameCount])
            if let entry = cursor.entry(folder: number, name: name, stamp: file.stamp) {
              entries.append(entry)
            } else {
              readFile(file, of: reader)
            }
          }
        }
      }
      indexIsStale = filesRead > 0 || cursor.hasSkipped || !cursor.isExhausted
    }
  }

  private mutating func readFile(_ file: FolderReader.File, of reader: FolderReader) {
    filesRead += 1
    let name = reader.name(of: file)
    guard !ScriptFile.isDeclaredSchema(name) else { return entries.append(ScriptIndex.Entry()) }
    do throws(ScriptProblems) {
      entries.append(try ScriptFile.read("\(reader.root)/\(name)", format: file.format, size: Int(file.stamp.size)))
    } catch {
      problems += error.problems
      entries.append(nil)
    }
  }

  /// The index of what was read. A file that something is wrong with is not in it, and is read again the next time.
  func newIndex() -> [UInt8] {
    var builder = ScriptIndex.Builder()
    var position = 0
    for (number, reader) in readers.enumerated() {
      for file in reader.files {
        if let entry = entries[position] {
          builder.add(
            entry, folder: number, name: reader.bytes(of: file), stamp: file.stamp,
            isSettled: file.stamp.isSettled(at: startedAt))
        }
        position += 1
      }
    }
    return builder.finish()
  }

  // MARK: The revisions among each other

  /// Puts the revisions of all files together.
  func listing() -> ScriptListing {
    var scripts: [RevisionScript] = []
    scripts.reserveCapacity(entries.count)
    var supportFiles: [SupportFile] = []
    var problems = problems
    var position = 0
    for reader in readers {
      for file in reader.files {
        defer { position += 1 }
        guard let entry = entries[position] else { continue }
        let name = reader.name(of: file)
        let path = "\(reader.root)/\(name)"
        if entry.revisions.isEmpty, let key = entry.key {
          supportFiles.append(SupportFile(path: path, key: key))
        }
        for revision in entry.revisions {
          scripts.append(
            RevisionScript(
              metadata: revision.metadata, path: path, format: file.format, line: revision.line,
              typeName: revision.typeName, key: entry.key))
        }
      }
    }
    problems += Self.unusableIDs(in: scripts)
    problems += Self.takenNames(of: supportFiles, scripts)
    removeDuplicates(from: &scripts, &problems)
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
  private func removeDuplicates(from scripts: inout [RevisionScript], _ problems: inout [ScriptProblem]) {
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
      if original.path != script.path, ScriptFile.areIdentical(original.path, script.path) { continue }
      problems.append(
        ScriptProblem(
          path: script.path, position: ScriptPosition(line: script.line, column: 1),
          kind: .duplicateID(script.id, otherPath: original.path)))
    }
    guard !dropped.isEmpty else { return }
    scripts = scripts.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }
}
