/// Why git could not be asked.
package enum GitError: Error, Hashable, Sendable {
  /// libgit2 is not on this machine, or not in the version that `rev` was built with; in the words of the system.
  case libraryMissing(String)
  /// The repository is another user's, and git's own rule is not to touch it unless `safe.directory` names it.
  case ownedByAnother(path: String)
  /// The objects are named by another hash than SHA-1, which libgit2 cannot read.
  case unsupportedHash(path: String)
  /// No commit, branch or tag has that name.
  case unknownReference(String)
  /// A commit has a file whose text is not in this clone, as in a partial one.
  case blobMissing(GitObjectID, path: String)
  /// The `git` program, which has to be asked about the files' filters, cannot be started.
  case programUnusable(String)
  /// The `git` program failed: what it was told to do, and what it said.
  case programFailed(arguments: [String], message: String)
  /// The file lies outside the repository's work tree.
  case outsideWorkTree(path: String)
  /// libgit2 gave up: its code, and its words.
  case failed(code: Int, message: String)
}
