internal import Dialects
internal import Glibc
internal import MigrationExecution
internal import MigrationPlanning
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions

extension Session {
  /// Upgrades or downgrades, or shows or writes what that would be.
  ///
  /// A downgrade may take back what only the journal still has, which with `trustingJournal` is taken at its word.
  func run(
    _ direction: Direction, to target: RevisionArgument, _ options: RunOptions, trustingJournal: Bool = false
  ) async throws {
    // Whoever misspelled the folder, or shipped without it, would hear that there is nothing to do.
    if direction == .upgrade { try scripts(requiringFolders: true) }
    if trustingJournal { try scripts().operations.trustJournal() }
    if options.sql {
      return try await writeScript(
        direction, target, from: options.from, dialect: options.dialect, trustingJournal: trustingJournal)
    }
    if options.dryRun { return try await showRun(direction, target, trustingJournal: trustingJournal) }

    // Where scripts are gone, there may be no graph before the database is asked.
    if direction == .upgrade { _ = try graph() }
    _ = try SelectorExpression(parsing: target.text)
    let database = try await openDatabase(waiting: .seconds(options.wait ?? 0)) {
      let plan = try graph().plan(direction, to: selector(target), from: [])
      _ = try await project().operations.operations(for: plan.steps.map(\.revision))
      return !plan.steps.isEmpty
    }
    guard let database else {
      return try finish(graph().plan(direction, to: selector(target), from: []), direction, target)
    }
    defer { CrashNotice.clear() }
    let plan = try await database.untilDone {
      if direction == .downgrade { try await completeGraph(from: database) }
      let (graph, selector) = (try graph(), try selector(target))
      let reporter = runReporter()
      // What is to be compiled is compiled while a signal still ends the process at once.
      let expected = try await graph.plan(direction, to: selector, from: rows(of: database))
      if !options.edited.allowEdited {
        let steps = try expected.steps.map(\.revision).filter { try journalScript($0) != nil }
        try await checkEdits(on: database, passingOver: Set(steps))
      }
      try await checkJournalSteps(of: expected, on: database.dialect, isTrusted: trustingJournal)
      _ = try await project().operations.operations(for: expected.steps.map(\.revision))
      do {
        return try await executor(on: database, observer: reporter, tag: options.tag).run { rows in
          try graph.plan(direction, to: selector, from: rows)
        }
      } catch let error as ExecutionError {
        throw await explaining(error, on: database)
      }
    }
    try finish(plan, direction, target)
  }

  /// What says how a run goes, and names the script where one crashes.
  func runReporter() -> ProgressReporter {
    ProgressReporter(terminal, messages: messages(), asJSON: global.json) { [self] id in
      scriptPath(id).flatMap { $0.hasSuffix(".swift") ? $0 : nil }
    }
  }

  private func finish(_ plan: MigrationPlan, _ direction: Direction, _ target: RevisionArgument) throws {
    if global.json { try writeJSON(plan) }
    if plan.steps.isEmpty {
      terminal.say("Nothing to do: the database stands at \(plan.from.isEmpty ? "base" : listed(plan.from))")
      switch (direction, target.text) {
      case (.upgrade, "base"): terminal.hint("rev downgrade base takes everything back")
      case (.downgrade, "head"), (.downgrade, "heads"):
        terminal.hint("rev upgrade \(target.text) applies what is missing")
      default: break
      }
    }
  }

  /// Moves the version rows without running anything.
  func stamp(_ targets: [RevisionArgument], purge: Bool, allowEdited: Bool) async throws {
    let graph = try graph()
    let selectors = try targets.map(selector)
    func plan(from rows: [RevisionID]) throws -> StampPlan {
      try graph.planStamp(to: selectors, from: rows, purge: purge)
    }
    let database = try await openDatabase { try !plan(from: []).transition.isEmpty }
    guard let database else { return try finish(plan(from: []), changesNothing: true) }
    let reporter = ProgressReporter(terminal, messages: [:])
    let done = try await database.untilDone {
      // Whoever empties the table has given up what stands in it.
      let expected = purge ? try? await plan(from: rows(of: database)) : try await plan(from: rows(of: database))
      if !allowEdited && !purge { try await checkEdits(on: database) }
      // What is to be compiled for the journal's sake is compiled while nobody waits for the database.
      if let expected {
        _ = try await project().operations.records(
          for: expected.noLongerImplied + expected.newlyImplied, on: database.dialect.name)
      }
      return try await executor(on: database, observer: reporter, tag: nil).stamp(purge: purge) { try plan(from: $0) }
    }
    try finish(done.plan, changesNothing: !done.isDone)
  }

  private func finish(_ plan: StampPlan, changesNothing: Bool) throws {
    if global.json { try terminal.writeJSON(["from": plan.from, "to": plan.to].mapValues { $0.map(\.rawValue) }) }
    if changesNothing { terminal.say("Nothing to do: the database stands there already") }
  }

  /// Where the database is, by its version rows; the graph gets what the journal has of scripts that are gone, if asked.
  func versionRows(completingGraph: Bool = false) async throws -> [RevisionID] {
    guard let database = try await openDatabaseForReading() else { return [] }
    return try await database.untilDone {
      if completingGraph { try await completeGraph(from: database) }
      return try await rows(of: database)
    }
  }

  private func rows(of database: Database) async throws -> [RevisionID] {
    try await database.store.heads(on: database.connection, dialect: database.dialect)
  }

  /// What the database has, by its version rows. To be shown, the graph gets what the journal has of scripts that are gone, and
  /// numbers its revisions anew; what is to be written follows scripts alone.
  func applied(completingGraph: Bool = false) async throws -> AppliedRevisions {
    let rows = try await versionRows(completingGraph: completingGraph)
    return try graph().applied(versionRows: rows)
  }

  /// The messages of all revisions, and of which the scripts are gone.
  func messages() -> [RevisionID: String] {
    let revisions = (try? graph().revisions) ?? []
    return Dictionary(
      revisions.map { revision in
        guard (try? journalScript(revision.id)) != nil else { return (revision.id, revision.message) }
        return (revision.id, revision.message.isEmpty ? Self.fromJournal : "\(revision.message) (\(Self.fromJournal))")
      }
    ) { first, _ in first }
  }

  func executor(
    on database: Database, observer: ProgressReporter, tag: String?
  ) throws -> MigrationExecutor {
    Interruption.stopping(database.connection.interruptHandle) { [terminal] in terminal.say($0) }
    var parameters = try configuration().extraArguments.values
    if let tag { parameters["tag"] = tag }
    let settings = try databaseSettings()
    return MigrationExecutor(
      connection: database.connection, dialect: database.dialect, store: database.store,
      source: try project().operations, parameters: parameters,
      appliedBy: Self.operatorName(environment), observer: observer,
      retryPolicy: RetryPolicy(retries: settings.lockRetries, runnerWait: settings.runnerWait),
      shouldStop: { Interruption.isRequested })
  }

  /// Who runs this, as the journal has it: user@host.
  private static func operatorName(_ environment: [String: String]) -> String {
    let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? environment["USER"] ?? "\(geteuid())"
    var buffer = [CChar](repeating: 0, count: 256)
    let host =
      gethostname(&buffer, buffer.count - 1) == 0
      ? String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "localhost"
    return String("\(user)@\(host)".prefix(255))
  }
}

extension RevisionGraph {
  /// Plans in either direction.
  func plan(
    _ direction: Direction, to selector: SelectorExpression, from rows: [RevisionID]
  ) throws -> MigrationPlan {
    switch direction {
    case .upgrade: try planUpgrade(to: [selector], from: rows)
    case .downgrade: try planDowngrade(to: selector, from: rows)
    }
  }
}
