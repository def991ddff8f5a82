import CLibGit2
package import Revisions

extension GitHistory {
  /// A commit to begin with, and the branch that ends with it; nil for one that only a reflog knows.
  struct Start {
    let branch: String?
    let commit: GitObjectID
  }

  /// Everything from which git knows a way into the past: HEAD, the branches, and where they once stood.
  func starts() throws(GitError) -> [Start] {
    let branches = try git.branches()
    let current = try git.currentBranch()
    var starts: [Start] = []
    var known: Set<GitObjectID> = []
    func add(_ branch: String?, _ commit: GitObjectID) {
      if known.insert(commit).inserted { starts.append(Start(branch: branch, commit: commit)) }
    }
    for branch in branches where branch.name == current && !branch.isRemote { add(branch.name, branch.tip) }
    for branch in branches { add(branch.name, branch.tip) }
    if let head = try git.head() { add(nil, head) }
    for name in ["HEAD"] + branches.map({ $0.isRemote ? "refs/remotes/\($0.name)" : "refs/heads/\($0.name)" }) {
      for commit in git.reflog(of: name) { add(nil, commit) }
    }
    return starts
  }

  /// The branches whose last commit has a script that declares a revision; this repository's own come first.
  package func branches(containing id: RevisionID) throws(GitError) -> [GitBranch] {
    var found: [GitBranch] = []
    for branch in try git.branches() {
      guard let node = try git.node(branch.tip) else { continue }
      for (path, blob) in try files(of: node)
      where try revisions(inBlob: blob, at: path).contains(where: { $0.metadata.id == id }) {
        found.append(branch)
        break
      }
    }
    return found
  }
}

extension GitHistory {
  /// The branch that others work on as this one is worked on: what the setting `rev.against` names, else the one that the
  /// remote calls its own, else `main` or `master`; nil where there is none but this.
  package func otherBranch() throws(GitError) -> String? {
    if let named = try git.setting("rev.against"), !named.isEmpty { return named }
    let current = try git.currentBranch()
    let remote = try current.map { name throws(GitError) in try git.setting("branch.\(name).remote") } ?? nil
    for remote in [remote, "origin"].compactMap({ $0 }) where remote != "." {
      for name in ["HEAD", "main", "master"] where (try? git.commitID(of: "\(remote)/\(name)")) != nil {
        return "\(remote)/\(name)"
      }
    }
    return ["main", "master"].first { $0 != current && (try? git.commitID(of: $0)) != nil }
  }
}

extension GitRepository {
  /// Whether HEAD's commit has files otherwise than they stand, or not at all; nothing where nothing was committed yet.
  ///
  /// - Parameters:
  ///   - ids: The ids of what the files say now.
  ///   - pathsInTree: Where they are in the work tree.
  func isDirty(_ ids: [String: BlobIDs], at pathsInTree: [String: String]) throws(GitError) -> [String: Bool] {
    guard let head = try self.head(), let node = try self.node(head) else { return [:] }
    var folders: [Substring: [String: GitEntry]] = [:]
    var isDirty: [String: Bool] = [:]
    for (path, inTree) in pathsInTree {
      let slash = inTree.utf8.lastIndex(of: UInt8(ascii: "/"))
      let folder = slash.map { inTree[..<$0] } ?? ""
      if folders[folder] == nil {
        let tree = try self.entry(at: String(folder), inTree: node.tree)?.id
        let entries = try tree.flatMap { id throws(GitError) in try self.entries(ofTree: id) } ?? []
        folders[folder] = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
      }
      let name = slash.map { String(inTree[inTree.utf8.index(after: $0)...]) } ?? inTree
      let entry = folders[folder]?[name]
      isDirty[path] = entry.map { $0.kind != .file || ids[path]?.contains($0.id) != true } ?? true
    }
    return isDirty
  }

  /// The commits at which a reference once stood, the last first.
  func reflog(of name: String) -> [GitObjectID] {
    var log: OpaquePointer?
    guard git.git_reflog_read(&log, handle, name) >= 0, let log else { return [] }
    defer { git.git_reflog_free(log) }
    return (0..<git.git_reflog_entrycount(log)).compactMap { index in
      git.git_reflog_entry_byindex(log, index).flatMap { GitObjectID(git.git_reflog_entry_id_new($0)) }
    }
  }
}
