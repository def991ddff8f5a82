internal import Dialects
internal import MigrationExecution
internal import MigrationPlanning
internal import ModelData
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

extension Session {
  /// The same project with the scripts that a commit has.
  func checkout(of reference: String) throws -> Session {
    guard let past = try ScriptPast(of: scripts().repository) else {
      throw Report(
        .git, "the scripts are in no git repository that could have '\(reference)'",
        hints: ["rev upgrade and rev downgrade move the database by the scripts that are here"])
    }
    return try Session(of: past.history.checkedOut(at: reference), called: reference, like: self)
  }

  /// Takes the database from the revisions that one side has to those of another.
  func switchDatabase(from here: Session, to there: Session, isDryRun: Bool, allowEdited: Bool) async throws {
    let isSame = try await sameRevisions(here, there)
    let after = try there.graph()
    func retreat(_ rows: [RevisionID]) throws -> MigrationPlan {
      try here.graph().planRetreat(to: after, from: rows, where: isSame)
    }
    func advance(_ rows: [RevisionID]) throws -> MigrationPlan { try after.planUpgrade(to: [.heads], from: rows) }

    let database = isDryRun ? try await openDatabaseForReading() : try await openDatabase { false }
    guard let database else {
      throw Report(
        .database, "there is no \(try databaseURL()) yet that could be switched", hints: ["rev upgrade makes it"])
    }
    let (down, up) = try await database.untilDone {
      let rows = try await database.store.heads(on: database.connection, dialect: database.dialect)
      try await here.completeGraph(from: database)
      let down = try retreat(rows)
      let up = try advance(down.to)
      if isDryRun { return (down, up) }
      if !allowEdited {
        let gone = try down.steps.map(\.revision).filter { try here.journalScript($0) != nil }
        try await here.checkEdits(on: database, passingOver: Set(gone))
      }
      try await here.checkJournalSteps(of: down, on: database.dialect, isTrusted: false)
      // What cannot be loaded is found before anything is taken back.
      _ = try await here.project().operations.operations(for: down.steps.map(\.revision))
      _ = try await there.project().operations.operations(for: up.steps.map(\.revision))
      defer { CrashNotice.clear() }
      return try await (here.move(database, retreat), there.move(database, advance))
    }
    if isDryRun && !global.json {
      if !down.steps.isEmpty { try await here.describe(down) }
      if !up.steps.isEmpty { try await there.describe(up) }
    }
    if global.json {
      try terminal.writeJSON(["downgrade": here.document(of: down), "upgrade": there.document(of: up)])
    }
    if down.steps.isEmpty && up.steps.isEmpty {
      terminal.say("Nothing to do: the database stands at \(up.to.isEmpty ? "base" : listed(up.to))")
    }
  }

  /// Runs this side's part of the way.
  private func move(
    _ database: Database, _ plan: ([RevisionID]) throws -> MigrationPlan
  ) async throws -> MigrationPlan {
    let reporter = runReporter()
    do {
      return try await executor(on: database, observer: reporter, tag: nil).run(plan)
    } catch {
      // The other side has other scripts under the same ids.
      throw report(of: error)
    }
  }

  /// Whether a revision does the same to a database on both sides.
  ///
  /// Only where the texts differ does it matter what they do, and anything has to be compiled.
  private func sameRevisions(_ here: Session, _ there: Session) async throws -> (RevisionID) -> Bool {
    let (before, after) = (try here.scripts(), try there.scripts())
    let (blobs, blobsThere) = (await before.operations.provenance().blobs, await after.operations.provenance().blobs)
    let scripts = Dictionary(before.listing.scripts.map { ($0.id, $0) }) { first, _ in first }
    // A file that Swift scripts share makes one do something else whose own text is the same.
    let sharesSupport = before.listing.sharesSupport(with: after.listing)
    let differing = after.listing.scripts.filter { script in
      guard let other = scripts[script.id] else { return false }
      if script.format == .swift && !sharesSupport { return true }
      guard let left = blobs[other.path], let right = blobsThere[script.path] else { return true }
      return !left.contains(right.preferred)
    }.map(\.id)
    if differing.isEmpty { return { _ in true } }
    let dialect = try DatabaseKind.serving(databaseURL()).dialect(databaseSettings()).name
    let present = await before.operations.digests(of: differing, on: dialect).digests
    let other = await after.operations.digests(of: differing, on: dialect).digests
    CrashNotice.clear()
    let changed = Set(differing.filter { present[$0] == nil || present[$0]?.upgrade != other[$0]?.upgrade })
    return { !changed.contains($0) }
  }
}
