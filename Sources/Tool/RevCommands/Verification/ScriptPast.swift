internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository

/// What git knows of scripts that are not what was applied.
struct ScriptPast {
  let git: GitRepository
  let history: GitHistory

  /// Opens the repository that the scripts are in; nil where there is none.
  init?(of repository: ScriptRepository) throws(GitError) {
    guard let git = try repository.repository() else { return nil }
    self.git = git
    history = try GitHistory(of: repository, in: git)
  }

  /// What git knows of a script that is not what was applied.
  struct Finding {
    /// From the text that was applied to the one that is there; nil where git does not have the former.
    var diff: TextDiff?
    /// The commit that last changed the script since it was applied.
    var change: GitCommit?
    /// Where git last had a script that is gone.
    var sighting: GitSighting?
    /// The commit that last changed the script that is gone.
    var origin: GitCommit?
    /// Whether HEAD has the script that the work tree has not.
    var isInHead = false
    /// The command that brings back what was applied.
    var remedy: String?
  }

  /// Looks what git knows of a revision whose script is not what was applied.
  func finding(of revision: VerifiedRevision) throws -> Finding {
    switch revision.status {
    case .edited: try edit(of: revision)
    case .missing: try loss(of: revision)
    case .same, .cosmetic, .gone, .unknown: Finding()
    }
  }

  private func edit(of revision: VerifiedRevision) throws -> Finding {
    var finding = Finding()
    guard let script = revision.script else { return finding }
    if revision.isEditedBySupport { return finding }
    let path = git.relativePath(of: script.path)
    if let path, let change = try history.lastChange(of: path), change.after != revision.appliedBlob,
      try !isOlder(change, than: revision.applied, at: path)
    {
      finding.change = change.commit
    }
    guard let blob = revision.appliedBlob, let before = try git.contents(ofBlob: blob) else { return finding }
    finding.diff = try difference(from: before, to: script.text())
    finding.remedy = try path.map { try command(bringing: blob, to: $0) }
    return finding
  }

  /// Whether a commit was there already when a text was applied that was not committed then.
  private func isOlder(_ change: GitChange, than applied: AppliedScript?, at path: String) throws(GitError) -> Bool {
    guard let script = applied?.script, script.isDirty == true,
      let commit = script.commit.flatMap({ GitObjectID($0) })
    else { return false }
    return try git.blob(at: path, in: commit) == change.after
  }

  private func loss(of revision: VerifiedRevision) throws -> Finding {
    let id = revision.id
    var finding = Finding()
    guard let sighting = try history.lastSeen(revision: id) else {
      // No commit has to have it for its text to be there.
      if let blob = revision.appliedBlob, git.contains(blob: blob) { finding.remedy = "rev verify --restore \(id)" }
      return finding
    }
    finding.sighting = sighting
    finding.origin = try history.lastChange(of: sighting.path, from: sighting.commit.id)?.commit
    finding.isInHead = try pathInHead(of: id) != nil
    finding.remedy = "rev verify --restore \(id)"
    return finding
  }

  /// Where HEAD has the script of a revision, from the top of its tree; nil where it has none.
  func pathInHead(of id: RevisionID) throws(GitError) -> String? {
    guard let head = try git.head() else { return nil }
    return try history.revisions(at: head)[id]?.path
  }

  /// The command by which a file says again what a blob does.
  private func command(bringing blob: GitObjectID, to path: String) throws(GitError) -> String {
    if let head = try git.head(), try git.blob(at: path, in: head) == blob {
      return "git checkout HEAD -- \(word(path))"
    }
    guard let change = try history.introduction(of: blob), change.path == path else {
      return "git cat-file blob \(blob) > \(word(path))"
    }
    return "git checkout \(change.commit.id.description.prefix(12)) -- \(word(path))"
  }

  /// The folders for scripts, from the top of the work tree.
  var versionLocations: String { history.folders.map { $0.isEmpty ? "." : $0 }.joined(separator: ", ") }

  /// A path from the top of the work tree, as a word of a command line.
  private func word(_ path: String) -> String {
    let top = git.workTree ?? ""
    return ShellWord.quoted(Session.displayed("\(top == "/" ? "" : top)/\(path)"))
  }

  /// What is different between a text that git has and that of a script.
  func difference(from before: [UInt8], to now: [UInt8]) throws -> TextDiff {
    var now = now
    // Git stores lines without CR where the work tree has them.
    if !before.contains(0x0D) { now.removeAll { $0 == 0x0D } }
    return try TextDiff(from: before, to: now)
  }
}

extension Session {
  /// What git knows of the scripts. Throws where they are in no repository, which `use` says what for it is needed.
  func requiredPast(_ use: String, hints: [String] = [], ids: [String] = []) throws -> ScriptPast {
    if let past = try ScriptPast(of: repository()) { return past }
    throw Report(.git, "the scripts are in no git repository, \(use)", hints: hints, ids: ids)
  }
}

extension GitCommit {
  /// When it was written, as ISO 8601 on the author's clock.
  var writtenAt: String { LocalTime(epochSeconds: Int(time), utcOffset: timeZone * 60).iso8601 }

  /// The commit as it is named in a sentence: `1a2b3c4d5e6f by Ada <ada@example.com>, 2026-11-21T09:00:00Z: why`.
  var words: String { "\(id.description.prefix(12)) by \(author) <\(email)>, \(writtenAt): \(summary)" }
}
