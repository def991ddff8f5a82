internal import Glibc
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository
internal import Subprocess
internal import SystemPackage

/// A revision that a person asked for.
struct NewScript {
  /// The id asked for; nil for a random one.
  var id: RevisionID?
  var parents: [RevisionID]
  var dependsOn: [RevisionID]
  var branchLabels: [String]
  var message: String
  var format: ScriptFormat
  /// The folder asked for; nil for the one that fits.
  var folder: String?
  /// What it does; nil leaves that to be filled in.
  var body: NewRevision.Body?
}

extension Session {
  /// Writes a new revision's script and runs the hooks on it.
  func write(_ script: NewScript) async throws {
    let settings = try configuration().newScriptSettings(in: context())
    let now = time(nil)
    var generator = SystemRandomNumberGenerator()
    let id = script.id ?? .random(using: &generator)
    try check(id, labels: script.branchLabels)

    let revision = NewRevision(
      RevisionMetadata(
        id: id, parents: script.parents, dependsOn: script.dependsOn, branchLabels: script.branchLabels,
        message: script.message, created: settings.timeZone.time(atEpochSeconds: now).iso8601), format: script.format,
      body: script.body)
    let name = try settings.path(
      revision: id.rawValue, message: script.message, atEpochSeconds: now, fileExtension: script.format.rawValue)
    try await write(revision, as: name.string, in: folder(script.folder, for: script.parents))
  }

  /// Writes a merge that follows from its parents alone.
  func write(_ merge: NewRevision) async throws {
    try check(merge.metadata.id, labels: [])
    let name = try FileTemplate.standard.path(
      revision: merge.metadata.id.rawValue, slug: slug(merge.metadata.message, maximumLength: 40),
      created: LocalTime(epochSeconds: 0), fileExtension: merge.format.rawValue)
    try await write(merge, as: name.string, in: folder(nil, for: merge.metadata.parents))
  }

  private func write(_ revision: NewRevision, as name: String, in folder: FilePath) async throws {
    try NewFiles.createFolder(folder)
    let (path, outcome) = try ScriptWriter.write(revision.text, as: name, in: folder)
    if outcome == .alreadyThere { return try tellThatIsThere(revision.metadata.id, at: path) }
    terminal.say("Wrote \(Self.displayed(path))")
    for hook in try configuration().newScriptSettings(in: context()).hooks { try await run(hook, on: FilePath(path)) }
    if global.json { try terminal.writeJSON(["id": revision.metadata.id.rawValue, "path": path]) }
  }

  /// Says that nothing had to be written.
  func tellThatIsThere(_ id: RevisionID, at path: String) throws {
    terminal.say("\(Self.displayed(path)) is there already")
    if global.json { try terminal.writeJSON(["id": id.rawValue, "path": path]) }
  }

  /// Refuses names that could not be addressed, or that are taken.
  private func check(_ id: RevisionID, labels: [String]) throws {
    if let problem = id.problem { throw Report(.usage, "'\(id)' cannot be the id of a revision: \(problem)") }
    let graph = try graph()
    if graph[id] != nil {
      throw Report(
        .invalidRevision, "there is a revision \(id) already: \(scriptPath(id) ?? "")", ids: [id.rawValue])
    }
    for label in labels {
      if let fault = NameFault(inName: label) {
        throw Report(.usage, "'\(label)' cannot be a branch label: \(fault.words)")
      }
      if let owner = graph.branchLabels[label] {
        throw Report(
          .invalidRevision, "the branch label '\(label)' is that of revision \(owner) already", ids: [owner.rawValue])
      }
      if graph[RevisionID(label)] != nil || label == id.rawValue {
        throw Report(.invalidRevision, "the branch label '\(label)' is the id of a revision", ids: [label])
      }
    }
  }

  /// Where a new script goes: the folder asked for, else that of its parent, else the first. It is named as the
  /// configuration names it, and compared by where it leads: there may be links and `..` in either.
  private func folder(_ asked: String?, for parents: [RevisionID]) throws -> FilePath {
    let locations = try configuration().versionLocations
    /// The innermost location that a folder is in, and the way on from there.
    func place(of folder: FilePath) -> (location: FilePath, rest: FilePath)? {
      let folder = folder.resolved
      let found = locations.filter { folder.starts(with: $0.resolved) }
      return found.max { $0.resolved.components.count < $1.resolved.components.count }.map { location in
        (location, FilePath(root: nil, folder.components.dropFirst(location.resolved.components.count)))
      }
    }
    guard let asked else {
      let folders = parents.map { FilePath(absolutePath($0)).removingLastComponent() }
      return folders.lazy.compactMap { place(of: $0)?.location }.first ?? locations[0]
    }
    guard let place = place(of: try context().currentDirectory.pushing(FilePath(asked))) else {
      throw Report(
        .usage, "'\(asked)' is not one of the folders for scripts",
        hints: ["version_locations names \(locations.map { Self.displayed($0.string) }.joined(separator: ", "))"])
    }
    if !place.rest.isEmpty, try !configuration().recursiveVersionLocations {
      throw Report(
        .usage, "'\(asked)' is a folder inside a version location, and those are not searched",
        hints: ["set recursive_version_locations = true"])
    }
    return place.location.pushing(place.rest)
  }

  private func run(_ hook: PostWriteHook, on script: FilePath) async throws {
    terminal.say("Running \(hook.name) on \(Self.displayed(script.string))")
    let executable: Executable =
      hook.executable.contains("/") ? .path(FilePath(hook.executable)) : .name(hook.executable)
    do {
      let result = try await Subprocess.run(
        executable, arguments: Arguments(hook.arguments(for: script)), workingDirectory: hook.workingDirectory,
        output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
        error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
      let end: String
      switch result.terminationStatus {
      case .exited(0): return
      case .exited(let status): end = "ended with status \(status)"
      case .signaled(let signal): end = "was stopped by signal \(signal)"
      }
      throw Report(
        .hook, "the hook '\(hook.name)' \(end)",
        hints: ["the script is written: \(Self.displayed(script.string))"])
    } catch let error as SubprocessError {
      var hints = ["the script is written: \(Self.displayed(script.string))"]
      switch error.code {
      case .executableNotFound: hints.append("is \(hook.executable) on the PATH?")
      case .failedToChangeWorkingDirectory: hints.append("\(hook.name).cwd in migrate.ini names the folder")
      default: break
      }
      throw Report(.hook, "the hook '\(hook.name)' cannot be run: \(error)", hints: hints)
    }
  }
}

extension ScriptWriter.Failure: Reportable {
  var report: Report {
    switch self {
    case .fileExists(let path):
      Report(
        .fileExists, "\(Session.displayed(path)) is there already, and says something else",
        hints: ["nothing was overwritten; another message or --rev-id makes another name"])
    case .unusableName(let name): Report(.usage, "a script cannot be called '\(name)'")
    case .cannotWrite(let path, let errno):
      Report(.file, "cannot write \(Session.displayed(path)): \(String(cString: strerror(errno)))")
    }
  }
}
