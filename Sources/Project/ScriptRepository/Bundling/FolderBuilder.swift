import Glibc

/// Builds a folder beside its final place, and moves it there when it is complete.
struct FolderBuilder {
  /// The folder while it is being built.
  let path: String
  private let target: String

  /// Begins a folder.
  init(for target: String) throws(BundleError) {
    self.target = target
    let end = target.lastIndex(of: "/") ?? target.startIndex
    let parent = target[..<end].isEmpty ? "/" : String(target[..<end])
    var template = Array("\(parent)/.\(target[target.index(after: end)...]).XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw .cannotWrite(path: target, errno: errno) }
    path = String(cString: made)
    chmod(path, 0o755)
  }

  /// Writes a file, and makes the folders that it stands in.
  func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o644) throws(BundleError) {
    do throws(SystemFailure) {
      try NewFile.makeFolder("\(path)/\(name.prefix(upTo: name.lastIndex(of: "/") ?? name.startIndex))", mode: 0o755)
      let file = try OpenFile("\(path)/\(name)", flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
      try file.write(bytes)
    } catch {
      throw .cannotWrite(path: "\(target)/\(name)", errno: error.errno)
    }
  }

  /// Copies a file; without a mode, whoever may use the original may use the copy.
  func copy(_ source: String, to name: String, mode: mode_t? = nil) throws(BundleError) {
    let bytes: [UInt8]
    let original: mode_t
    do throws(SystemFailure) {
      original = try OpenFile(source).status().st_mode & 0o777
      bytes = try OpenFile.contents(of: source)
    } catch {
      throw .cannotWrite(path: source, errno: error.errno)
    }
    try write(bytes, to: name, mode: mode ?? original)
  }

  /// Makes a folder that may stay empty.
  func makeFolder(_ name: String) throws(BundleError) {
    do throws(SystemFailure) {
      try NewFile.makeFolder("\(path)/\(name)", mode: 0o755)
    } catch {
      throw .cannotWrite(path: "\(target)/\(name)", errno: error.errno)
    }
  }

  /// Puts the folder in its place, where an empty folder or an earlier one may be.
  consuming func finish() throws(BundleError) {
    if rename(path, target) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw .cannotWrite(path: target, errno: errno) }
    let old = "\(path).old"
    guard rename(target, old) == 0 else { throw .cannotWrite(path: target, errno: errno) }
    guard rename(path, target) == 0 else {
      let reason = errno
      rename(old, target)
      throw .cannotWrite(path: target, errno: reason)
    }
    CacheFolder.remove(old)
  }

  /// Gives up what was built.
  func discard() { CacheFolder.remove(path) }
}
