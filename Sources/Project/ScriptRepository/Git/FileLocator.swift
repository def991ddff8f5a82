/// Tells where files are in a work tree, and asks the system only once about each folder.
struct FileLocator {
  private let git: GitRepository?
  private var folders: [Substring: (real: String, inTree: String?)] = [:]

  init(_ git: GitRepository?) { self.git = git }

  /// A file's real path, its path from the top of the work tree, and its stamp; nil where there is no such file.
  ///
  /// Of a symbolic link git stores where it leads; what counts here is the text behind it, under its own name.
  mutating func locate(_ path: String) -> (real: String, inTree: String?, stamp: FileStamp)? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")),
      let (stamp, isSymbolicLink) = FileStamp.unfollowed(path)
    else { return nil }
    if isSymbolicLink {
      guard let real = realPath(path), let stamp = FileStamp(path: real) else { return nil }
      return (real, git?.relativePath(of: real), stamp)
    }
    let name = path[path.utf8.index(after: slash)...]
    let folder = path[..<slash]
    if folders[folder] == nil, let real = realPath(folder.isEmpty ? "/" : String(folder)) {
      folders[folder] = (real, git?.relativePath(of: real))
    }
    return folders[folder].map { real, inTree in
      ("\(real)/\(name)", inTree.map { $0.isEmpty ? String(name) : "\($0)/\(name)" }, stamp)
    }
  }
}
