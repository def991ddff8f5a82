import Glibc

/// The compiled scripts that a bundle carries, beside the executable of this process.
struct BundledScripts {
  /// What the bundle has compiled.
  let store: ObjectStore
  private let libraries: [String]

  /// Where a bundle keeps libraries, seen from its executable.
  static let libraryFolder = "lib"
  /// Where it keeps compiled scripts.
  static let scriptFolder = "lib/scripts"
  /// The file that says what the scripts were compiled for.
  static let manifestName = "bundle"

  /// The bundle that this process runs from; nil where it runs from none, or from one that was made by another build or
  /// with other support files.
  init?(engine: Engine, support: ContentHash) {
    let folder = "\(engine.folder)/\(Self.scriptFolder)"
    guard let bytes = try? OpenFile.contents(of: "\(folder)/\(Self.manifestName)"),
      bytes == Self.manifest(engine: engine, support: support)
    else { return nil }
    store = ObjectStore(folder)
    let libraryFolder = "\(engine.folder)/\(Self.libraryFolder)"
    libraries = CacheFolder.names(in: libraryFolder).filter { $0.contains(".so") }.map { "\(libraryFolder)/\($0)" }
  }

  /// What the manifest of a bundle says.
  static func manifest(engine: Engine, support: ContentHash) -> [UInt8] {
    Array("rev bundle 1\nengine \(engine.identity)\nsupport \(support.hexadecimal)\n".utf8)
  }

  /// Loads the libraries of the bundle that the executable itself does not need, but its scripts may: their own search
  /// path names the toolchain that compiled them, which is not here.
  func loadLibraries() {
    for library in libraries { dlopen(library, RTLD_NOW | RTLD_GLOBAL) }
  }
}
