import Glibc

/// Finds the scripts in a folder.
///
/// Names are kept in one buffer and not as strings: a folder may hold 100,000 of them, and most runs need no name at all.
struct FolderReader {
  /// A file whose name ends in `.swift` or `.sql`.
  struct File {
    /// Where the path, relative to the folder, stands in ``FolderReader/names``.
    let nameStart: Int
    let nameCount: Int
    /// The first eight bytes of the path, for comparing without looking them up.
    let prefix: UInt64
    let stamp: FileStamp
    let format: ScriptFormat
  }

  /// The folder's absolute path.
  let root: String
  private(set) var names: [UInt8] = []
  /// The files in the order of their paths' bytes.
  private(set) var files: [File] = []
  private(set) var problems: [ScriptProblem] = []

  private let isRecursive: Bool
  /// Where a symbolic link may lead, as real paths.
  private let allowed: [String]
  private var visited: Set<[UInt64]>

  /// Reads a folder, and the folders in it where asked to; `visited` keeps one from being read twice.
  init(_ root: String, isRecursive: Bool, allowed: [String], visited: inout Set<[UInt64]>) {
    self.root = root
    self.isRecursive = isRecursive
    self.allowed = allowed
    self.visited = visited
    readAll()
    visited = self.visited
    let names = self.names
    names.withUnsafeBytes { names in
      guard let base = names.baseAddress else { return }
      files.sort { left, right in
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        let order = memcmp(base + left.nameStart, base + right.nameStart, min(left.nameCount, right.nameCount))
        return order == 0 ? left.nameCount < right.nameCount : order < 0
      }
    }
  }

  /// The path of a file, relative to the folder.
  func name(of file: File) -> String { String(decoding: bytes(of: file), as: UTF8.self) }

  /// The bytes of a file's path, relative to the folder.
  func bytes(of file: File) -> ArraySlice<UInt8> { names[file.nameStart..<file.nameStart + file.nameCount] }

  private mutating func readAll() {
    do {
      let folder = try OpenFile(root, flags: O_RDONLY | O_DIRECTORY)
      var pending: [String] = []
      try read(folder, at: "", &pending)
      while let path = pending.popLast() {
        do {
          try read(try OpenFile(path, in: folder.descriptor, flags: O_RDONLY | O_DIRECTORY), at: path, &pending)
        } catch {
          problems.append(ScriptProblem(path: "\(root)/\(path)", kind: .unreadable(errno: error.errno)))
        }
      }
    } catch {
      problems.append(
        ScriptProblem(path: root, kind: error.errno == ENOENT ? .folderMissing : .unreadable(errno: error.errno)))
    }
  }

  /// Reads one folder, and adds those in it to what is still to be read.
  private mutating func read(_ folder: borrowing OpenFile, at path: String, _ pending: inout [String])
    throws(SystemFailure)
  {
    let status = try folder.status()
    guard visited.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted else { return }
    // closedir closes the descriptor that it reads from, so it gets one of its own.
    let copy = fcntl(folder.descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .last }
    guard let stream = fdopendir(copy) else {
      close(copy)
      throw .last
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .last }
        return
      }
      withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        let name = UnsafeRawPointer(tuple).assumingMemoryBound(to: CChar.self)
        consider(name, type: Int(entry.pointee.d_type), in: folder.descriptor, at: path, &pending)
      }
    }
  }

  private mutating func consider(
    _ name: UnsafePointer<CChar>, type: Int, in folder: CInt, at path: String, _ pending: inout [String]
  ) {
    let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
    // Hidden files and what editors leave behind.
    guard let first = bytes.first, first != UInt8(ascii: "."), first != UInt8(ascii: "#") else { return }
    let format = Self.format(of: bytes)
    let mayBeFolder = type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN
    guard format != nil || isRecursive && mayBeFolder else { return }
    func relative() -> String {
      let readable = String(decoding: bytes, as: UTF8.self)
      return path.isEmpty ? readable : "\(path)/\(readable)"
    }
    func report(_ kind: ScriptProblem.Kind) {
      let printable = relative().unicodeScalars.map { Self.isControl($0) ? "\u{FFFD}" : Character($0) }
      problems.append(ScriptProblem(path: "\(root)/\(String(printable))", kind: kind))
    }
    let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    guard isPlain || String(validatingCString: name)?.unicodeScalars.contains(where: Self.isControl) == false else {
      return report(.unusableName)
    }
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      // What is gone since the folder was read was not there.
      if errno != ENOENT { report(.unreadable(errno: errno)) }
      return
    }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard fstatat(folder, name, &status, 0) == 0 else { return report(.unreadable(errno: errno)) }
      if status.st_mode & S_IFMT == S_IFDIR, !isRecursive { return }
      guard let target = realPath("\(root)/\(relative())") else { return report(.unreadable(errno: errno)) }
      guard allowed.contains(where: { target == $0 || target.hasPrefix($0 == "/" ? $0 : $0 + "/") }) else {
        return report(.outsideProject(target: target))
      }
    }
    switch (status.st_mode & S_IFMT, format) {
    case (S_IFDIR, _):
      if isRecursive { pending.append(relative()) }
    case (S_IFREG, let format?): add(bytes, in: path, FileStamp(status), format)
    case (_, nil): break
    default: report(.notAFile)
    }
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

  private mutating func add(_ name: UnsafeRawBufferPointer, in path: String, _ stamp: FileStamp, _ format: ScriptFormat)
  {
    let start = names.count
    if !path.isEmpty {
      names += path.utf8
      names.append(UInt8(ascii: "/"))
    }
    names += name
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | UInt64(start + index < names.count ? names[start + index] : 0) }
    files.append(
      File(nameStart: start, nameCount: names.count - start, prefix: prefix, stamp: stamp, format: format))
  }

  /// What a file of that name is written in; nil where it is no script.
  static func format(of name: UnsafeRawBufferPointer) -> ScriptFormat? {
    func ends(in suffix: StaticString) -> Bool {
      let count = suffix.utf8CodeUnitCount
      guard name.count > count, let base = name.baseAddress else { return false }
      return memcmp(base + name.count - count, suffix.utf8Start, count) == 0
    }
    if ends(in: ".sql") { return .sql }
    return ends(in: ".swift") ? .swift : nil
  }
}

/// A path without symbolic links and dots; nil, with `errno` set, where it does not exist.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
