internal import Glibc
internal import Logging
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

/// One run of a command: the project it works on, read as far as the command needs it.
final class Session {
  let global: GlobalOptions
  let terminal: Terminal
  let environment: [String: String]
  /// Where the project's scripts are in the work tree.
  private var ownRepository: ScriptRepository?
  private var loadedScripts: LoadedScripts?
  private var loaded: LoadedProject?
  /// The configuration, once it was asked for.
  var loadedConfiguration: ProjectConfiguration?
  /// The warnings that need not be said again.
  var saidWarnings: Set<ConfigurationWarning> = []

  init(_ global: GlobalOptions, _ terminal: Terminal) {
    self.global = global
    self.terminal = terminal
    environment = Self.processEnvironment()
  }

  /// Takes the same project with the scripts that a commit has, which `name` stands for.
  init(of checkout: CheckedOutScripts, called name: String, like session: Session) throws {
    global = session.global
    terminal = session.terminal
    environment = session.environment
    loadedConfiguration = session.loadedConfiguration
    saidWarnings = session.saidWarnings
    ownRepository = try session.repository()
    _ = try checkout.validated()
    paths = Dictionary(
      checkout.listing.scripts.map { ($0.id, "\(name):\(checkout.pathInTree(of: $0.path))") }
    ) { first, _ in first }
    loadedScripts = loaded(checkout.listing, from: checkout.repository)
  }

  /// The project's scripts, whether or not they make a graph.
  struct LoadedScripts {
    let repository: ScriptRepository
    let listing: ScriptListing
    let operations: ScriptOperations
  }

  /// The project's scripts and the graph that they make.
  struct LoadedProject {
    let repository: ScriptRepository
    let graph: RevisionGraph
    let operations: ScriptOperations
  }

  /// Where the project's scripts are in the work tree; nothing is read yet.
  func repository() throws -> ScriptRepository {
    if let ownRepository { return ownRepository }
    let configuration = try configuration()
    let repository = ScriptRepository(
      projectFolder: configuration.directory, versionLocations: configuration.versionLocations,
      isRecursive: configuration.recursiveVersionLocations, environment: environment, logger: logger())
    ownRepository = repository
    return repository
  }

  /// The scripts, each without fault; they are read, and nothing is compiled. A folder that is not there counts as empty, which
  /// is said, unless it is required.
  @discardableResult
  func scripts(requiringFolders: Bool = false) throws -> LoadedScripts {
    if let loadedScripts { return loadedScripts }
    let repository = try repository()
    let listing = repository.list()
    paths = Dictionary(listing.scripts.map { ($0.id, $0.path) }) { first, _ in first }
    _ = try listing.validated()
    if requiringFolders { try listing.requireFolders() }
    for folder in listing.missingFolders {
      terminal.warn(
        "\(Self.displayed(folder)): there is no such folder, and no revision in it",
        hint: "rev create makes it; version_locations in migrate.ini says where scripts are")
    }
    let scripts = loaded(listing, from: repository)
    loadedScripts = scripts
    return scripts
  }

  private func loaded(_ listing: ScriptListing, from repository: ScriptRepository) -> LoadedScripts {
    LoadedScripts(
      repository: repository, listing: listing,
      operations: ScriptOperations(
        repository, listing, keepsTexts: (try? databaseSettings().journalOperations) ?? true,
        willEvaluate: crashNotice(naming: paths),
        gitFailed: { [terminal] in
          terminal.warn("the journal will not say which commit ran: \($0.words)", hint: $0.hint)
        }))
  }

  /// The project; scripts are read, and nothing is compiled.
  func project() throws -> LoadedProject {
    if let loaded { return loaded }
    let scripts = try scripts()
    let project = LoadedProject(
      repository: scripts.repository, graph: try RevisionGraph(scripts.listing.scripts.map(\.metadata)),
      operations: scripts.operations)
    loaded = project
    return project
  }

  /// The graph of the project's revisions.
  func graph() throws -> RevisionGraph { try project().graph }

  /// Puts a graph in the place of the scripts' own that also has revisions whose scripts are gone, with what stands in for
  /// these.
  func replaceGraph(with graph: RevisionGraph, journal: [RevisionID: JournalScript]) throws {
    let scripts = try scripts()
    scripts.operations.standIn(journal)
    loaded = LoadedProject(repository: scripts.repository, graph: graph, operations: scripts.operations)
  }

  /// What stands in for a revision's script that is gone.
  func journalScript(_ id: RevisionID) throws -> JournalScript? { try scripts().operations.journalScript(id) }

  private var paths: [RevisionID: String] = [:]

  /// A revision's script, as it is shown: below the working directory, a relative path.
  func scriptPath(_ id: RevisionID) -> String? { paths[id].map(Self.displayed) }

  /// A revision's script as an absolute path.
  func absolutePath(_ id: RevisionID) -> String { paths[id] ?? "" }

  /// A path as it is shown.
  static func displayed(_ path: String) -> String {
    guard let folder = workingDirectory, folder != "/", path.hasPrefix(folder + "/") else { return path }
    return String(path.dropFirst(folder.count + 1))
  }

  private static let workingDirectory: String? = {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }()

  /// The log of what is going on inside, on standard error.
  func logger() -> Logger {
    var logger = Logger(label: "rev") { _ in MessageLog(terminal: self.terminal) }
    logger.logLevel =
      global.verbose ? .debug : loadedConfiguration.flatMap { Logger.Level(rawValue: $0.logLevel.rawValue) } ?? .warning
    return logger
  }

  /// What has a crash of a script's code, as it says what the revision does, reported.
  func crashNotice(naming paths: [RevisionID: String]) -> @Sendable (RevisionID?) -> Void {
    let (terminal, asJSON) = (terminal, global.json)
    return { id in
      guard let id else { return CrashNotice.clear() }
      let place = paths[id].map { "\(id) (\(Self.displayed($0)))" } ?? id.rawValue
      let report = Report(
        .revisionFailed, "the script of revision \(place) crashed as it was asked what it does",
        hints: ["SWIFT_BACKTRACE=enable=yes shows where", "nothing was changed"], ids: [id.rawValue])
      CrashNotice.report(as: report, on: terminal, asJSON: asJSON)
    }
  }

  /// From now on a crash is one of the script of a revision, as it says what it does.
  func noticeCrash(evaluating id: RevisionID) { crashNotice(naming: paths)(id) }

  private static func processEnvironment() -> [String: String] {
    var result: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let separator = text.firstIndex(of: "=") {
        result[String(text[..<separator])] = String(text[text.index(after: separator)...])
      }
      next = next.advanced(by: 1)
    }
    return result
  }
}
