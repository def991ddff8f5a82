import Glibc

/// The executable that scripts are loaded into, and what they are compiled against.
struct Engine: Sendable {
  /// Stands for this build of the executable.
  let identity: String
  /// The executable's real path.
  let executable: String
  /// Whether ``identity`` is the build's own id, which a copy of the executable shares.
  let hasBuildID: Bool

  /// The engine of this process; nil where the system does not say which executable runs.
  static func current() -> Engine? {
    guard let executable = realPath("/proc/self/exe") else { return nil }
    if let id = ELFFile(executable)?.buildID {
      return Engine(identity: "build-id \(id)", executable: executable, hasBuildID: true)
    }
    guard let stamp = FileStamp(path: executable) else { return nil }
    let identity = "file \(executable) \(stamp.size) \(stamp.modified) \(stamp.inode)"
    return Engine(identity: identity, executable: executable, hasBuildID: false)
  }

  /// The folder that the executable stands in.
  var folder: String { String(executable[..<(executable.lastIndex(of: "/") ?? executable.startIndex)]) }

  /// The folder of the `Revisions` module, and where it was looked for: `$REV_MODULES`, where `Scripts/install` puts it, and
  /// where a build leaves it beside the executable.
  func moduleFolder(environment: [String: String]) -> (found: String?, searched: [String]) {
    var candidates = ["\(folder)/../lib/rev/modules", "\(folder)/Modules"].map { realPath($0) ?? $0 }
    if let named = environment["REV_MODULES"], !named.isEmpty { candidates = [named] }
    return (candidates.first { access("\($0)/Revisions.swiftmodule", R_OK) == 0 }, candidates)
  }

  /// The folder of the `Revisions` module that belongs to this executable.
  func modules(environment: [String: String]) throws(ScriptLoadError) -> String {
    let (found, searched) = moduleFolder(environment: environment)
    guard let found else { throw .moduleNotFound(searched: searched) }
    // In a build folder a module may be rebuilt without its executable, which would then misread what it loads.
    if found == "\(folder)/Modules", let module = FileStamp(path: "\(found)/Revisions.swiftmodule"),
      let executable = FileStamp(path: self.executable), module.modified > executable.modified
    {
      throw .moduleNewerThanExecutable(modules: found, executable: self.executable)
    }
    return found
  }
}
