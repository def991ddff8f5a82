import Glibc
import Logging
import Revisions

extension ScriptRepository {
  /// Brings the operations of revisions to hand: compiles what was not compiled before, and loads it.
  ///
  /// A script that does not compile, or says something else than was listed, is among the result's failures; the others
  /// are loaded. Throws where nothing can be loaded at all.
  package func load(
    _ scripts: [RevisionScript], from listing: ScriptListing
  ) async throws(ScriptLoadError) -> LoadedScripts {
    try await load(scripts, from: listing, spare: nil)
  }

  /// Loads scripts; where no cache can be written, compiled groups are left in a spare folder.
  func load(
    _ scripts: [RevisionScript], from listing: ScriptListing, spare: CacheFolder?
  ) async throws(ScriptLoadError) -> LoadedScripts {
    var loaded = LoadedScripts(origin: origin)
    for script in scripts where script.format == .sql { loaded.add(sql: script) }
    let swift = scripts.filter { $0.format == .swift }
    guard !swift.isEmpty else { return loaded }
    guard let engine = Engine.current() else { throw .engineUnknown }
    var loader = ScriptLoader(
      repository: self, engine: engine, asked: swift, listing: listing, loaded: loaded, spare: spare)
    do {
      return try await loader.load()
    } catch {
      throw origin?.naming(error) ?? error
    }
  }
}

/// One loading of Swift scripts.
struct ScriptLoader {
  /// A script's file, with those of its revisions that are asked for.
  private struct File {
    let unit: GroupCompiler.Unit
    var asked: [(index: Int, script: RevisionScript)]
  }

  private let repository: ScriptRepository
  private let engine: Engine
  private let supportFiles: [SupportFile]
  private let support: ContentHash
  private var files: [File] = []
  private var loaded: LoadedScripts
  /// Where compiled groups go that cannot be kept.
  private let spare: CacheFolder?

  init(
    repository: ScriptRepository, engine: Engine, asked: [RevisionScript], listing: ScriptListing,
    loaded: LoadedScripts,
    spare: CacheFolder?
  ) {
    self.spare = spare
    self.repository = repository
    self.engine = engine
    self.loaded = loaded
    supportFiles = listing.supportFiles
    support = listing.supportIdentity
    files = Self.files(of: asked, among: listing.scripts)
  }

  /// The files of scripts, in their order; each with all the revisions that it declares.
  private static func files(of asked: [RevisionScript], among scripts: [RevisionScript]) -> [File] {
    let paths = Set(asked.map(\.path))
    let ids = Set(asked.map(\.id))
    var files: [File] = []
    var start = 0
    // The revisions of a file stand one behind the other.
    while start < scripts.count {
      let first = scripts[start]
      var end = start + 1
      while end < scripts.count, scripts[end].path == first.path { end += 1 }
      if first.format == .swift, paths.contains(first.path), let key = first.key {
        let revisions = scripts[start..<end]
        let unit = GroupCompiler.Unit(path: first.path, key: key, typeNames: revisions.map(\.typeName))
        let wanted = revisions.enumerated().filter { ids.contains($0.element.id) }
        files.append(File(unit: unit, asked: wanted.map { ($0.offset, $0.element) }))
      }
      start = end
    }
    return files
  }

  /// Loads what was asked for: from the bundle, from the cache, and what is in neither after compiling it.
  mutating func load() async throws(ScriptLoadError) -> LoadedScripts {
    if let bundle = BundledScripts(engine: engine, support: support) {
      bundle.loadLibraries()
      let store = bundle.store
      let (found, _) = divide(by: store)
      if let failure = take(found, from: store) { throw failure }
    }
    guard !files.isEmpty else { return loaded }
    let environment = repository.environment
    let memory = CompilerMemory(folder: CacheFolder.base(environment: environment).flatMap { CacheFolder($0) })
    var compiler: SwiftCompiler?
    if let path = SwiftCompiler.locate(environment: environment) {
      compiler = try await SwiftCompiler.identify(path, memory: memory, environment: environment)
    }
    // Where there is no compiler, what the last one left can still be loaded.
    let version = compiler?.version ?? memory.last
    do {
      if let version, let cache = repository.cache {
        let identity = ContentHash(of: ["1", version, engine.identity, support.hexadecimal])
        if let folder = CacheFolder("\(cache.path)/\(ObjectStore.folderPrefix)\(identity.hexadecimal.prefix(16))") {
          try await load(from: folder, compiler)
          return loaded
        }
      }
    } catch let error as ScriptLoadError {
      throw error
    } catch {
      repository.logger.debug("compiled scripts cannot be kept", metadata: ["reason": "\(error)"])
    }
    guard !files.isEmpty else { return loaded }
    if spare == nil, compiler != nil {
      repository.logger.warning(
        "Compiled scripts are not kept: there is no cache folder of one's own to write to (XDG_CACHE_HOME, HOME)")
    }
    do {
      let folder = try spare ?? CacheFolder.temporary(environment: environment)
      // What is loaded stays loaded without its file.
      defer { if spare == nil { CacheFolder.remove(folder.path) } }
      try await load(from: folder, compiler)
      return loaded
    } catch let error as ScriptLoadError {
      throw error
    } catch {
      throw .cannotWrite(errno: (error as? SystemFailure)?.errno ?? EIO)
    }
  }

  /// Loads what was asked for from a store, and compiles into it what it does not hold.
  private mutating func load(from folder: CacheFolder, _ compiler: SwiftCompiler?) async throws {
    var failure: ScriptLoadError?
    // A group that was deleted or damaged since it was compiled is compiled again; more than one may be.
    for _ in 0..<8 {
      var store = ObjectStore(folder.path)
      if !divide(by: store).missing.isEmpty { store = try await compileMissing(into: folder, compiler) }
      failure = take(divide(by: store).found, from: store)
      if case .objectNotLoadable(let path, _)? = failure { unlink(path) }
      if failure == nil, files.isEmpty { return }
    }
    throw failure ?? .objectNotLoadable(path: folder.path, message: "it is not there after it was compiled")
  }

  /// Which files are in which group of a store, and which are in none.
  private func divide(by store: ObjectStore) -> (found: [Int: [File]], missing: [File]) {
    var found: [Int: [File]] = [:]
    var missing: [File] = []
    var isWhole: [Int: Bool] = [:]
    for file in files {
      guard let place = store.place(of: file.unit.key), place.revisions == file.unit.typeNames.count else {
        missing.append(file)
        continue
      }
      let whole = isWhole[place.object] ?? store.isWhole(store.objects[place.object])
      isWhole[place.object] = whole
      if whole { found[place.object, default: []].append(file) } else { missing.append(file) }
    }
    return (found, missing)
  }

  /// Loads groups, and takes the files in them as done; returns why the first of them cannot be loaded.
  private mutating func take(_ found: [Int: [File]], from store: ObjectStore) -> ScriptLoadError? {
    var failure: ScriptLoadError?
    var done: Set<ContentHash> = []
    for (object, files) in found.sorted(by: { $0.key < $1.key }) {
      let path = store.path(of: store.objects[object])
      do throws(CompiledGroup.Failure) {
        let types = try CompiledGroup.load(path)
        loaded.statistics.groupsLoaded += 1
        loaded.groups.append((path, store.objects[object]))
        for file in files {
          guard let place = store.place(of: file.unit.key), place.firstRevision + place.revisions <= types.count else {
            continue
          }
          for (index, script) in file.asked { loaded.add(types[place.firstRevision + index], for: script) }
          done.insert(file.unit.key)
        }
      } catch {
        failure = .objectNotLoadable(path: path, message: error.message)
        break
      }
    }
    files.removeAll { done.contains($0.unit.key) }
    return failure
  }

  // MARK: Compiling

  /// Compiles what a store does not hold; one process at a time does so.
  private mutating func compileMissing(
    into folder: CacheFolder, _ compiler: SwiftCompiler?
  ) async throws -> ObjectStore {
    let lock = try await FileLock.acquire("\(folder.path)/\(ObjectStore.lockName)")
    defer { withExtendedLifetime(lock) {} }
    // Another process may have compiled it all while this one waited.
    var store = ObjectStore(folder.path)
    let (found, missing) = divide(by: store)
    guard !missing.isEmpty else { return store }
    guard let compiler else {
      throw ScriptLoadError.compilerNotFound(revisions: missing.flatMap { $0.asked.map(\.script.id) })
    }
    let groups = GroupCompiler(
      compiler: compiler, modules: try engine.modules(environment: repository.environment), supportFiles: supportFiles,
      folder: folder,
      moduleCache: "\(folder.path)/\(ObjectStore.moduleCacheName)", environment: repository.environment)
    let units = missing.map(\.unit) + scattered(found)
    repository.logger.info("Compiling \(units.count == 1 ? "1 script" : "\(units.count) scripts")")
    let outcome = try await groups.compile(GroupCompiler.groups(of: units, size: repository.groupSize))
    loaded.statistics.compilerRuns += outcome.runs
    for object in outcome.objects {
      loaded.statistics.scriptsCompiled += object.members.count
      store.add(object)
    }
    let wanted = Dictionary(missing.map { ($0.unit.key, $0) }) { first, _ in first }
    for (unit, report) in outcome.broken { fail(wanted[unit.key], .doesNotCompile(report)) }
    for unit in outcome.changed {
      let problem = ScriptProblem(path: unit.path, kind: .changedSinceListed)
      fail(wanted[unit.key], .unreadable(ScriptProblems([problem])))
    }
    store.prune(keeping: Set((found.values.joined().map(\.unit) + units).map(\.key)))
    try store.save(in: folder)
    store.sweep()
    repository.cache?.removeOldStores()
    return store
  }

  /// Takes a file as failed; nil for one that was compiled only to be in a larger group.
  private mutating func fail(_ file: File?, _ reason: ScriptFailure.Reason) {
    guard let file else { return }
    files.removeAll { $0.unit == file.unit }
    loaded.add(ScriptFailure(path: file.unit.path, revisions: file.asked.map(\.script.id), reason: reason))
  }

  /// Scripts of many small groups, to be compiled again as one: each edit leaves a group of its own, and each group
  /// takes time to load.
  private func scattered(_ found: [Int: [File]]) -> [GroupCompiler.Unit] {
    let size = repository.groupSize
    let fileCount = found.values.reduce(0) { $0 + $1.count }
    guard found.count > size + fileCount / size else { return [] }
    var units: [GroupCompiler.Unit] = []
    for files in found.sorted(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }).map(\.value) {
      guard units.count + files.count <= size else { break }
      units += files.map(\.unit)
    }
    return units
  }
}
