import Glibc
package import SystemPackage

/// The compiled scripts that a bundle carries, beside the executable of this process.
struct BundledScripts {
  /// What the bundle has compiled.
  let store: ObjectStore
  private let libraries: [String]

  /// Where a bundle keeps libraries, seen from its executable.
  static let libraryFolder = "lib"
  /// Where it keeps compiled scripts.
  static let scriptFolder = "lib/scripts"
  /// The file that says what the scripts were compiled for, and what else was written.
  static let manifestName = "lib/scripts/bundle"

  /// The bundle that this process runs from; nil where it runs from none, or from one that was made by another build or
  /// with other support files.
  init?(engine: Engine, support: ContentHash) {
    guard let bytes = try? OpenFile.contents(of: "\(engine.folder)/\(Self.manifestName)"),
      bytes.starts(with: Self.manifest(engine: engine, support: support, files: []))
    else { return nil }
    store = ObjectStore("\(engine.folder)/\(Self.scriptFolder)")
    let libraryFolder = "\(engine.folder)/\(Self.libraryFolder)"
    libraries = CacheFolder.names(in: libraryFolder).filter { $0.contains(".so") }.map { "\(libraryFolder)/\($0)" }
  }

  /// What the manifest of a bundle says: what its scripts were compiled for, then the files in it but itself.
  static func manifest(engine: Engine, support: ContentHash, files: [String]) -> [UInt8] {
    let head = "rev bundle 1\nengine \(engine.identity)\nsupport \(support.hexadecimal)\n"
    return Array((head + files.sorted().map { "\(filePrefix)\($0)\n" }.joined()).utf8)
  }

  private static let filePrefix = "file "

  /// The files that were written as a bundle, by their paths in it; none where the folder holds no bundle.
  static func files(of folder: String) -> Set<String> {
    guard let bytes = try? OpenFile.contents(of: "\(folder)/\(manifestName)") else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let files = lines.filter { $0.hasPrefix(filePrefix) }.map { String($0.dropFirst(filePrefix.count)) }
    return Set(files + [manifestName])
  }

  /// Loads the libraries of the bundle that the executable itself does not need, but its scripts may: their own search
  /// path names the toolchain that compiled them, which is not here.
  func loadLibraries() {
    for library in libraries { dlopen(library, RTLD_NOW | RTLD_GLOBAL) }
  }
}

extension BundleWriter {
  /// The configuration of the bundle that this process was started from; nil where it was started from none.
  package static var ownConfiguration: FilePath? {
    guard let executable = realPath("/proc/self/exe") else { return nil }
    let folder = FilePath(executable).removingLastComponent()
    guard access(folder.appending(BundledScripts.manifestName).string, F_OK) == 0 else { return nil }
    return folder.appending(configurationName)
  }
}
