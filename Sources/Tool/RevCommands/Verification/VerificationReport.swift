internal import ArgumentParser
internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Says how the scripts stand to what is applied, and ends with 1 where anything is edited or missing.
  func reportVerification() async throws {
    let revisions = try await verifiedRevisions(compilingSupport: true)
    var documents: [VerificationDocument] = []
    let past = revisions.contains(where: \.isEdited) ? scriptPast() : nil
    var edited: [(revision: VerifiedRevision, past: ScriptPast.Finding)] = []
    for revision in revisions {
      let finding = finding(of: revision, past)
      if revision.isEdited { edited.append((revision, finding)) }
      if global.json {
        documents.append(VerificationDocument(revision, finding))
      } else if revision.status != .same || revision.remark != nil || global.verbose {
        try terminal.write(text(of: revision, finding, past))
      }
    }
    if global.json { try terminal.writeJSON(documents) }
    terminal.say(Self.summary(of: revisions))
    if edited.isEmpty { return }
    for hint in Self.waysOut(of: edited) { terminal.hint(hint) }
    throw ExitCode.failure
  }

  /// What git knows of a revision; nothing where, which is said, it cannot be asked.
  func finding(of revision: VerifiedRevision, _ past: ScriptPast?) -> ScriptPast.Finding {
    do {
      return try past?.finding(of: revision) ?? ScriptPast.Finding()
    } catch {
      let failure = error as? GitError
      terminal.warn(
        "git cannot tell more of \(revision.id): \(failure?.words ?? report(of: error).message)", hint: failure?.hint)
      return ScriptPast.Finding()
    }
  }

  /// How revisions whose scripts are not what was applied can be put right, or be taken as they are.
  static func waysOut(of edited: [(revision: VerifiedRevision, past: ScriptPast.Finding)]) -> [String] {
    var hints: [String] = []
    for (revision, past) in edited {
      guard let remedy = past.remedy else { continue }
      let end =
        revision.status == .missing
        ? "brings the script of \(revision.id) back" : "takes the edit of \(revision.id) back"
      hints.append("\(remedy) \(end)")
    }
    let missing = edited.map(\.revision).filter { $0.status == .missing }
    // Whoever takes back the first has taken back what follows it.
    if let first = missing.first(where: { $0.keptParents != nil }) {
      hints.append(
        "rev downgrade \(first.keptParents?.first?.rawValue ?? "base") takes \(first.id) back without its script, by what the journal keeps; --trust-journal where git cannot prove that"
      )
    }
    let accepted = edited.map { "--accept \($0.revision.id)" }.joined(separator: " ")
    hints.append("rev verify \(accepted) -m WHY says that it is right as it is now")
    return hints
  }

  /// What is applied, compared with the scripts; nothing where there is no database.
  func verifiedRevisions(compilingSupport: Bool = false) async throws -> [VerifiedRevision] {
    guard let database = try await openDatabaseForReading() else { return [] }
    return try await database.untilDone { try await verify(database, compilingSupport: compilingSupport) }
  }

  /// What git knows of the scripts; nil where there is no repository, or, which is said, git cannot be asked.
  func scriptPast() -> ScriptPast? {
    do {
      return try ScriptPast(of: repository())
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

  private func text(of revision: VerifiedRevision, _ finding: ScriptPast.Finding, _ past: ScriptPast?) -> String {
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
    lines += revision.relations.map(\.words)
    if revision.isEditedBySupport { lines.append(changedSupport(since: revision.applied)) }
    if revision.editedDirections == [.downgrade] { lines.append("only its downgrade does something else than it did") }
    if let applied = revision.applied, revision.isEdited || revision.status == .gone || global.verbose {
      let verb =
        revision.status == .gone
        ? "accepted as gone" : [.upgrade: "applied", .stamp: "stamped", .accept: "accepted"][applied.origin] ?? ""
      var said = verb + (applied.time.map { " \($0)" } ?? "") + (applied.author.map { " by \($0)" } ?? "")
      if let reason = applied.reason { said += ": \(reason)" }
      lines.append(said)
    }
    if revision.status == .edited, past != nil {
      if let change = finding.change { lines.append("changed in \(change.words)") }
      if revision.isDirty == true { lines.append("the work tree has what is not committed") }
      if finding.diff == nil, !revision.isEditedBySupport, let blob = revision.appliedBlob {
        lines.append(
          revision.applied?.script.isDirty == true
            ? "git does not have what was applied, which was not committed then: \(blob)"
            : "git no longer has what was applied: \(blob)")
      }
    }
    if revision.status == .missing, let past { lines += whereabouts(finding, past) }
    let text = lines.joined(separator: "\n         ") + "\n"
    guard let diff = finding.diff, let path = revision.script?.path else { return text }
    return text + DiffText(diff: diff, path: Self.displayed(path), colors: colors).text
  }

  private func changedSupport(since applied: AppliedScript?) -> String {
    let files = ((try? scripts().listing.supportFiles) ?? []).map { ShellWord.quoted(Self.displayed($0.path)) }
    let list = files.joined(separator: " ")
    guard let commit = applied?.script.commit else { return "by what it is compiled with: \(list)" }
    return "by what it is compiled with: git diff \(commit.prefix(12)) -- \(list) shows it"
  }

  private func whereabouts(_ finding: ScriptPast.Finding, _ past: ScriptPast) -> [String] {
    guard let sighting = finding.sighting else {
      let shallow = past.git.isShallow ? ", of what was fetched; git fetch --unshallow brings the rest" : ""
      return ["git knows of no script that declares it" + shallow]
    }
    if finding.isInHead { return ["HEAD has it (\(sighting.path)), and the work tree does not"] }
    var lines = [
      "last seen as \(sighting.path) on \(sighting.branch ?? "no branch"), from \((finding.origin ?? sighting.commit).words)"
    ]
    if let commit = sighting.removedBy { lines.append("removed in \(commit.words)") }
    return lines
  }
}
