import Glibc
import SystemPackage

/// The scripts of a commit as files of their own, so that they can be compiled and loaded.
///
/// The files stand in the project's cache: neither the work tree nor the index is touched. Everything in them is from the
/// object database of the repository.
package struct CheckedOutScripts: Sendable {
  /// The commit that has the scripts so.
  package let commit: GitObjectID
  /// Loads the scripts, and says where they come from. What the project has compiled of the same texts is not compiled again.
  package let repository: ScriptRepository
  /// What the scripts declare, by their paths in the cache.
  package let listing: ScriptListing

  /// The path of a script, given as ``listing`` has it, from the top of the commit's tree.
  package func pathInTree(of path: String) -> String {
    repository.origin?.pathInTree(of: path) ?? path
  }

  /// The revisions, where nothing is wrong with any script. The problems name the path in the tree, and the commit.
  package func validated() throws(ScriptProblems) -> [RevisionScript] {
    guard let origin = repository.origin, !listing.problems.isEmpty else { return try listing.validated() }
    throw ScriptProblems(listing.problems.map(origin.naming))
  }
}

extension GitHistory {
  /// Puts the scripts of a commit, and the support files beside them, into a private folder of the cache, from which they
  /// can be loaded. A version location that the commit lacks is empty.
  ///
  /// The folder is named by what is in it, and is made once. What is missing in it or was changed is put right each time, file
  /// by file and each of them whole, so that neither another process nor one that was killed is in the way. Files are as
  /// git stores them: no filter is applied.
  ///
  /// - Parameter reference: What git knows the commit by: a branch, a tag, the beginning of an id …
  /// - Throws: ``GitError``, such as ``GitError/blobMissing(_:path:)`` in a partial clone, or
  ///   ``ScriptLoadError/cannotWrite(errno:)``.
  package func checkedOut(at reference: String) throws -> CheckedOutScripts {
    let commit = try git.commitID(of: reference)
    guard let node = try git.node(commit) else { throw GitError.unknownReference(reference) }
    let blobs = try files(of: node).filter { !ScriptFile.isDeclaredSchema($0.key) }
    do {
      let (folder, isKept) = try folder(for: blobs)
      let root = CommitOrigin.root(in: folder)
      let files = self.files(blobs, below: root)
      let listing = try listing(of: files)
      let locations = folders.map { $0.isEmpty ? root : Self.join(root, $0) }
      for location in locations { try NewFile.makeFolder(location, mode: 0o700) }
      for file in files where !file.hasUnusableName { try put(file) }
      var repository = ScriptRepository(
        projectFolder: repository.projectFolder,
        versionLocations: locations.map { FilePath($0) },
        isRecursive: repository.isRecursive, environment: repository.environment, logger: repository.logger)
      repository.groupSize = self.repository.groupSize
      repository.origin = CommitOrigin(
        commit: commit, folder: folder, blobs: Dictionary(files.map { ($0.path, $0.blob) }) { first, _ in first },
        remover: isKept ? nil : FolderRemover(folder.path))
      return CheckedOutScripts(commit: commit, repository: repository, listing: listing)
    } catch let error as SystemFailure {
      throw ScriptLoadError.cannotWrite(errno: error.errno)
    }
  }

  /// The folder for files, and whether it stays for the next time.
  private func folder(for blobs: [String: GitObjectID]) throws -> (CacheFolder, isKept: Bool) {
    let content = blobs.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value.description] }
    let name = CacheFolder.checkoutPrefix + ContentHash(of: folders + content).hexadecimal
    if let cache = repository.cache, let folder = CacheFolder("\(cache.path)/\(name)") {
      utimensat(AT_FDCWD, folder.path, nil, 0)
      cache.removeOldCheckouts(now: repository.now())
      return (folder, true)
    }
    return (try CacheFolder.temporary(environment: repository.environment), false)
  }

  /// Has a file say what its blob does.
  private func put(_ file: GitFile) throws {
    guard let text = try git.contents(ofBlob: file.blob) else {
      throw GitError.blobMissing(file.blob, path: file.pathInTree)
    }
    if FileStamp.unfollowed(file.path)?.isSymbolicLink == false, let there = try? OpenFile.contents(of: file.path),
      there == text
    {
      return
    }
    guard let slash = file.path.lastIndex(of: "/") else { return }
    let parent = String(file.path[..<slash])
    try NewFile.makeFolder(parent, mode: 0o700)
    guard let folder = CacheFolder(existing: parent) else { throw SystemFailure(errno: EACCES) }
    try folder.write(text, to: String(file.path[file.path.index(after: slash)...]))
  }
}

extension CacheFolder {
  /// How the folder of a commit's scripts is called; what is in it follows.
  static let checkoutPrefix = "checkout-"

  /// Removes scripts of commits that nobody asked for since yesterday, but for a few; another process may be using one that was
  /// asked for today.
  func removeOldCheckouts(now: Int64) {
    let checkouts = Self.names(in: path).filter { $0.hasPrefix(Self.checkoutPrefix) }.compactMap { name in
      FileStamp(path: "\(path)/\(name)").map { (path: "\(path)/\(name)", modified: $0.modified) }
    }
    let day: Int64 = 86_400_000_000_000
    for checkout in checkouts.sorted(by: { $0.modified > $1.modified }).dropFirst(8)
    where checkout.modified < now - day {
      Self.remove(checkout.path)
    }
  }
}
