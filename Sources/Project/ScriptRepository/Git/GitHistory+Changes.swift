package import Revisions

/// What a commit did to a file.
package struct GitChange: Hashable, Sendable {
  package let commit: GitCommit
  /// The file's path from the top of the work tree.
  package let path: String
  /// What the file was before; nil where it was not there.
  package let before: GitObjectID?
  /// What the file was then; nil where it was removed.
  package let after: GitObjectID?
  /// Whether what came before this commit was not fetched: the change may be older than it.
  package let isAtEndOfHistory: Bool
}

/// Where a script is, or was, that this checkout does not have.
package struct GitSighting: Hashable, Sendable {
  /// The branch from which git still reaches the commit; nil where only a reflog does, as after a rebase.
  package let branch: String?
  /// The newest commit that has the script.
  package let commit: GitCommit
  /// The script's path in it, from the top of the work tree.
  package let path: String
  /// The script's text.
  package let blob: GitObjectID
  /// The commit that took the script away; nil where a branch still ends with it, or its history was given up.
  package let removedBy: GitCommit?
}

extension GitHistory {
  /// The commit that last changed a file, seen from HEAD or from another commit; nil where the file was never there.
  ///
  /// A merge that took over one side of it is no change, as in `git log`.
  ///
  /// - Parameter path: The file's path from the top of the work tree.
  package func lastChange(of path: String, from start: GitObjectID? = nil) throws(GitError) -> GitChange? {
    var first = start
    if first == nil { first = try git.head() }
    guard let first, var node = try git.node(first) else { return nil }
    let blob = try git.entry(at: path, inTree: node.tree)?.id
    while true {
      var parents: [GitNode] = []
      for parent in node.parents { if let parent = try git.node(parent) { parents.append(parent) } }
      var before: GitObjectID?
      var same: GitNode?
      for parent in parents {
        let other = parent.tree == node.tree ? blob : try git.entry(at: path, inTree: parent.tree)?.id
        if other == blob {
          same = parent
          break
        }
        before = before ?? other
      }
      if let same {
        node = same
        continue
      }
      let isAtEnd = parents.count < node.parents.count
      guard blob != nil || before != nil, let commit = try git.commit(node.id) else { return nil }
      return GitChange(commit: commit, path: path, before: before, after: blob, isAtEndOfHistory: isAtEnd)
    }
  }

  /// The newest commit that brought a blob into a version location, on whatever branch; nil where none did.
  package func introduction(of blob: GitObjectID) throws(GitError) -> GitChange? {
    var walk = try GitWalk(git, from: try starts().map(\.commit))
    while let step = try walk.next() {
      let (changes, isAtEnd) = try changes(in: step.node)
      guard let change = changes.first(where: { $0.after == blob }), let commit = try git.commit(step.node.id) else {
        continue
      }
      return GitChange(
        commit: commit, path: change.path, before: change.before, after: blob, isAtEndOfHistory: isAtEnd)
    }
    return nil
  }

  /// Where a file was last; first the branches are looked at, then all that was.
  ///
  /// - Parameter path: The file's path from the top of the work tree.
  package func lastSeen(path: String) throws(GitError) -> GitSighting? {
    try lastSeen { candidate, _ throws(GitError) in candidate == path }
  }

  /// Where a script was last that declares a revision; first the branches are looked at, then all that was.
  package func lastSeen(revision id: RevisionID) throws(GitError) -> GitSighting? {
    try lastSeen { path, blob throws(GitError) in
      try revisions(inBlob: blob, at: path).contains { $0.metadata.id == id }
    }
  }

  private func lastSeen(
    _ matches: (String, GitObjectID) throws(GitError) -> Bool
  ) throws(GitError) -> GitSighting? {
    func match(in files: [String: GitObjectID]) throws(GitError) -> (path: String, blob: GitObjectID)? {
      for (path, blob) in files.sorted(by: { $0.key < $1.key }) where try matches(path, blob) { return (path, blob) }
      return nil
    }
    let starts = try starts()
    for start in starts where start.branch != nil {
      guard let node = try git.node(start.commit), let found = try match(in: try files(of: node)),
        let commit = try git.commit(node.id)
      else { continue }
      return GitSighting(
        branch: start.branch, commit: commit, path: found.path, blob: found.blob, removedBy: nil)
    }
    var walk = try GitWalk(git, from: starts.map(\.commit))
    while let step = try walk.next() {
      let branch = starts[step.start].branch
      if step.isStart, starts[step.start].branch == nil, let found = try match(in: try files(of: step.node)),
        let commit = try git.commit(step.node.id)
      {
        return GitSighting(branch: nil, commit: commit, path: found.path, blob: found.blob, removedBy: nil)
      }
      let changes = try changes(in: step.node).changes
      for change in changes {
        guard let before = change.before, try matches(change.path, before) else { continue }
        // A script that was renamed or edited is still there.
        var isThere = false
        for other in changes where !isThere {
          if let after = other.after { isThere = try matches(other.path, after) }
        }
        if isThere { continue }
        guard let parent = try parent(of: step.node, having: before, at: change.path),
          let commit = try git.commit(parent)
        else { continue }
        return GitSighting(
          branch: branch, commit: commit, path: change.path, blob: before, removedBy: try git.commit(step.node.id))
      }
    }
    return nil
  }

  private func parent(
    of node: GitNode, having blob: GitObjectID, at path: String
  ) throws(GitError) -> GitObjectID? {
    for id in node.parents {
      if let parent = try git.node(id), try git.entry(at: path, inTree: parent.tree)?.id == blob { return id }
    }
    return nil
  }

  // MARK: Walking

  struct FileChange {
    let path: String
    let before: GitObjectID?
    let after: GitObjectID?
  }

  /// What a commit did to the scripts: what is different from each of its parents.
  func changes(in node: GitNode) throws(GitError) -> (changes: [FileChange], isAtEndOfHistory: Bool) {
    var parents: [GitNode] = []
    for id in node.parents { if let parent = try git.node(id) { parents.append(parent) } }
    let isAtEnd = parents.count < node.parents.count
    if parents.contains(where: { $0.tree == node.tree }) { return ([], isAtEnd) }
    let trees = try trees(of: node)
    var treesOfParents: [[GitObjectID?]] = []
    for parent in parents { treesOfParents.append(try self.trees(of: parent)) }
    var changes: [FileChange] = []
    for (index, folder) in folders.enumerated() {
      let others = treesOfParents.map { $0[index] }
      if others.contains(trees[index]) || others.isEmpty && trees[index] == nil { continue }
      let files = try trees[index].map { id throws(GitError) in try self.files(ofTree: id) } ?? [:]
      var filesOfParents: [[String: GitObjectID]] = []
      for other in others {
        filesOfParents.append(try other.map { id throws(GitError) in try self.files(ofTree: id) } ?? [:])
      }
      var paths = Set(files.keys)
      for other in filesOfParents { paths.formUnion(other.keys) }
      for path in paths.sorted() {
        let after = files[path]
        let before = filesOfParents.map { $0[path] }
        guard !before.contains(after) else { continue }
        changes.append(
          FileChange(path: Self.join(folder, path), before: before.compactMap { $0 }.first, after: after))
      }
    }
    return (changes, isAtEnd)
  }
}
