internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Refuses, or warns, where scripts that were applied are edited or gone, as the configuration has it.
  func checkEdits(on database: Database) async throws {
    let action = try databaseSettings().onEdited
    if action == .ignore { return }
    let edited = try await verify(database).filter(\.isEdited)
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
      hints.append("rev verify --restore \(missing.id) brings the script back, where git has it")
    }
    hints.append("rev verify --accept \(first.id) -m WHY says that it is right as it is now")
    if action == .warn { return terminal.warn(message, hint: hints.joined(separator: "; ")) }
    hints.append("--allow-edited goes on all the same, this once")
    throw Report(.edited, message, hints: hints, ids: names(edited.map(\.id)))
  }
}
