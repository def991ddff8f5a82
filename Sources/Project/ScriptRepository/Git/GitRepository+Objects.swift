import CLibGit2

/// An entry of a folder in git.
struct GitEntry: Hashable {
  enum Kind { case file, folder, symbolicLink, other }

  let name: String
  let id: GitObjectID
  let kind: Kind
}

extension GitRepository {
  /// Whether the object database holds a blob: in a pack or loose, reachable from some branch or not.
  package func contains(blob id: GitObjectID) -> Bool {
    var oid = id.oid
    guard git.git_odb_exists(objects, &oid) == 1 else { return false }
    var size = 0
    var type = GIT_OBJECT_INVALID
    return git.git_odb_read_header(&size, &type, objects, &oid) == 0 && type == GIT_OBJECT_BLOB
  }

  /// The bytes of a blob as git stores them; nil where the object database does not hold it.
  package func contents(ofBlob id: GitObjectID) throws(GitError) -> [UInt8]? {
    guard contains(blob: id) else { return nil }
    var oid = id.oid
    guard let blob = try git.find({ git.git_blob_lookup($0, handle, &oid) }) else { return nil }
    defer { git.git_blob_free(blob) }
    let count = Int(git.git_blob_rawsize(blob))
    return git.git_blob_rawcontent(blob).map { [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
  }

  /// The entries of a folder; nil where it is not there.
  func entries(ofTree id: GitObjectID) throws(GitError) -> [GitEntry]? {
    try withTree(id) { tree in
      (0..<git.git_tree_entrycount(tree)).compactMap { index in
        git.git_tree_entry_byindex(tree, index).flatMap { entry($0) }
      }
    }
  }

  /// What stands at a path below a folder, where the empty path is the folder itself; nil where there is nothing.
  func entry(at path: String, inTree id: GitObjectID) throws(GitError) -> GitEntry? {
    if path.isEmpty { return GitEntry(name: "", id: id, kind: .folder) }
    let found = try withTree(id) { tree throws(GitError) -> GitEntry? in
      guard let found = try git.find({ git.git_tree_entry_bypath($0, tree, path) }) else { return nil }
      defer { git.git_tree_entry_free(found) }
      return entry(found)
    }
    return found ?? nil
  }

  /// The text that a commit has at a path from the top of its tree; nil where it has no file there.
  package func blob(at path: String, in commit: GitObjectID) throws(GitError) -> GitObjectID? {
    guard let node = try node(commit), let entry = try entry(at: path, inTree: node.tree), entry.kind == .file else {
      return nil
    }
    return entry.id
  }

  private func withTree<Value>(
    _ id: GitObjectID, _ body: (OpaquePointer) throws(GitError) -> Value
  ) throws(GitError) -> Value? {
    var oid = id.oid
    guard let tree = try git.find({ git.git_tree_lookup($0, handle, &oid) }) else { return nil }
    defer { git.git_tree_free(tree) }
    return try body(tree)
  }

  private func entry(_ entry: OpaquePointer) -> GitEntry? {
    guard let name = git.git_tree_entry_name(entry), let id = GitObjectID(git.git_tree_entry_id(entry)) else {
      return nil
    }
    let kind: GitEntry.Kind =
      switch git.git_tree_entry_filemode(entry) {
      case GIT_FILEMODE_TREE: .folder
      case GIT_FILEMODE_LINK: .symbolicLink
      case GIT_FILEMODE_BLOB, GIT_FILEMODE_BLOB_EXECUTABLE: .file
      default: .other
      }
    return GitEntry(name: String(cString: name), id: id, kind: kind)
  }

  /// The folder that a commit holds, its parents, and when it was made; nil where it is not there.
  func node(_ id: GitObjectID) throws(GitError) -> GitNode? {
    var oid = id.oid
    guard let commit = try git.find({ git.git_commit_lookup($0, handle, &oid) }) else { return nil }
    defer { git.git_commit_free(commit) }
    guard let tree = GitObjectID(git.git_commit_tree_id(commit)) else { return nil }
    let parents = (0..<git.git_commit_parentcount(commit)).compactMap {
      GitObjectID(git.git_commit_parent_id(commit, $0))
    }
    return GitNode(id: id, tree: tree, parents: parents, time: git.git_commit_time(commit))
  }
}

/// A commit, as far as a walk through the history wants to know it.
struct GitNode {
  let id: GitObjectID
  let tree: GitObjectID
  let parents: [GitObjectID]
  /// In seconds since 1970.
  let time: Int64
}
