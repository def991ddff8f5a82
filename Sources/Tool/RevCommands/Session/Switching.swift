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
    let past = try requiredPast(
      "which could have '\(reference)'",
      hints: ["rev upgrade and rev downgrade move the database by the scripts that are here"])
    guard try past.history.hasVersionLocation(at: reference) else {
      throw Report(
        .git, "\(reference) has none of the folders for scripts: \(past.versionLocations)",
        hints: [
          "everything would be taken back, which rev downgrade base does",
          "where \(reference) keeps its scripts elsewhere, version_locations in migrate.ini names that",
        ])
    }
    return try Session(of: past.history.checkedOut(at: reference), called: reference, like: self)
  }

  /// The command that checks a reference out; nil where it is checked out.
  func checkingOut(_ reference: String) throws -> String? {
    guard let git = try ScriptPast(of: repository())?.git, try git.commitID(of: reference) != git.head() else {
      return nil
    }
    let isBranch = try git.branches().contains { !$0.isRemote && $0.name == reference }
    return "git switch \(isBranch ? "" : "--detach ")\(ShellWord.quoted(reference))"
  }

  /// Takes the database from the revisions that one side has to those of another.
  ///
  /// `origin` names the side that it comes from, where that is not the work tree.
  func switchDatabase(
    from here: Session, called origin: String?, to there: Session, isDryRun: Bool, allowEdited: Bool
  ) async throws {
    let after = try there.graph()
    func advance(_ rows: [RevisionID]) throws -> MigrationPlan { try after.planUpgrade(to: [.heads], from: rows) }

    let database = isDryRun ? try await openDatabaseForReading() : try await openDatabase { false }
    guard let database else {
      throw Report(
        .database, "there is no \(try databaseURL()) yet that could be switched", hints: ["rev upgrade makes it"])
    }
    let (down, up) = try await database.untilDone {
      let rows = try await database.store.heads(on: database.connection, dialect: database.dialect)
      if let origin { try check(rows, are: origin, here, or: there) }
      try await here.completeGraph(from: database)
      let isSame = try await sameRevisions(here, there, on: database.dialect.name)
      func retreat(_ rows: [RevisionID]) throws -> MigrationPlan {
        try here.graph().planRetreat(to: after, from: rows, where: isSame)
      }
      let down = try retreat(rows)
      let up = try advance(down.to)
      if isDryRun { return (down, up) }
      if !allowEdited {
        // What is gone from here is taken back from the journal, or is still there on the other side.
        let gone = try (down.steps.map(\.revision) + there.scripts().listing.scripts.map(\.id))
          .filter { try here.journalScript($0) != nil }
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

  /// Throws where the database stands at what the side that it is said to come from does not have, and the other side, or the
  /// work tree, does.
  private func check(_ rows: [RevisionID], are origin: String, _ here: Session, or there: Session) throws {
    let declared = Set(try here.scripts().listing.scripts.map(\.id))
    let elsewhere = Set(try (there.scripts().listing.scripts + scripts().listing.scripts).map(\.id))
    let strange = rows.filter { !declared.contains($0) && elsewhere.contains($0) }
    if strange.isEmpty { return }
    let isOfWorkTree = try Set(scripts().listing.scripts.map(\.id)).isSuperset(of: rows)
    throw Report(
      .notReachable, "the database stands at \(listed(rows)), and \(origin) has no \(listed(strange))",
      hints: [
        isOfWorkTree
          ? "without --from it is where the work tree took it" : "--from names the branch that took the database there"
      ], ids: names(strange))
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
  /// Only where the texts differ does it matter what they do, and anything has to be compiled. Where the script is gone from
  /// here, what counts is what the journal has as applied.
  private func sameRevisions(
    _ here: Session, _ there: Session, on dialect: DialectName
  ) async throws -> (RevisionID) -> Bool {
    let (before, after) = (try here.scripts(), try there.scripts())
    let (blobs, blobsThere) = (await before.operations.provenance().blobs, await after.operations.provenance().blobs)
    let scripts = Dictionary(before.listing.scripts.map { ($0.id, $0) }) { first, _ in first }
    // A file that Swift scripts share makes one do something else whose own text is the same.
    let sharesSupport = before.listing.sharesSupport(with: after.listing)
    let differing = try after.listing.scripts.filter { script in
      guard let other = scripts[script.id] else {
        guard let applied = try here.journalScript(script.id) else { return false }
        return applied.blob.map { blobsThere[script.path]?.contains($0) != true } ?? true
      }
      if script.format == .swift && !sharesSupport { return true }
      guard let left = blobs[other.path], let right = blobsThere[script.path] else { return true }
      return !left.contains(right.preferred)
    }.map(\.id)
    if differing.isEmpty { return { _ in true } }
    var present = await before.operations.digests(of: differing.filter { scripts[$0] != nil }, on: dialect).digests
    for id in differing {
      guard let applied = try here.journalScript(id) else { continue }
      present[id] = try? OperationDigest(of: applied.kept.operations, on: dialect, code: { nil })
    }
    let other = await after.operations.digests(of: differing, on: dialect).digests
    CrashNotice.clear()
    let changed = Set(differing.filter { present[$0] == nil || present[$0]?.upgrade != other[$0]?.upgrade })
    return { !changed.contains($0) }
  }
}
