import SystemPackage

/// The scripts of a project as git has them: at a commit, on other branches, and in the past.
///
/// Only what the version locations held is looked at. What was read of a folder or a blob is kept, as neither ever
/// changes.
package final class GitHistory {
  let git: GitRepository
  let repository: ScriptRepository
  /// The version locations, from the top of the work tree.
  package let folders: [String]
  /// The files of folders that were read lately, by their paths from there.
  private var filesOfTree: [GitObjectID: [String: GitObjectID]] = [:]
  private var revisionsOfBlob: [BlobKey: [ScriptIndex.Revision]] = [:]

  private struct BlobKey: Hashable {
    let id: GitObjectID
    let format: ScriptFormat
  }

  /// Makes a history; nothing is read yet. Throws where a version location is not in the repository's work tree.
  package init(of repository: ScriptRepository, in git: GitRepository) throws(GitError) {
    self.git = git
    self.repository = repository
    var folders: [String] = []
    for location in repository.versionLocations {
      guard let path = git.relativePath(of: location.string) else {
        throw .outsideWorkTree(path: location.string)
      }
      folders.append(path)
    }
    self.folders = folders
  }

  // MARK: Folders

  /// The scripts of a folder, and of those in it where the project says so; by their paths from there.
  func files(ofTree id: GitObjectID) throws(GitError) -> [String: GitObjectID] {
    if let files = filesOfTree[id] { return files }
    var files: [String: GitObjectID] = [:]
    var pending = [(path: "", id: id)]
    while let folder = pending.popLast() {
      for entry in try git.entries(ofTree: folder.id) ?? [] {
        // A name with a slash is in no tree that git makes: it would lead out of the folder.
        guard let first = entry.name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "#"),
          !entry.name.utf8.contains(UInt8(ascii: "/"))
        else { continue }
        let path = folder.path.isEmpty ? entry.name : "\(folder.path)/\(entry.name)"
        switch entry.kind {
        case .folder: if repository.isRecursive { pending.append((path, entry.id)) }
        case .file: if Self.format(of: entry.name) != nil { files[path] = entry.id }
        case .symbolicLink, .other: break
        }
      }
    }
    // A commit is compared with its parents, which are looked at next: a few of the last are enough.
    if filesOfTree.count >= 64 { filesOfTree.removeAll(keepingCapacity: true) }
    filesOfTree[id] = files
    return files
  }

  /// The ids of the version locations in a commit; nil for one that is not there.
  func trees(of node: GitNode) throws(GitError) -> [GitObjectID?] {
    var trees: [GitObjectID?] = []
    for folder in folders {
      let entry = try git.entry(at: folder, inTree: node.tree)
      trees.append(entry.flatMap { $0.kind == .folder ? $0.id : nil })
    }
    return trees
  }

  /// Whether a commit has any of the version locations.
  ///
  /// - Parameter reference: What git knows the commit by.
  package func hasVersionLocation(at reference: String) throws(GitError) -> Bool {
    guard let node = try git.node(git.commitID(of: reference)) else { return false }
    return try trees(of: node).contains { $0 != nil }
  }

  /// The scripts of a commit, by their paths from the top of the work tree.
  func files(of node: GitNode) throws(GitError) -> [String: GitObjectID] {
    var all: [String: GitObjectID] = [:]
    for (folder, tree) in zip(folders, try trees(of: node)) {
      guard let tree else { continue }
      for (path, id) in try files(ofTree: tree) { all[Self.join(folder, path)] = id }
    }
    return all
  }

  static func join(_ folder: String, _ path: String) -> String { folder.isEmpty ? path : "\(folder)/\(path)" }

  static func format(of name: String) -> ScriptFormat? {
    var name = name
    return name.withUTF8 { FolderReader.format(of: UnsafeRawBufferPointer($0)) }
  }

  // MARK: Blobs

  /// The revisions that a blob declares; none where something is wrong with it, or it is not there.
  func revisions(inBlob id: GitObjectID, at path: String) throws(GitError) -> [ScriptIndex.Revision] {
    guard let format = Self.format(of: path) else { return [] }
    let key = BlobKey(id: id, format: format)
    if let revisions = revisionsOfBlob[key] { return revisions }
    let text = try git.contents(ofBlob: id)
    let entry = text.flatMap { try? ScriptFile.read($0, path: path, format: format) }
    revisionsOfBlob[key] = entry?.revisions ?? []
    return entry?.revisions ?? []
  }
}
