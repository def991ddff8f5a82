internal import Dialects
internal import MigrationExecution
internal import Revisions

extension Session {
  /// Notes in the journal that the present texts of revisions that are applied are the right ones.
  func accept(_ arguments: [RevisionArgument], because reason: String) async throws {
    guard let database = try await openDatabase(making: { false }) else {
      throw Report(.unknownRevision, "no revision is applied: there is no \(try databaseURL()) yet")
    }
    let accepted = try await database.untilDone {
      let revisions = try await verify(database)
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
      return wanted.compactMap { byID[$0] }
    }
    if global.json { return try terminal.writeJSON(accepted.map { ["id": $0.id.rawValue, "status": "accepted"] }) }
    for revision in accepted {
      terminal.say(
        revision.script == nil
          ? "Accepted that the script of \(revision.id) is gone"
          : "Accepted \(revision.id) as it is now")
    }
  }
}
