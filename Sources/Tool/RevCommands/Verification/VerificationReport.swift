internal import ArgumentParser
internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Says how the scripts stand to what is applied, and ends with 1 where anything is edited or missing.
  func reportVerification() async throws {
    let revisions = try await verifiedRevisions()
    var documents: [VerificationDocument] = []
    let past = revisions.contains(where: \.isEdited) ? scriptPast() : nil
    for revision in revisions {
      var edit: ScriptPast.Edit?
      var sighting: GitSighting?
      do {
        if revision.status == .edited { edit = try past?.edit(of: revision) }
        if revision.status == .missing { sighting = try past?.history.lastSeen(revision: revision.id) }
      } catch let error as GitError {
        terminal.warn("git cannot tell more of \(revision.id): \(error.words)", hint: error.hint)
      }
      if global.json {
        documents.append(VerificationDocument(revision, edit: edit, sighting: sighting))
      } else if revision.status != .same || global.verbose {
        try terminal.write(text(of: revision, edit, sighting, hasPast: past != nil))
      }
    }
    if global.json { try terminal.writeJSON(documents) }
    terminal.say(Self.summary(of: revisions))
    guard let first = revisions.first(where: \.isEdited) else { return }
    if let missing = revisions.first(where: { $0.status == .missing }), past != nil {
      terminal.hint("rev verify --restore \(missing.id) brings the script back")
    }
    terminal.hint("rev verify --accept \(first.id) -m WHY says that it is right as it is now")
    throw ExitCode.failure
  }

  /// What is applied, compared with the scripts; nothing where there is no database.
  func verifiedRevisions() async throws -> [VerifiedRevision] {
    guard let database = try await openDatabaseForReading() else { return [] }
    return try await database.untilDone { try await verify(database) }
  }

  /// What git knows of the scripts; nil where there is no repository, or, which is said, git cannot be asked.
  func scriptPast() -> ScriptPast? {
    do {
      return try ScriptPast(of: scripts().repository)
    } catch let error as GitError {
      terminal.warn("git cannot be asked about the scripts: \(error.words)", hint: error.hint)
    } catch {}
    return nil
  }

  private static func summary(of revisions: [VerifiedRevision]) -> String {
    if revisions.isEmpty { return "No revision is applied" }
    let counts = VerifiedRevision.Status.allCases.compactMap { status -> String? in
      let count = revisions.count { $0.status == status }
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }
    return "\(plural(revisions.count, "applied revision")): \(counts.joined(separator: ", "))"
  }

  private func text(
    of revision: VerifiedRevision, _ edit: ScriptPast.Edit?, _ sighting: GitSighting?, hasPast: Bool
  ) -> String {
    let colors = terminal.colorsOutput
    let status = revision.status.rawValue + String(repeating: " ", count: 9 - revision.status.rawValue.count)
    let style: Style = revision.isEdited ? .error : revision.status == .same ? .mark : .warning
    var line = "\(style.applied(to: status, colors))\(Style.id.applied(to: revision.id.rawValue, colors))"
    if let script = revision.script {
      line += " (\(Self.displayed(script.path)))"
      if let message = script.metadata.message.split(separator: "\n").first { line += ", \(message)" }
    }
    var lines = [line]
    if let remark = revision.remark { lines.append(remark) }
    if revision.editedDirections == [.downgrade] { lines.append("only its downgrade does something else than it did") }
    if let applied = revision.applied, revision.isEdited || global.verbose {
      let verb = [.upgrade: "applied", .stamp: "stamped", .accept: "accepted"][applied.origin] ?? ""
      var said = verb + (applied.time.map { " \($0)" } ?? "") + (applied.author.map { " by \($0)" } ?? "")
      if let reason = applied.reason { said += ": \(reason)" }
      lines.append(said)
    }
    if revision.status == .edited, hasPast {
      if let change = edit?.change { lines.append("changed in \(change.commit.words)") }
      if revision.isDirty == true { lines.append("the work tree has what is not committed") }
      if edit?.diff == nil, let blob = revision.appliedBlob {
        lines.append("git no longer has what was applied: \(blob)")
      }
    }
    if revision.status == .missing { lines += whereabouts(sighting, hasPast: hasPast) }
    let text = lines.joined(separator: "\n         ") + "\n"
    guard let diff = edit?.diff, let path = revision.script?.path else { return text }
    return text + DiffText(diff: diff, path: Self.displayed(path), colors: colors).text
  }

  private func whereabouts(_ sighting: GitSighting?, hasPast: Bool) -> [String] {
    guard let sighting else { return hasPast ? ["git knows of no script that declares it"] : [] }
    var lines = ["last seen as \(sighting.path) on \(sighting.branch ?? "no branch"), in \(sighting.commit.words)"]
    if let commit = sighting.removedBy { lines.append("removed in \(commit.words)") }
    return lines
  }
}
