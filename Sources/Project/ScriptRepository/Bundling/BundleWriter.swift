import Glibc
import Revisions
package import SystemPackage

/// Writes a folder from which `rev` runs where there is neither a compiler nor the Swift runtime.
///
/// ```
/// DIR/rev                the executable of this process, which looks for its libraries in lib
/// DIR/migrate.ini        a copy of the configuration
/// DIR/versions/…         the version locations, as they stand in the project
/// DIR/lib/*.so           every library in use but the C library's own
/// DIR/lib/scripts/       the compiled scripts, what they were compiled for, and what git knew of them
/// ```
package struct BundleWriter: Sendable {
  /// What was written.
  package struct Report: Hashable, Sendable {
    package let path: String
    package let scripts: Int
    /// The names of the libraries.
    package let libraries: [String]
  }

  /// What the configuration is called in a bundle.
  package static let configurationName = "migrate.ini"

  private let repository: ScriptRepository
  private let configuration: FilePath

  /// Takes over what a bundle is made of.
  ///
  /// - Parameter configuration: The project's `migrate.ini`. Its paths have to start at `%(here)s`, or be relative.
  package init(repository: ScriptRepository, configuration: FilePath) {
    self.repository = repository
    self.configuration = configuration
  }

  /// Writes the bundle; an earlier one is replaced when the new one is complete, unless it has come to hold anything
  /// else, such as a database.
  package func write(to folder: FilePath) async throws(BundleError) -> Report {
    let path = FilePath(realPath(".") ?? "/").pushing(folder).lexicallyNormalized().string
    let target = realPath(path) ?? path
    try Self.checkReplaceable(target)
    let listing = repository.list()
    guard listing.problems.isEmpty else { throw .problems(ScriptProblems(listing.problems)) }
    guard let engine = Engine.current(), engine.hasBuildID else { throw .executableUnfit(path: "/proc/self/exe") }
    let builder = try FolderBuilder(for: target)
    do throws(BundleError) {
      let libraries = try await fill(builder, listing, engine)
      // That took a while, in which the earlier bundle may have been run.
      try Self.checkReplaceable(target)
      try builder.finish()
      return Report(path: target, scripts: listing.scripts.count, libraries: libraries)
    } catch {
      builder.discard()
      throw error
    }
  }

  /// Throws where a path holds anything but an earlier bundle.
  private static func checkReplaceable(_ path: String) throws(BundleError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notAFolder(path: path) }
    let written = BundledScripts.files(of: path)
    let other = CacheFolder.tree(path).filter { !$0.isFolder && !written.contains($0.name) }.map(\.name).min()
    if let other { throw .folderInUse(file: "\(path)/\(other)") }
  }

  private func fill(
    _ builder: FolderBuilder, _ listing: ScriptListing, _ engine: Engine
  ) async throws(BundleError) -> [String] {
    // Where there is no cache, the groups have to stay until they are copied.
    let spare: CacheFolder
    do throws(SystemFailure) {
      spare = try CacheFolder.temporary(environment: repository.environment)
    } catch {
      throw .notLoaded(.cannotWrite(errno: error.errno))
    }
    defer { CacheFolder.remove(spare.path) }
    let loaded = try await load(listing, spare)
    let copied = try copyScripts(listing, to: builder)
    let provenance = await repository.provenance(of: copied.map(\.here))
    try builder.write(Array(BundleOrigin.text(of: provenance, at: copied).utf8), to: BundleOrigin.name)
    try builder.copy(configuration.string, to: Self.configurationName)
    for (path, object) in loaded.groups {
      try builder.copy(path, to: "\(BundledScripts.scriptFolder)/\(object.name)", mode: 0o755)
    }
    try builder.write(
      ObjectStore.catalog(loaded.groups.map(\.object)), to: "\(BundledScripts.scriptFolder)/\(ObjectStore.catalogName)")
    let libraries = try copyLibraries(to: builder)
    try builder.write(try Self.relocated(engine.executable), to: "rev", mode: 0o755)
    let files = CacheFolder.tree(builder.path).filter { !$0.isFolder }.map(\.name)
    try builder.write(
      BundledScripts.manifest(engine: engine, support: listing.supportIdentity, files: files),
      to: BundledScripts.manifestName)
    return libraries
  }

  /// Loads every script and evaluates it, so that all it needs is in use, and a bundle never holds a broken one.
  private func load(_ listing: ScriptListing, _ spare: CacheFolder) async throws(BundleError) -> LoadedScripts {
    let loaded: LoadedScripts
    do throws(ScriptLoadError) {
      loaded = try await repository.load(listing.scripts, from: listing, spare: spare)
    } catch {
      throw .notLoaded(error)
    }
    var failures = loaded.failures
    for script in listing.scripts {
      do throws(ScriptFailure) {
        _ = try loaded.operations(of: script.id)
      } catch {
        if !failures.contains(error) { failures.append(error) }
      }
    }
    guard failures.isEmpty else { throw .failures(failures) }
    return loaded
  }

  /// Copies the version locations with the scripts and support files in them; returns the paths of the files.
  private func copyScripts(
    _ listing: ScriptListing, to builder: FolderBuilder
  ) throws(BundleError) -> [(inBundle: String, here: String)] {
    let project = (realPath(repository.projectFolder.string) ?? repository.projectFolder.string) + "/"
    for location in repository.versionLocations {
      let path = realPath(location.string) ?? location.string
      guard path.hasPrefix(project) else { throw .locationOutsideProject(path: path) }
      try builder.makeFolder(String(path.dropFirst(project.count)))
    }
    var copied: [(inBundle: String, here: String)] = []
    for path in Set(listing.scripts.map(\.path) + listing.supportFiles.map(\.path)).sorted() {
      guard path.hasPrefix(project) else { throw .locationOutsideProject(path: path) }
      copied.append((String(path.dropFirst(project.count)), path))
      try builder.copy(path, to: copied[copied.count - 1].inBundle)
    }
    return copied
  }

  // MARK: What the executable needs

  /// Copies the libraries in use, but for compiled scripts, under the names by which they are asked for.
  private func copyLibraries(to builder: FolderBuilder) throws(BundleError) -> [String] {
    let libraries: [LoadedLibraries.Library]
    do throws(SystemFailure) {
      libraries = try LoadedLibraries.all().filter { !$0.name.hasPrefix(GroupCompiler.modulePrefix) }
    } catch {
      throw .cannotWrite(path: "/proc/self/maps", errno: error.errno)
    }
    let names = Set(libraries.map(\.name))
    for library in libraries {
      if let missing = library.needed.first(where: { !names.contains($0) && !LoadedLibraries.belongsToSystem($0) }) {
        throw .libraryMissing(name: missing, neededBy: library.name)
      }
      try builder.copy(library.path, to: "\(BundledScripts.libraryFolder)/\(library.name)", mode: 0o755)
    }
    return names.sorted()
  }

  /// The executable, changed to look for its libraries in the bundle alone.
  ///
  /// It is linked with a search path that ends in `$ORIGIN/lib`, so it is enough to let the entry begin there. Without the
  /// toolchain's folder in it, another version of Swift on the other machine cannot get in between; and as
  /// `DT_RPATH`, unlike `DT_RUNPATH`, it also serves the libraries that say nothing of their own.
  private static func relocated(_ executable: String) throws(BundleError) -> [UInt8] {
    let ending = "$ORIGIN/lib"
    guard let file = ELFFile(executable), let entry = file.searchPathEntry,
      file.searchPath == ending || file.searchPath.hasSuffix(":\(ending)")
    else { throw .executableUnfit(path: executable) }
    var bytes: [UInt8]
    do throws(SystemFailure) {
      bytes = try OpenFile.contents(of: executable)
    } catch {
      throw .cannotWrite(path: executable, errno: error.errno)
    }
    guard entry.offset + 16 <= bytes.count else { throw .executableUnfit(path: executable) }
    let start = entry.text + UInt64(file.searchPath.utf8.count - ending.utf8.count)
    var writer = ByteWriter()
    writer.write(UInt64(DT_RPATH))
    writer.write(start)
    bytes.replaceSubrange(entry.offset..<entry.offset + 16, with: writer.bytes)
    return bytes
  }
}
