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
    guard let first = edited.first else { return }
    var message =
      edited.count == 1
      ? "an applied revision is not as it was applied"
      : "\(edited.count) applied revisions are not as they were applied"
    for revision in edited {
      message += "\n       \(revision.id)"
      if let path = revision.script?.path { message += " (\(Self.displayed(path)))" }
      message += revision.status == .missing ? " is gone" : " was edited"
      if let remark = revision.remark { message += "; \(remark)" }
    }
    var hints = ["rev verify shows what is different"]
    if let missing = edited.first(where: { $0.status == .missing }) {
      hints.append(Self.restoring(missing.id))
      hints.append(
        "rev downgrade below \(missing.id) takes it back without its script, where the journal kept what it does")
    }
    hints.append("rev verify --accept \(first.id) -m WHY says that it is right as it is now")
    if action == .warn { return terminal.warn(message, hint: hints.joined(separator: "; ")) }
    hints.append("--allow-edited goes on all the same, this once")
    throw Report(.edited, message, hints: hints, ids: names(edited.map(\.id)))
  }
}
