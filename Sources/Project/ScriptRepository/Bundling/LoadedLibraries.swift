import Glibc

/// The shared libraries that are in use in this process.
enum LoadedLibraries {
  /// A library, by the name that others ask for and the file that it is.
  struct Library: Hashable {
    let name: String
    let path: String
    let needed: [String]
  }

  /// Libraries that belong to the C library, and so to the machine: another machine's do not work.
  static func belongsToSystem(_ name: String) -> Bool {
    let stem = name.prefix { $0 != "." }
    return name.hasPrefix("ld-linux") || stem.hasPrefix("libnss_")
      || [
        "libc", "libm", "libdl", "libpthread", "librt", "libresolv", "libutil", "libnsl", "libanl", "libmvec",
        "libthread_db", "libBrokenLocale",
      ].contains(stem)
  }

  /// All of them but the system's own, by name.
  static func all() throws(SystemFailure) -> [Library] {
    let maps = String(decoding: try OpenFile("/proc/self/maps").readToEnd(expecting: 65_536), as: UTF8.self)
    // Address, permissions, offset, device, inode, path: only the last holds a slash, and it may hold blanks.
    let paths = Set(
      maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } })
    return paths.sorted().compactMap { path in
      guard path.contains(".so"), let file = ELFFile(path) else { return nil }
      let name = file.name ?? String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
      if belongsToSystem(name) { return nil }
      return Library(name: name, path: path, needed: file.needed)
    }
  }
}
