import CLibGit2

/// A commit, as far as a person wants to know it.
package struct GitCommit: Hashable, Sendable {
  package let id: GitObjectID
  /// The author's name and address, as the commit has them.
  package let author: String
  package let email: String
  /// When it was written, in seconds since 1970.
  package let time: Int64
  /// The author's distance from UTC, in minutes.
  package let timeZone: Int
  /// The first paragraph of the message, in one line.
  package let summary: String
}

/// A branch, and the commit that it stands at.
package struct GitBranch: Hashable, Sendable {
  /// The short name, like `main` or `origin/main`.
  package let name: String
  package let isRemote: Bool
  package let tip: GitObjectID
}

extension GitRepository {
  /// HEAD's commit; nil where nothing has been committed yet.
  package func headCommit() throws(GitError) -> GitCommit? {
    guard let head = try head() else { return nil }
    return try commit(head)
  }

  /// The id of HEAD's commit; nil where nothing has been committed yet.
  package func head() throws(GitError) -> GitObjectID? {
    guard let head = try git.find({ git.git_repository_head($0, handle) }) else { return nil }
    defer { git.git_reference_free(head) }
    return try tip(of: head)
  }

  /// The commit that a name means to git: a branch, a tag, `HEAD~2`, the beginning of an id …
  package func commitID(of reference: String) throws(GitError) -> GitObjectID {
    var object: OpaquePointer?
    var code = git.git_revparse_single(&object, handle, reference)
    guard code >= 0, let object else { throw Self.unresolved(reference, code, git) }
    defer { git.git_object_free(object) }
    var commit: OpaquePointer?
    code = git.git_object_peel(&commit, object, GIT_OBJECT_COMMIT)
    guard code >= 0, let commit else { throw Self.unresolved(reference, code, git) }
    defer { git.git_object_free(commit) }
    guard let id = GitObjectID(git.git_object_id(commit)) else { throw .unknownReference(reference) }
    return id
  }

  private static func unresolved(_ reference: String, _ code: CInt, _ git: rev_git) -> GitError {
    let isUnknown = [GIT_ENOTFOUND, GIT_EINVALIDSPEC, GIT_EPEEL, GIT_EAMBIGUOUS].contains { $0.rawValue == code }
    return isUnknown ? .unknownReference(reference) : .failed(code: Int(code), message: git.lastMessage)
  }

  /// Reads a commit; nil where it is not there, as beyond the end of a shallow history.
  package func commit(_ id: GitObjectID) throws(GitError) -> GitCommit? {
    var oid = id.oid
    guard let commit = try git.find({ git.git_commit_lookup($0, handle, &oid) }) else { return nil }
    defer { git.git_commit_free(commit) }
    let author = git.git_commit_author(commit)?.pointee
    func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    return GitCommit(
      id: id, author: text(author?.name), email: text(author?.email), time: author?.when.time ?? 0,
      timeZone: Int(author?.when.offset ?? 0), summary: text(git.git_commit_summary(commit)))
  }

  /// The branches of this repository and those that it knows of others, in the order of their names, its own first.
  package func branches() throws(GitError) -> [GitBranch] {
    guard let iterator = try git.find({ git.git_reference_iterator_new($0, handle) }) else { return [] }
    defer { git.git_reference_iterator_free(iterator) }
    var branches: [GitBranch] = []
    var reference: OpaquePointer?
    while git.git_reference_next(&reference, iterator) == 0, let found = reference {
      defer { git.git_reference_free(found) }
      let isRemote = git.git_reference_is_remote(found) == 1
      guard isRemote || git.git_reference_is_branch(found) == 1, git.git_reference_type(found) == GIT_REFERENCE_DIRECT,
        let tip = try tip(of: found)
      else { continue }
      let name = git.git_reference_shorthand(found).map { String(cString: $0) } ?? ""
      branches.append(GitBranch(name: name, isRemote: isRemote, tip: tip))
    }
    return branches.sorted { ($0.isRemote ? 1 : 0, $0.name) < ($1.isRemote ? 1 : 0, $1.name) }
  }

  /// The commit that a reference leads to; nil where that is not there.
  private func tip(of reference: OpaquePointer) throws(GitError) -> GitObjectID? {
    var object: OpaquePointer?
    let code = git.git_reference_peel(&object, reference, GIT_OBJECT_COMMIT)
    guard code >= 0, let object else {
      // A reference to an object that was never fetched, or to no commit at all, is no branch that could be looked at.
      if [GIT_ENOTFOUND, GIT_EPEEL, GIT_EINVALIDSPEC].contains(where: { $0.rawValue == code }) { return nil }
      throw .failed(code: Int(code), message: git.lastMessage)
    }
    defer { git.git_object_free(object) }
    return GitObjectID(git.git_object_id(object))
  }
}
