internal import Dialects
internal import MigrationExecution
internal import RevisionGraph
internal import Revisions

extension Session {
  /// Notes in the journal that the present texts of revisions that are applied are the right ones.
  func accept(_ arguments: [RevisionArgument], because reason: String) async throws {
    guard let database = try await openDatabase(making: { false }) else {
      throw Report(.unknownRevision, "no revision is applied: there is no \(try databaseURL()) yet")
    }
    let (accepted, rows) = try await database.untilDone {
      let revisions = try await verify(database, compilingSupport: true)
      let byID = Dictionary(revisions.map { ($0.id, $0) }) { first, _ in first }
      var ids: [RevisionID] = []
      for argument in arguments {
        let id = try one(argument, among: revisions.map(\.id)) {
          Report(.unknownRevision, "no revision '\(argument.text)' is applied", hints: ["rev verify -v lists what is"])
        }
        if !ids.contains(id) { ids.append(id) }
      }
      let unfinished = try await database.store.unfinishedRuns(on: database.connection, dialect: database.dialect)
      if let run = unfinished.first(where: { ids.contains($0.revision) }) {
        throw Report(
          .edited, "revision \(run.revision) is half done: its \(run.direction.rawValue) was cut off",
          hints: ["rev \(run.direction.rawValue) goes on from there"], ids: [run.revision.rawValue])
      }
      let wanted = ids.filter { byID[$0]?.status != .same }
      let present = wanted.filter { byID[$0]?.script != nil }
      let records = try await scripts().operations.records(for: present, on: database.dialect.name)
      CrashNotice.clear()
      if !wanted.isEmpty {
        try await executor(on: database, observer: ProgressReporter(terminal, messages: [:]), tag: nil).accept(
          wanted.map { ($0, records[$0] ?? ScriptRecord()) }, because: reason)
      }
      for id in ids where !wanted.contains(id) {
        terminal.say("\(id) is as it was applied: there is nothing to accept")
      }
      let rows = try await database.store.heads(on: database.connection, dialect: database.dialect)
      return (wanted.compactMap { byID[$0] }, rows)
    }
    if global.json { return try terminal.writeJSON(accepted.map { ["id": $0.id.rawValue, "status": "accepted"] }) }
    for revision in accepted {
      terminal.say(
        revision.script == nil
          ? "Accepted that the script of \(revision.id) is gone"
          : "Accepted \(revision.id) as it is now")
      hintAtRows(rows, of: revision)
    }
  }

  /// Says where the version rows do not fit what was accepted: an acceptance moves none.
  private func hintAtRows(_ rows: [RevisionID], of revision: VerifiedRevision) {
    guard let graph = try? graph() else { return }
    func implied(by rows: [RevisionID]) -> Set<RevisionID> {
      (try? graph.applied(versionRows: rows)).map { Set(graph.ids($0.members.members)) } ?? []
    }
    if revision.script == nil, rows.contains(revision.id) {
      let others = rows.filter { $0 != revision.id }
      let implied = implied(by: others)
      let place = others + (revision.keptParents ?? []).filter { !implied.contains($0) }
      terminal.hint(
        "its version row stays, and upgrade refuses it: rev stamp --purge \(place.isEmpty ? "base" : words(place)) says where the database is without it, running nothing"
      )
    }
    // What it followed is applied all the same, and nothing would say so any more.
    let implied = implied(by: rows)
    let left = revision.relations.flatMap { change in change.before.filter { !change.after.contains($0) } }
      .map { RevisionID($0) }.filter { graph[$0] != nil && !implied.contains($0) }
    if !left.isEmpty {
      terminal.hint(
        "\(listed(left)) no longer counts as applied, and would run again: rev stamp \(words(rows + left)) says that it is"
      )
    }
  }

  private func words(_ ids: [RevisionID]) -> String { ids.map(\.rawValue).joined(separator: " ") }
}
