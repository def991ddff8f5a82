/// Tells where files are in a work tree, and asks the system only once about each folder.
struct FileLocator {
  private let git: GitRepository?
  private var folders: [Substring: (real: String, inTree: String?)] = [:]

  init(_ git: GitRepository?) { self.git = git }

  /// A file's real path, and its path from the top of the work tree; nil where its folder does not exist.
  ///
  /// Of a symbolic link git stores where it leads; what counts here is the text behind it, under its own name.
  mutating func locate(_ path: String) -> (real: String, inTree: String?)? {
    guard let slash = path.lastIndex(of: "/") else { return nil }
    guard !FileStamp.isSymbolicLink(path) else {
      return realPath(path).map { ($0, git?.relativePath(of: $0)) }
    }
    let name = path[path.index(after: slash)...]
    let folder = path[..<slash]
    if folders[folder] == nil, let real = realPath(folder.isEmpty ? "/" : String(folder)) {
      folders[folder] = (real, git?.relativePath(of: real))
    }
    return folders[folder].map { real, inTree in
      ("\(real)/\(name)", inTree.map { $0.isEmpty ? String(name) : "\($0)/\(name)" })
    }
  }
}
