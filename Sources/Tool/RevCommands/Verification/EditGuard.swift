internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Refuses, or warns, where scripts that were applied are edited or gone, as the configuration has it.
  ///
  /// `taken` are revisions whose scripts are gone and that are about to be taken back all the same.
  func checkEdits(on database: Database, passingOver taken: Set<RevisionID> = []) async throws {
    let action = try databaseSettings().onEdited
    if action == .ignore { return }
    let edited = try await verify(database).filter { $0.isEdited && !($0.status == .missing && taken.contains($0.id)) }
    if edited.isEmpty { return }
    var message =
      edited.count == 1
      ? "an applied revision is not as it was applied"
      : "\(edited.count) applied revisions are not as they were applied"
    for revision in edited {
      message += "\n       \(revision.id)"
      if let path = revision.script?.path { message += " (\(Self.displayed(path)))" }
      message += revision.status == .missing ? " is gone" : " was edited"
      for relation in revision.relations { message += "; \(relation.words)" }
      if let remark = revision.remark { message += "; \(remark)" }
    }
    let past = scriptPast()
    let ways = Self.waysOut(of: edited.map { ($0, finding(of: $0, past)) })
    let hints = ["rev verify shows what is different"] + ways
    if action == .warn { return terminal.warn(message, hint: hints.joined(separator: "; ")) }
    throw Report(
      .edited, message, hints: hints + ["--allow-edited goes on all the same, this once"], ids: names(edited.map(\.id)))
  }
}
