/// A script in git.
package struct GitFile: Hashable, Sendable {
  /// Where the script would stand in the work tree, as an absolute path.
  package let path: String
  /// The script's path from the top of the work tree.
  package let pathInTree: String
  /// The script's text.
  package let blob: GitObjectID
}

/// The scripts of a project as a commit has them.
package struct GitScripts: Sendable {
  package let commit: GitObjectID
  /// Every file of the version locations that is a script by its name, in the order of the paths, folder by folder.
  package let files: [GitFile]
  /// What they declare, as if they stood in the work tree.
  package let listing: ScriptListing

  /// The revisions, where nothing is wrong with any script. The problems name the path in the tree, and the commit.
  package func validated() throws(ScriptProblems) -> [RevisionScript] {
    if listing.problems.isEmpty { return listing.scripts }
    let paths = Dictionary(files.map { ($0.path, $0.pathInTree) }) { first, _ in first }
    throw ScriptProblems(listing.problems.map { $0.naming(commit) { paths[$0] } })
  }
}

extension GitHistory {
  /// Reads the scripts that a commit has; the work tree is not touched. A version location that is not there is empty.
  ///
  /// - Parameter reference: What git knows the commit by: a branch, a tag, the beginning of an id …
  package func scripts(at reference: String) throws(GitError) -> GitScripts {
    let commit = try git.commitID(of: reference)
    guard let node = try git.node(commit), let workTree = git.workTree else { throw .unknownReference(reference) }
    let files = self.files(try files(of: node), below: workTree)
    return GitScripts(commit: commit, files: files, listing: try listing(of: files))
  }

  /// Files by their paths from the top of a tree, as they stand, or would, below a folder: version location by version
  /// location, and in each by the bytes of the paths, as they are listed there.
  func files(_ blobs: [String: GitObjectID], below root: String) -> [GitFile] {
    let files = blobs.map { path, blob in
      let slash = path.lastIndex(of: "/")
      let folder = slash.map { path[..<$0] } ?? ""
      let location = folders.firstIndex { location in
        folder == location || repository.isRecursive && (location.isEmpty || folder.hasPrefix(location + "/"))
      }
      let file = GitFile(path: root == "/" ? "/\(path)" : "\(root)/\(path)", pathInTree: path, blob: blob)
      return (location: location ?? folders.count, file: file)
    }
    return files.sorted { left, right in
      guard left.location == right.location else { return left.location < right.location }
      return left.file.path.utf8.lexicographicallyPrecedes(right.file.path.utf8)
    }.map(\.file)
  }

  /// What files declare.
  func listing(of files: [GitFile]) throws(GitError) -> ScriptListing {
    var collection = ScriptCollection(reserving: files.count)
    var problems: [ScriptProblem] = []
    for file in files where !ScriptFile.isDeclaredSchema(file.path) {
      guard let format = Self.format(of: file.path) else { continue }
      guard !file.hasUnusableName else {
        problems.append(ScriptProblem(path: file.path, kind: .unusableName))
        continue
      }
      guard let text = try git.contents(ofBlob: file.blob) else {
        // A partial clone has the folder, but not what is in the files.
        throw .blobMissing(file.blob, path: file.pathInTree)
      }
      do throws(ScriptProblems) {
        collection.add(try ScriptFile.read(text, path: file.path, format: format), path: file.path, format: format)
      } catch {
        problems += error.problems
      }
    }
    let blobs = Dictionary(files.map { ($0.path, $0.blob) }) { first, _ in first }
    return collection.listing(
      problems: problems, filesRead: files.count, areIdentical: { blobs[$0] == blobs[$1] })
  }
}

extension GitFile {
  /// Whether the name holds what no script's may.
  var hasUnusableName: Bool { path.unicodeScalars.contains(where: FolderReader.isControl) }
}
