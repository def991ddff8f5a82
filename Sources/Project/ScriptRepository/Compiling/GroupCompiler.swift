import Glibc

/// Compiles scripts in groups, and finds out which of them keep a group from compiling.
///
/// A script that does not compile, or that declares a helper of the same name as another's, must not keep the others
/// from being loaded. So the scripts that the compiler names are taken out of the group and compiled one by one, which tells
/// those that are broken from those that only clash, and the rest is tried again.
struct GroupCompiler: Sendable {
  /// A script's file, as the compiler is given it.
  struct Unit: Hashable, Sendable {
    let path: String
    let key: ContentHash
    /// The revisions that it declares, in the order of the file.
    let typeNames: [String]
  }

  /// What came of it.
  struct Outcome {
    var objects: [ObjectStore.Object] = []
    var broken: [(unit: Unit, report: CompilerReport)] = []
    /// Scripts whose text changed while they were compiled.
    var changed: [Unit] = []
    /// How many times the compiler was run for a group.
    var runs = 0
  }

  private enum Result {
    case compiled(ObjectStore.Object)
    case refused(CompilerReport)
    case changed([Unit])
    case failed(any Error)
  }

  let compiler: SwiftCompiler
  /// The folder of the `Revisions` module.
  let modules: String
  let supportFiles: [SupportFile]
  /// Where the compiled groups are put.
  let folder: CacheFolder
  /// Where the compiler keeps what it makes of C headers.
  let moduleCache: String
  let environment: [String: String]

  /// How the modules of groups are called; what is in them follows, so that no two groups in a process share a name.
  static let modulePrefix = "rev_"
  /// Below this, to divide a group among processors costs more than it gains.
  private static let smallestShare = 8

  /// How many compilers run at a time; each takes 100 to 200 MB.
  static var jobs: Int { max(1, min(8, sysconf(CInt(_SC_NPROCESSORS_ONLN)))) }

  /// Divides scripts into groups: full ones, or as many as there are processors. No two files of a group share a name,
  /// which Swift would not take.
  static func groups(of units: [Unit], size limit: Int) -> [[Unit]] {
    let share = (units.count + jobs - 1) / jobs
    let size = min(limit, max(smallestShare, share))
    var groups: [[Unit]] = []
    var names: [Set<Substring>] = []
    for unit in units {
      let name = unit.path.split(separator: "/").last ?? ""
      // Almost always the last group; another one only for files that share a name.
      let fitting = groups.indices.reversed().first { groups[$0].count < size && !names[$0].contains(name) }
      if let fitting {
        groups[fitting].append(unit)
        names[fitting].insert(name)
      } else {
        groups.append([unit])
        names.append([name])
      }
    }
    return groups
  }

  /// Compiles groups, and what becomes of them.
  func compile(_ groups: [[Unit]]) async throws -> Outcome {
    var outcome = Outcome()
    var pending = groups
    var failure: (any Error)?
    var supportIsSound = false
    await withTaskGroup(of: ([Unit], Result).self) { tasks in
      var running = 0
      while true {
        while running < Self.jobs, failure == nil, let units = pending.popLast() {
          tasks.addTask { (units, await attempt(units)) }
          running += 1
          outcome.runs += 1
        }
        guard let (units, result) = await tasks.next() else { return }
        running -= 1
        switch result {
        case .compiled(let object): outcome.objects.append(object)
        case .changed(let units): outcome.changed += units
        case .failed(let error): failure = error
        case .refused(let report):
          if let error = moduleError(report) {
            failure = error
            continue
          }
          if units.count == 1 {
            outcome.broken.append((units[0], report))
            continue
          }
          let parts = split(units, report)
          if parts == nil, !supportIsSound {
            outcome.runs += 1
            if case .refused(let report) = await attempt([]) {
              failure = ScriptLoadError.supportFilesDoNotCompile(report)
              continue
            }
            supportIsSound = true
          }
          pending += parts ?? [Array(units[..<(units.count / 2)]), Array(units[(units.count / 2)...])]
        }
      }
    }
    if let failure { throw failure }
    return outcome
  }

  /// Takes the scripts that errors name out of a group; nil where no error names one.
  private func split(_ units: [Unit], _ report: CompilerReport) -> [[Unit]]? {
    let named = Set(report.diagnostics.lazy.filter { $0.severity == .error }.map(\.path))
    let suspects = units.filter { named.contains($0.path) }
    guard !suspects.isEmpty else { return nil }
    let rest = units.filter { !named.contains($0.path) }
    return (rest.isEmpty ? [] : [rest]) + suspects.map { [$0] }
  }

  /// What makes every group fail alike: a module that this compiler does not take.
  private func moduleError(_ report: CompilerReport) -> ScriptLoadError? {
    let signs = [
      "cannot be imported by the", "no such module 'Revisions'", "failed to load module 'Revisions'",
      "malformed compiled module", "unable to load standard library", "failed to build module 'Revisions'",
    ]
    guard
      let line = report.text.split(whereSeparator: \.isNewline).first(where: { line in
        line.contains("error: ") && signs.contains { line.contains($0) }
      })
    else { return nil }
    return .moduleUnusable(compiler: compiler.path, version: compiler.version, modules: modules, message: String(line))
  }

  // MARK: One group

  /// Compiles a group. Where the compiler fails over none of the files, what it keeps of C headers may be damaged, which it
  /// does not see for itself: it is tried again with nothing kept.
  private func attempt(_ units: [Unit]) async -> Result {
    let result = await attempt(units, moduleCache: moduleCache)
    guard case .refused(let report) = result, report.hasErrorOutsideFiles else { return result }
    let fresh = "\(moduleCache)-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { CacheFolder.remove(fresh) }
    let second = await attempt(units, moduleCache: fresh)
    if case .compiled = second { CacheFolder.remove(moduleCache) }
    return second
  }

  private func attempt(_ units: [Unit], moduleCache: String) async -> Result {
    let module = Self.modulePrefix + ContentHash(of: units.map(\.key.hexadecimal)).hexadecimal.prefix(16)
    let scratch = "\(folder.path)/\(module).\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let (entry, output) = ("\(scratch).entry.swift", "\(scratch).so")
    defer {
      unlink(entry)
      unlink(output)
    }
    do {
      let file = try OpenFile(entry, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
      try file.write(Array(Self.entrySource(units).utf8))
      let result = try await compiler.run(
        Self.arguments(module: module, modules: modules, moduleCache: moduleCache, output: output)
          + supportFiles.map(\.path) + units.map(\.path) + [entry], environment: environment)
      guard result.succeeded else { return .refused(CompilerReport(result.text)) }
      // The compiler read the files a little later than they were listed: an object must never stand for another text.
      if let file = supportFiles.first(where: { !ScriptFile.stillHas($0.key, at: $0.path) }) {
        return .failed(ScriptLoadError.supportFileChanged(path: file.path))
      }
      let changed = units.filter { !ScriptFile.stillHas($0.key, at: $0.path) }
      guard changed.isEmpty else { return .changed(changed) }
      return .compiled(try adopt(output, as: module, units))
    } catch {
      return .failed(error)
    }
  }

  /// What the compiler is told, but for the files, which it takes as one or, with `processes` above 1, each by itself.
  static func arguments(
    module: String, modules: String, moduleCache: String, output: String, atOnce processes: Int = 1
  ) -> [String] {
    // In batches, the driver of Swift 6.3 looks for objects that it did not have made.
    let mode = processes > 1 ? ["-j\(processes)", "-disable-batch-mode"] : ["-wmo"]
    return ["-swift-version", "6", "-Onone"] + mode + [
      "-parse-as-library", "-emit-library", "-suppress-warnings", "-no-color-diagnostics", "-module-name", module, "-I",
      modules, "-module-cache-path", moduleCache, "-o", output,
    ]
  }

  /// Puts a compiled group in its place.
  private func adopt(_ output: String, as module: String, _ units: [Unit]) throws(SystemFailure) -> ObjectStore.Object {
    let name = "\(module).so"
    let file = try OpenFile(output, flags: O_RDWR)
    // What the catalog names has to be whole even after a crash of the machine.
    guard fchmod(file.descriptor, 0o700) == 0, fdatasync(file.descriptor) == 0 else { throw .last }
    let size = try Int64(file.status().st_size)
    guard rename(output, "\(folder.path)/\(name)") == 0 else { throw .last }
    return ObjectStore.Object(
      name: name, size: size, members: units.map { .init(key: $0.key, revisions: $0.typeNames.count) })
  }

  /// The function that hands the group's revisions to the loader, in the order of the files.
  private static func entrySource(_ units: [Unit]) -> String {
    var source = """
      import Revisions

      @_cdecl("\(CompiledGroup.entryPoint)")
      public func \(CompiledGroup.entryPoint)() -> UnsafeMutableRawPointer {
        let revisions: [any Revisions.Revision.Type] = [

      """
    for name in units.flatMap(\.typeNames) { source += "    \(name).self,\n" }
    return source + "  ]\n  return Revisions.ScriptGroup(revisions).exported()\n}\n"
  }
}
