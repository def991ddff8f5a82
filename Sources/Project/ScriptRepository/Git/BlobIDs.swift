import Logging
import SystemPackage

/// By what names git knows, or would know, the text of a script.
package struct BlobIDs: Hashable, Sendable {
  /// The id of the bytes as they are. A copy of a script in an image has no other.
  package let raw: GitObjectID
  /// The id that `git add` would store; nil outside a repository, and where the file's attributes ask for a program that
  /// cannot be run.
  package let stored: GitObjectID?

  /// Makes a pair.
  package init(raw: GitObjectID, stored: GitObjectID?) {
    self.raw = raw
    self.stored = stored
  }

  /// The id that git has the text under, if it has it at all.
  package var preferred: GitObjectID { stored ?? raw }

  /// Whether an id that was noted down stands for this same text.
  package func contains(_ id: GitObjectID) -> Bool { id == raw || id == stored }
}

extension ScriptRepository {
  /// The ids of files, by their paths as given. What cannot be read is not among them.
  ///
  /// A file whose stamp is the one that it had when it was last read is not read again; the ids of 1,000 files then take a few
  /// milliseconds.
  ///
  /// - Parameters:
  ///   - paths: The files' absolute paths.
  ///   - git: The repository that they belong to, where there is one. A file outside its work tree has only the id of its bytes.
  /// - Throws: ``GitError``, where libgit2 cannot read the attributes or the configuration.
  package func blobIDs(ofFiles paths: [String], in git: GitRepository?) async throws(GitError) -> [String: BlobIDs] {
    try await identify(paths, in: git).ids
  }

  /// The ids of files, and where those of the work tree are in it; both by the paths as given.
  func identify(
    _ paths: [String], in git: GitRepository?
  ) async throws(GitError) -> (ids: [String: BlobIDs], pathsInTree: [String: String]) {
    let startedAt = now()
    let cache = cache
    let name = "blobs-" + ContentHash(of: versionLocations.map(\.string)).hexadecimal.prefix(16)
    let remembered = cache.flatMap { try? OpenFile.contents(of: "\($0.path)/\(name)") }.flatMap { BlobMemory($0) }
    var reader = try BlobReader(git, remembered ?? BlobMemory(), startedAt: startedAt)
    for path in paths { try reader.read(path) }
    if let failure = await reader.askProgram() {
      logger.warning("git cannot tell how it stores the scripts", metadata: ["error": "\(failure)"])
    }
    if let cache, reader.memoryIsStale {
      do {
        try cache.write(reader.newMemory(), to: name)
      } catch {
        logger.debug("the ids of scripts cannot be kept", metadata: ["errno": "\(error.errno)"])
      }
    }
    return (reader.ids, reader.pathsInTree)
  }
}

/// Finds the ids of files, one by one.
private struct BlobReader {
  private let git: GitRepository?
  private let memory: BlobMemory
  private let startedAt: Int64
  private var conversions: GitConversionReader?
  private var locator: FileLocator
  /// What was read this time and may be remembered.
  private var entries: [String: BlobMemory.Entry] = [:]
  private var pending: [(path: String, inTree: String)] = []
  private(set) var ids: [String: BlobIDs] = [:]
  private(set) var pathsInTree: [String: String] = [:]

  init(_ git: GitRepository?, _ memory: BlobMemory, startedAt: Int64) throws(GitError) {
    self.git = git
    locator = FileLocator(git)
    self.memory = memory
    self.startedAt = startedAt
    conversions = try git.map { git throws(GitError) in try GitConversionReader(git) }
  }

  /// Whether something was read that the memory did not know.
  var memoryIsStale: Bool { !entries.isEmpty }

  /// What to remember: what was read, and what was known before of files that are still there.
  func newMemory() -> [UInt8] {
    let others = memory.entries.filter { path, _ in entries[path] == nil && FileStamp(path: path) != nil }
    return BlobMemory(entries: entries.merging(others) { new, _ in new }).encoded()
  }

  mutating func read(_ path: String) throws(GitError) {
    guard ids[path] == nil, let (real, inTree, stamp) = locator.locate(path) else { return }
    pathsInTree[path] = inTree
    let conversion = try inTree.flatMap { inTree throws(GitError) in try conversions?.conversion(of: inTree) }
    if let entry = memory.entries[path], entry.stamp == stamp, entry.conversion == conversion?.key {
      ids[path] = BlobIDs(raw: entry.raw, stored: entry.stored)
      return
    }
    guard let content = try? OpenFile.contents(of: real) else { return }
    let raw = GitObjectID(ofBlob: content)
    var stored: GitObjectID?
    var mayBeKept = stamp.isSettled(at: startedAt)
    if let git, let inTree, let conversion {
      var method = conversion.method
      if conversion.asksIndex, content.contains(0x0D) {
        mayBeKept = false
        // Of a CR that stays because there was one before, libgit2 has another opinion than git where it stands alone.
        if try git.indexHasCR(in: inTree) { method = .program }
      }
      switch method {
      case .nothing: stored = raw
      case .library: stored = GitObjectID(ofBlob: try git.converted(content, path: inTree))
      case .program: pending.append((path, inTree))
      }
    }
    ids[path] = BlobIDs(raw: raw, stored: stored)
    if mayBeKept {
      entries[path] = BlobMemory.Entry(stamp: stamp, conversion: conversion?.key, raw: raw, stored: stored)
    }
  }

  /// Asks git for what only it knows, in one go; returns what kept it from telling.
  mutating func askProgram() async -> GitError? {
    guard !pending.isEmpty, let git, let program = GitProgram(git) else { return nil }
    var failure: GitError?
    var stored: [String: GitObjectID] = [:]
    do { stored = try await program.storedIDs(of: pending.map(\.inTree)) } catch { failure = error }
    for (path, inTree) in pending {
      guard let raw = ids[path]?.raw else { continue }
      ids[path] = BlobIDs(raw: raw, stored: stored[inTree])
      // What git could not tell this time, it may the next.
      if let id = stored[inTree] { entries[path]?.stored = id } else { entries[path] = nil }
    }
    return failure
  }
}
