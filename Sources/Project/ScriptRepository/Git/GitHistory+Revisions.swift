package import Revisions

/// A revision as a commit has it.
package struct GitRevision: Hashable, Sendable {
  package let metadata: RevisionMetadata
  /// The script's path from the top of the work tree.
  package let path: String
  /// The script's text.
  package let blob: GitObjectID
}

extension GitRepository {
  /// Where a branch that ends with a commit stood at a time: the newest of the first parents that is no younger than that;
  /// nil where the branch begins later.
  package func firstParent(of commit: GitObjectID, at time: Int64) throws(GitError) -> GitObjectID? {
    var next: GitObjectID? = commit
    while let id = next, let node = try node(id) {
      if node.time <= time { return id }
      next = node.parents.first
    }
    return nil
  }
}

extension GitHistory {
  /// The revisions that a commit has; what is wrong in it is passed over. Throws where a text is not in this clone.
  package func revisions(at commit: GitObjectID) throws(GitError) -> [RevisionID: GitRevision] {
    guard let node = try git.node(commit) else { return [:] }
    var found: [RevisionID: GitRevision] = [:]
    for file in files(try files(of: node), below: "") where !ScriptFile.isDeclaredSchema(file.path) {
      let revisions = try revisions(inBlob: file.blob, at: file.pathInTree)
      if revisions.isEmpty, !git.contains(blob: file.blob) { throw .blobMissing(file.blob, path: file.pathInTree) }
      for revision in revisions where found[revision.metadata.id] == nil {
        found[revision.metadata.id] = GitRevision(
          metadata: revision.metadata, path: file.pathInTree, blob: file.blob)
      }
    }
    return found
  }

  /// The Swift files of a commit that declare no revision and are compiled with every script, by their paths from the top of
  /// the tree.
  package func supportFiles(at commit: GitObjectID) throws(GitError) -> [String: GitObjectID] {
    guard let node = try git.node(commit) else { return [:] }
    var found: [String: GitObjectID] = [:]
    for (path, blob) in try files(of: node)
    where Self.format(of: path) == .swift && !ScriptFile.isDeclaredSchema(path) {
      if try revisions(inBlob: blob, at: path).isEmpty { found[path] = blob }
    }
    return found
  }

  /// The newest commit, of those that lead to another, that brought a revision in; nil where none did.
  package func introduction(of id: RevisionID, before commit: GitObjectID) throws(GitError) -> GitCommit? {
    try newest(before: commit, of: id) { before, after in after && !before }
  }

  /// The newest commit, of those that lead to another, that took a revision away; nil where none did.
  package func removal(of id: RevisionID, before commit: GitObjectID) throws(GitError) -> GitCommit? {
    try newest(before: commit, of: id) { before, after in before && !after }
  }

  /// The newest commit that has, or has no, script for a revision where what came before had it otherwise.
  private func newest(
    before commit: GitObjectID, of id: RevisionID, where matches: (_ before: Bool, _ after: Bool) -> Bool
  ) throws(GitError) -> GitCommit? {
    func declares(_ blob: GitObjectID, _ path: String) throws(GitError) -> Bool {
      try revisions(inBlob: blob, at: path).contains { $0.metadata.id == id }
    }
    var walk = try GitWalk(git, from: [commit])
    while let step = try walk.next() {
      var (before, after) = (false, false)
      for change in try changes(in: step.node).changes {
        if !before, let blob = change.before { before = try declares(blob, change.path) }
        if !after, let blob = change.after { after = try declares(blob, change.path) }
      }
      if matches(before, after) { return try git.commit(step.node.id) }
    }
    return nil
  }
}
