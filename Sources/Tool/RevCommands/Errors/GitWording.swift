internal import ScriptRepository

extension GitError: Reportable {
  var report: Report { Report(.git, words, hints: hint.map { [$0] } ?? []) }

  /// Why git could not be asked.
  var words: String {
    switch self {
    case .libraryMissing(let message): "libgit2 cannot be loaded\(message.isEmpty ? "" : ": \(message)")"
    case .ownedByAnother(let path):
      "\(Session.displayed(path)) is in a repository of another user's, which git does not touch"
    case .unsupportedHash(let path):
      "\(Session.displayed(path)) is in a repository with SHA-256 names, which libgit2 cannot read"
    case .unknownReference(let name): "git knows no '\(name)'"
    case .blobMissing(let id, let path): "the text of \(path), \(id), is not in this clone"
    case .programUnusable(let message): "the git program cannot be run: \(message)"
    case .programFailed(let arguments, let message):
      "git \(arguments.first ?? "") failed: \(message.split(separator: "\n").last.map(String.init) ?? "")"
    case .outsideWorkTree(let path): "\(Session.displayed(path)) is not in the repository's work tree"
    case .failed(let code, let message): "libgit2 failed (\(code))\(message.isEmpty ? "" : ": \(message)")"
    }
  }

  /// The way out; nil where there is no one way.
  var hint: String? {
    switch self {
    case .libraryMissing: "install libgit2, by which rev reads what git has"
    case .ownedByAnother: "git config --global --add safe.directory FOLDER, if you trust what is in it"
    case .unknownReference(let name): Self.wayToFetch(name)
    case .blobMissing(let id, _): "git cat-file blob \(id) fetches it"
    case .unsupportedHash, .programUnusable, .programFailed, .outsideWorkTree, .failed: nil
    }
  }

  /// How to come by a reference: one of another repository's branches is fetched into its place, also by a clone that
  /// follows a single branch.
  private static func wayToFetch(_ name: String) -> String {
    guard let slash = name.firstIndex(of: "/"), slash != name.startIndex else {
      return "git fetch --all brings what other repositories have; git branch --all lists it"
    }
    let (remote, branch) = (name[..<slash], name[name.index(after: slash)...])
    if branch == "HEAD" { return "git remote set-head \(remote) --auto asks \(remote) for it" }
    return "git fetch \(remote) \(branch):refs/remotes/\(name) brings it, if \(remote) has it"
  }
}
