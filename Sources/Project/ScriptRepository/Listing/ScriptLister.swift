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

    let cache = findingsFolder
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

  /// Puts the revisions of all files together.
  func listing() -> ScriptListing {
    var collection = ScriptCollection(reserving: entries.count)
    var position = 0
    for reader in readers {
      for file in reader.files {
        if let entry = entries[position] {
          collection.add(entry, path: "\(reader.root)/\(reader.name(of: file))", format: file.format)
        }
        position += 1
      }
    }
    return collection.listing(problems: problems, filesRead: filesRead, areIdentical: ScriptFile.areIdentical)
  }
}
