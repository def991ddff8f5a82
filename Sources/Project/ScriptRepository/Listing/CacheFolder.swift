import Glibc

/// A folder for what can be made again, private to its user.
///
/// Compiled scripts are loaded from here, so a folder that somebody else owns or may write to is not used at all.
struct CacheFolder: Sendable {
  /// The folder's absolute path.
  let path: String

  /// Makes the folder and what it needs above it; nil where it cannot be used.
  init?(_ path: String) {
    try? NewFile.makeFolder(path, mode: 0o700)
    self.init(existing: path)
  }

  /// Uses a folder that is there; nil where it is not, or is not this user's alone.
  init?(existing path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
      status.st_mode & 0o022 == 0
    else { return nil }
    self.path = path
  }

  /// The folder of a project, which is named after the project's real path; nil where nothing can be kept.
  static func standard(for project: String, environment: [String: String]) -> CacheFolder? {
    guard let base = base(environment: environment), let project = realPath(project) else { return nil }
    return CacheFolder("\(base)/\(ContentHash(of: [project]).hexadecimal.prefix(16))")
  }

  /// `$XDG_CACHE_HOME/rev`, or `~/.cache/rev`; nil where that would be in a folder of somebody else's.
  static func base(environment: [String: String], user: uid_t = geteuid()) -> String? {
    // The specification of these variables says to ignore a relative path.
    let named = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
    guard let base = (named ?? home).map({ "\($0)/rev" }) else { return nil }
    // Under `sudo` these may be the caller's, who could not use what root left there.
    var existing = base[...]
    var status = stat()
    while stat(existing.isEmpty ? "/" : String(existing), &status) != 0, let end = existing.lastIndex(of: "/") {
      existing = existing[..<end]
    }
    return [user, 0].contains(status.st_uid) ? base : nil
  }

  /// A new folder for the time being, which its user removes.
  static func temporary(environment: [String: String]) throws(SystemFailure) -> CacheFolder {
    let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(parent)/rev-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template), let path = realPath(String(cString: made)),
      let folder = CacheFolder(existing: path)
    else { throw .last }
    return folder
  }

  /// The names in a folder, without `.` and `..`.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        String(cString: UnsafeRawPointer(tuple).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Everything below a folder, by its path from there: a folder stands before what is in it. Symbolic links are not
  /// followed.
  static func tree(_ path: String) -> [(name: String, isFolder: Bool)] {
    var found = [(name: "", isFolder: true)]
    var index = 0
    while index < found.count {
      let (folder, isFolder) = found[index]
      index += 1
      guard isFolder else { continue }
      for name in names(in: "\(path)/\(folder)") {
        let name = folder.isEmpty ? name : "\(folder)/\(name)"
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { continue }
        found.append((name, status.st_mode & S_IFMT == S_IFDIR))
      }
    }
    return Array(found.dropFirst())
  }

  /// Removes a file, or a folder and everything in it; symbolic links are not followed.
  static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for entry in tree(path).reversed() {
      if entry.isFolder { rmdir("\(path)/\(entry.name)") } else { unlink("\(path)/\(entry.name)") }
    }
    rmdir(path)
  }

  /// Removes the stores of compiled scripts that were not written to for longest, but for a few: those of a debug build
  /// and a release build, say, are in use in turn.
  func removeOldStores() {
    let stores = Self.names(in: path).filter { $0.hasPrefix(ObjectStore.folderPrefix) }.compactMap { name in
      FileStamp(path: "\(path)/\(name)").map { (path: "\(path)/\(name)", modified: $0.modified) }
    }
    for store in stores.sorted(by: { $0.modified > $1.modified }).dropFirst(4) {
      Self.remove(store.path)
    }
  }

  /// Puts a file in place whole, or not at all.
  func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws(SystemFailure) {
    let target = "\(path)/\(name)"
    let temporary = "\(target).\(getpid()).\(UInt32.random(in: 0 ... .max))"
    do throws(SystemFailure) {
      let file = try OpenFile(temporary, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
      try file.write(bytes)
      guard rename(temporary, target) == 0 else { throw .last }
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
