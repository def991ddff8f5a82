package import Dialects
package import MigrationPlanning
internal import Revisions

/// Writes a plan as a script of SQL that a database's own client runs.
///
/// The script holds the statements that an online run would execute, with version rows and journal, and changes nothing
/// on a database that does not stand where the plan starts.
package struct OfflineWriter {
  private let dialect: any Dialect
  private let store: VersionStore
  private let source: any OperationSource
  private let appliedBy: String
  private let openScratch: () async throws -> any MigrationConnection

  /// Makes a writer. `openScratch` opens an empty database that is gone when it is closed; it is asked for only where
  /// an operation depends on the schema as it stands.
  package init(
    dialect: any Dialect, store: VersionStore, source: any OperationSource, appliedBy: String,
    openScratch: @escaping () async throws -> any MigrationConnection
  ) {
    self.dialect = dialect
    self.store = store
    self.source = source
    self.appliedBy = appliedBy
    self.openScratch = openScratch
  }

  /// Writes the script for a plan, piece by piece.
  ///
  /// `path` is the plan from base to where `plan` starts, which is replayed where the schema has to be known. Throws
  /// ``ExecutionError`` where a revision exists only as Swift or has no way back, before anything is written.
  package func write(
    _ plan: MigrationPlan, path: () throws -> MigrationPlan, to write: @escaping (String) throws -> Void
  ) async throws {
    try await self.write(plan, path: path, as: .script, to: write)
  }

  /// Writes what a plan's revisions do, for reading: without the protection and the bookkeeping of a script, and with a
  /// comment for what exists only as Swift.
  ///
  /// Throws as ``write(_:path:to:)`` does.
  package func preview(
    _ plan: MigrationPlan, path: () throws -> MigrationPlan, to write: @escaping (String) throws -> Void
  ) async throws {
    try await self.write(plan, path: path, as: .preview, to: write)
  }

  private func write(
    _ plan: MigrationPlan, path: () throws -> MigrationPlan, as mode: OfflineSink.Mode,
    to write: @escaping (String) throws -> Void
  ) async throws {
    if plan.steps.isEmpty { return }
    let steps = try await load(plan, refusing: mode == .script ? .whileWriting : nil)
    let needsSchema = steps.contains { $0.actions.operations.contains(where: dialect.needsCatalog) }
    let replayed = needsSchema ? try await load(path(), refusing: .whileReplaying) : []

    let scratch = needsSchema ? try await openScratch() : nil
    try await scratch?.prepareForRevisions()
    let sink = OfflineSink(
      dialect: dialect, versionTable: store.table, scratch: scratch, write: write)
    sink.mode = .replay
    for loaded in replayed { try await run(loaded, from: [], creatingTables: false, into: sink) }
    sink.mode = mode

    try open(into: sink)
    var heads = plan.from
    for (position, loaded) in steps.enumerated() {
      try sink.emit(comment: loaded.step.summary, asHeading: true)
      if let remark = source.remark(on: loaded.step.revision) { try sink.emit(comment: remark) }
      try await run(loaded, from: heads, creatingTables: position == 0, into: sink)
      heads = loaded.heads
    }
    for text in dialect.offlineFraming.closing() { try sink.keepBooks(text) }
    await scratch?.close()
  }

  /// Runs a plan from base on a scratch database, for what it leads to. Throws as ``write(_:path:to:)`` does.
  package func replay(_ plan: MigrationPlan, on scratch: any MigrationConnection) async throws {
    let steps = try await load(plan, refusing: .whileReplaying)
    try await scratch.prepareForRevisions()
    let sink = OfflineSink(
      dialect: dialect, versionTable: store.table, scratch: scratch, write: { _ in })
    sink.mode = .replay
    for loaded in steps { try await run(loaded, from: [], creatingTables: false, into: sink) }
  }

  /// Writes the script for a stamp.
  package func write(_ plan: StampPlan, to write: @escaping (String) throws -> Void) async throws {
    let sink = OfflineSink(
      dialect: dialect, versionTable: store.table, scratch: nil, write: write)
    let records = await source.records(for: plan.noLongerImplied + plan.newlyImplied, on: dialect.name)
    try open(into: sink)
    try sink.emit(comment: plan.summary, asHeading: true)
    try await inTransaction(dialect.offlineFraming, from: plan.from, creatingTables: true, into: sink) {
      try await StepRunner(dialect: dialect, store: store, appliedBy: appliedBy).stamp(
        plan, records.mapValues(\.offline), into: sink)
    }
    for text in dialect.offlineFraming.closing() { try sink.keepBooks(text) }
  }

  private func open(into sink: OfflineSink) throws {
    for text in try dialect.offlineFraming.opening() + dialect.journalClock.prepare { try sink.keepBooks(text) }
  }

  private func run(
    _ loaded: LoadedStep, from heads: [RevisionID], creatingTables: Bool, into sink: OfflineSink
  ) async throws {
    let runner = StepRunner(dialect: dialect, store: store, appliedBy: appliedBy)
    let framing = loaded.sessionChange?.offlineFraming ?? dialect.offlineFraming
    for text in loaded.sessionChange?.begin ?? [] { try sink.keepBooks(text) }
    do {
      if loaded.actions.runsOutsideTransaction {
        try await runner.runOutsideTransaction(
          loaded, from: heads, into: sink, progress: { nil },
          inTransaction: {
            try await inTransaction(framing, from: heads, creatingTables: creatingTables, into: sink, $0)
          })
      } else {
        try await inTransaction(framing, from: heads, creatingTables: creatingTables, into: sink) {
          try await runner.run(loaded, into: sink)
        }
      }
    } catch {
      var failure = runner.failure(of: loaded, error)
      // A script that is not written has run nothing.
      failure.leftStatements = 0
      throw ExecutionError.stepFailed(failure)
    }
    for text in loaded.sessionChange?.end ?? [] { try sink.keepBooks(text) }
  }

  private func inTransaction(
    _ framing: any OfflineFraming, from heads: [RevisionID], creatingTables: Bool, into sink: OfflineSink,
    _ body: () async throws -> Void
  ) async throws {
    // With IF NOT EXISTS, since nobody can look whether the tables are there.
    let creations = creatingTables ? try await store.creation(of: store.tables, in: dialect, reading: nil) : []
    for text in try framing.begin(expecting: heads, in: store.table, creating: creations) { try sink.keepBooks(text) }
    try await body()
    for text in framing.commit() { try sink.keepBooks(text) }
  }

  /// Loads steps with SQL in place of Swift; where there is none, the revision is named in an error.
  private func load(_ plan: MigrationPlan, refusing refusal: Refusal?) async throws -> [LoadedStep] {
    let isRecorded = refusal == .whileWriting
    var steps = try await LoadedStep.load(plan, from: source, dialect: dialect, isRecorded: isRecorded) { step, live in
      switch live.offline {
      case .sql(let text): return .sql(SQL(text, file: live.location.file, line: live.location.line))
      case .comment: return .live(live)
      case .refuse:
        guard let refusal else { return .live(live) }
        throw ExecutionError.liveWithoutSQL(
          step.revision, label: live.label, location: live.location, whileReplaying: refusal == .whileReplaying)
      }
    }
    for index in steps.indices { steps[index].record = steps[index].record.offline }
    return steps
  }

  /// What the writer is at when it has to refuse what exists only as Swift.
  private enum Refusal {
    case whileWriting, whileReplaying
  }
}
