internal import ScriptRepository

extension GitError {
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
    case .libraryMissing: "install libgit2, so that rev knows which commit it runs"
    case .ownedByAnother: "git config --global --add safe.directory FOLDER, if you trust what is in it"
    default: nil
    }
  }
}
