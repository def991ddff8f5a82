import Glibc
import SystemPackage

/// What git tells of scripts as they stand, or what a bundle was told of them when it was written.
package struct ScriptProvenance: Sendable {
  /// The ids of the scripts' texts, by their paths. What cannot be read is not among them.
  package internal(set) var blobs: [String: BlobIDs] = [:]
  /// The commit that is checked out; nil where there is none.
  package internal(set) var commit: GitObjectID?
  /// Whether that commit has a script otherwise than it stands, or not at all; nothing of scripts that are in no
  /// repository.
  package internal(set) var isDirty: [String: Bool] = [:]
  /// Why git could not be asked.
  package internal(set) var problem: GitError?
}

extension ScriptRepository {
  /// Looks where scripts come from. What nobody can tell is left out; libgit2 is opened only where there is a repository.
  ///
  /// - Parameter paths: The scripts' absolute paths.
  package func provenance(of paths: [String]) async -> ScriptProvenance {
    if let origin { return origin.provenance(of: paths) }
    var result = ScriptProvenance()
    let carried = BundleOrigin.ofThisProcess()
    var git: GitRepository?
    do {
      // In the repository that a bundle happens to lie in, nobody has its scripts.
      git = carried == nil ? try repository() : nil
      let (ids, pathsInTree) = try await identify(paths, in: git)
      result.blobs = ids
      if let git {
        result.isDirty = try git.isDirty(ids, at: pathsInTree)
        result.commit = try git.head()
      }
    } catch {
      result.problem = error
      if result.blobs.isEmpty, let blobs = try? await blobIDs(ofFiles: paths, in: nil) { result.blobs = blobs }
    }
    if let carried { carried.complete(&result) }
    return result
  }

  /// The repository that the scripts are in; nil where there is none.
  package func repository() throws(GitError) -> GitRepository? {
    // Whatever repository the cache may lie in, the scripts in it are of the project's.
    let folders = ((origin == nil ? versionLocations.prefix(1) : []) + [projectFolder]).map(\.string)
    guard let folder = folders.lazy.compactMap({ realPath($0) }).first,
      environment["GIT_DIR"] != nil || Self.hasRepository(above: folder)
    else { return nil }
    return try GitRepository.open(containing: folder, environment: environment)
  }

  /// Whether a folder or one above it has a `.git`.
  private static func hasRepository(above folder: String) -> Bool {
    var folder = folder[...]
    while true {
      if access("\(folder)/.git", F_OK) == 0 { return true }
      guard let slash = folder.lastIndex(of: "/") else { return false }
      folder = folder[..<slash]
    }
  }
}
