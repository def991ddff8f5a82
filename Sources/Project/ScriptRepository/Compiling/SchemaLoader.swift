import Glibc
import Logging
package import Revisions
package import SystemPackage

extension ScriptRepository {
  /// Compiles the Swift file that declares the schema, unless it was compiled before, and reads what it declares.
  ///
  /// A folder stands for all Swift files in it. The files are compiled by themselves, with nothing of the revisions.
  /// `identity` stands for what was declared, the compiler and this build. Throws
  /// ``SchemaLoadError``, or ``ScriptLoadError`` where nothing can be compiled or loaded at all.
  package func declaredSchema(at path: FilePath) async throws -> (schema: Schema, identity: String) {
    let files = try Self.schemaFiles(at: path.string)
    guard let engine = Engine.current() else { throw ScriptLoadError.engineUnknown }
    let memory = CompilerMemory(folder: CacheFolder.base(environment: environment).flatMap { CacheFolder($0) })
    var compiler: SwiftCompiler?
    if let found = SwiftCompiler.locate(environment: environment) {
      compiler = try await SwiftCompiler.identify(found, memory: memory, environment: environment)
    }
    let kept = schemaCache
    let folder = try kept ?? CacheFolder.temporary(environment: environment)
    defer { if kept == nil { CacheFolder.remove(folder.path) } }

    let keys = files.map { ScriptFile.key(of: $0.text, path: $0.path).hexadecimal }
    let identity = ContentHash(of: ["1", compiler?.version ?? memory.last ?? "", engine.identity] + keys)
    let name = "rev_schema_\(identity.hexadecimal.prefix(16))"
    let object = "\(folder.path)/\(name).so"
    // One that was damaged since it was compiled is compiled again.
    if access(object, R_OK) == 0, let schema = try? Self.load(object) { return (schema, identity.hexadecimal) }
    guard let compiler else { throw SchemaLoadError.compilerNotFound(path: path.string) }
    logger.info("Compiling \(files.count == 1 ? files[0].path : "\(path)")")
    try await compile(files, as: name, to: object, with: compiler, engine, in: folder)
    Self.sweep(folder)
    return (try Self.load(object), identity.hexadecimal)
  }

  /// The folder of compiled schemas in the project's cache.
  private var schemaCache: CacheFolder? { cache.flatMap { CacheFolder("\($0.path)/schemas") } }

  /// What was kept for a schema as a database reads it back, by what it follows from.
  package func keptSchema(for identity: [String]) -> [UInt8]? {
    guard let folder = schemaCache else { return nil }
    return try? OpenFile.contents(of: "\(folder.path)/\(Self.name(of: identity))")
  }

  /// Keeps a schema as a database reads it back; where nothing can be kept, the database is asked again.
  package func keep(_ bytes: [UInt8], for identity: [String]) {
    guard let folder = schemaCache else { return }
    try? folder.write(bytes, to: Self.name(of: identity))
    Self.sweep(folder)
  }

  private static func name(of identity: [String]) -> String { "\(ContentHash(of: identity).hexadecimal).json" }

  /// The Swift files that declare a schema, in the order of their names.
  package static func schemaFiles(at path: String) throws -> [(path: String, text: [UInt8])] {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SchemaLoadError.unreadable(path: path, errno: errno) }
    var paths = [path]
    if status.st_mode & S_IFMT == S_IFDIR {
      paths = CacheFolder.names(in: path).filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }.sorted()
        .map { "\(path)/\($0)" }
      if paths.isEmpty { throw SchemaLoadError.noSwiftFiles(folder: path) }
    }
    return try paths.map { path in
      do {
        return (path, try OpenFile.contents(of: path))
      } catch let error as SystemFailure {
        throw SchemaLoadError.unreadable(path: path, errno: error.errno)
      }
    }
  }

  /// Compiles the files to one object: a large schema in pieces first, side by side.
  ///
  /// Whatever keeps the pieces from being compiled is left to the files as they stand, and told of those.
  private func compile(
    _ files: [(path: String, text: [UInt8])], as name: String, to object: String, with compiler: SwiftCompiler,
    _ engine: Engine,
    in folder: CacheFolder
  ) async throws {
    let scratch = "\(folder.path)/\(name).\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let (entry, output) = ("\(scratch).entry.swift", "\(scratch).so")
    var written = [output]
    defer { for path in written { unlink(path) } }
    func write(_ text: [UInt8], to path: String) throws {
      written.append(path)
      try NewFile.create(path, text, mode: 0o600)
    }
    let modules = try engine.modules(environment: environment)
    func run(_ paths: [String], atOnce processes: Int) async throws -> SwiftCompiler.Output {
      try await compiler.run(
        GroupCompiler.arguments(
          module: name, modules: modules, moduleCache: "\(folder.path)/\(ObjectStore.moduleCacheName)", output: output,
          atOnce: processes) + paths, environment: environment)
    }

    let entryText = Array(Self.entrySource.utf8)
    var isCompiled = false
    if let pieces = SchemaPieces(files.map(\.text), atOnce: sysconf(CInt(_SC_NPROCESSORS_ONLN))) {
      let paths = pieces.texts.indices.map { "\(scratch).\($0).swift" }
      for (path, text) in zip(paths, pieces.texts) {
        // As a file of its own it would keep the compiler for as long as it takes to read all others.
        try write(path == paths.last ? text + entryText : text, to: path)
      }
      isCompiled = try await run(paths, atOnce: paths.count).succeeded
    }
    if !isCompiled {
      try write(entryText, to: entry)
      let result = try await run(files.map(\.path) + [entry], atOnce: 1)
      guard result.succeeded else {
        let report = CompilerReport(result.text)
        let isMissing = report.diagnostics.contains { $0.path == entry && $0.message.contains("'schema'") }
        throw isMissing ? SchemaLoadError.declaresNone(path: files[0].path) : SchemaLoadError.doesNotCompile(report)
      }
    }
    guard chmod(output, 0o700) == 0, rename(output, object) == 0 else { throw SystemFailure.last }
  }

  private static let entryPoint = "rev_declared_schema"

  private static let entrySource = """

    import Revisions

    @_cdecl("\(entryPoint)")
    public func \(entryPoint)() -> UnsafeMutableRawPointer {
      let declared: Revisions.Schema = schema
      return Revisions.DeclaredSchema(declared).exported()
    }

    """

  private static func load(_ path: String) throws(ScriptLoadError) -> Schema {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(handle, entryPoint) else {
      throw .objectNotLoadable(path: path, message: dlerror().map { String(cString: $0) } ?? "")
    }
    typealias EntryPoint = @convention(c) () -> UnsafeMutableRawPointer
    return DeclaredSchema.imported(from: unsafeBitCast(symbol, to: EntryPoint.self)()).schema
  }

  /// Keeps the few that were made last.
  private static func sweep(_ folder: CacheFolder) {
    for kind in [".so", ".json"] {
      let files = CacheFolder.names(in: folder.path).filter { $0.hasSuffix(kind) }.compactMap { name in
        FileStamp(path: "\(folder.path)/\(name)").map { (path: "\(folder.path)/\(name)", modified: $0.modified) }
      }
      for file in files.sorted(by: { $0.modified > $1.modified }).dropFirst(8) { CacheFolder.remove(file.path) }
    }
  }
}

/// Why a declared schema cannot be had.
package enum SchemaLoadError: Error, Hashable, Sendable {
  /// The compiler refused it.
  case doesNotCompile(CompilerReport)
  /// It declares nothing by the name of `schema`.
  case declaresNone(path: String)
  /// The file or folder cannot be read.
  case unreadable(path: String, errno: CInt)
  /// The folder has no Swift files in it.
  case noSwiftFiles(folder: String)
  /// There is no compiler, and it is not compiled yet.
  case compilerNotFound(path: String)
}
