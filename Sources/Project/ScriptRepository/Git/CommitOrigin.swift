/// Says of files in the cache which commit they are of, and what they are called there.
struct CommitOrigin: Sendable {
  let commit: GitObjectID
  /// The private folder in which the files are.
  let folder: CacheFolder
  /// The texts' ids, by the files' absolute paths.
  let blobs: [String: GitObjectID]
  /// What removes the folder at the end, where it cannot be kept.
  let remover: FolderRemover?

  /// The folder that stands for the top of the commit's tree.
  var root: String { Self.root(in: folder) }

  static func root(in folder: CacheFolder) -> String { "\(folder.path)/tree" }

  /// A file's path from the top of the commit's tree; nil for what is no part of it.
  func pathInTree(of path: String) -> String? {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : nil
  }

  /// What git knows of files: they are of this commit, and as it has them.
  func provenance(of paths: [String]) -> ScriptProvenance {
    var result = ScriptProvenance()
    result.commit = commit
    for path in paths {
      guard let blob = blobs[path] else { continue }
      result.blobs[path] = BlobIDs(raw: blob, stored: blob)
      result.isDirty[path] = false
    }
    return result
  }

  // MARK: Errors

  /// The problem of a file, named by its path in the tree and the commit.
  func naming(_ problem: ScriptProblem) -> ScriptProblem { problem.naming(commit, pathInTree) }

  func naming(_ failure: ScriptFailure) -> ScriptFailure {
    guard let path = pathInTree(of: failure.path) else { return failure }
    let reason: ScriptFailure.Reason =
      switch failure.reason {
      case .doesNotCompile(let report): .doesNotCompile(naming(report))
      case .unreadable(let problems): .unreadable(ScriptProblems(problems.problems.map(naming)))
      case .metadataDisagrees: failure.reason
      }
    return ScriptFailure(path: path, commit: commit, revisions: failure.revisions, reason: reason)
  }

  func naming(_ error: ScriptLoadError) -> ScriptLoadError {
    switch error {
    case .supportFilesDoNotCompile(let report): .supportFilesDoNotCompile(naming(report))
    case .supportFileChanged(let path): .supportFileChanged(path: pathInTree(of: path).map(name) ?? path)
    default: error
    }
  }

  /// What the compiler said, with files called as git calls them: `1a2b3c4d5e6f:versions/x.swift`.
  private func naming(_ report: CompilerReport) -> CompilerReport {
    CompilerReport(
      text: report.text.replacing("\(root)/", with: name("")),
      diagnostics: report.diagnostics.map { said in
        CompilerReport.Diagnostic(
          path: pathInTree(of: said.path).map(name) ?? said.path, position: said.position, severity: said.severity,
          message: said.message)
      })
  }

  private func name(_ pathInTree: String) -> String { "\(commit.description.prefix(12)):\(pathInTree)" }
}

/// Removes a folder when nobody needs it any more.
final class FolderRemover: Sendable {
  private let path: String

  init(_ path: String) { self.path = path }

  deinit { CacheFolder.remove(path) }
}

extension ScriptProblem {
  /// The same problem, of a commit's file; `pathInTree` tells its path from the top of the tree.
  func naming(_ commit: GitObjectID, _ pathInTree: (String) -> String?) -> ScriptProblem {
    guard let path = pathInTree(path) else { return self }
    let kind: Kind =
      switch kind {
      case .duplicateID(let id, let other): .duplicateID(id, otherPath: pathInTree(other) ?? other)
      case .supportFileNameTaken(let other): .supportFileNameTaken(otherPath: pathInTree(other) ?? other)
      default: kind
      }
    return ScriptProblem(path: path, position: position, kind: kind, commit: commit)
  }
}
