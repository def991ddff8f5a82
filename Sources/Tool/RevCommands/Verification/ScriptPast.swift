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

  /// How a script was edited.
  struct Edit {
    /// From the text that was applied to the one that is there; nil where git does not have the former.
    var diff: TextDiff?
    /// The commit that last changed the script; nil where what was applied is what HEAD has.
    var change: GitChange?
  }

  /// Looks how a script was edited.
  func edit(of revision: VerifiedRevision) throws -> Edit {
    var edit = Edit()
    guard let script = revision.script else { return edit }
    if let path = git.relativePath(of: script.path), let change = try history.lastChange(of: path),
      change.after != revision.appliedBlob
    {
      edit.change = change
    }
    if let blob = revision.appliedBlob, let before = try git.contents(ofBlob: blob) {
      edit.diff = try difference(from: before, to: script)
    }
    return edit
  }

  /// What is different between a text that git has and a script.
  func difference(from before: [UInt8], to script: RevisionScript) throws -> TextDiff {
    var now = try script.text()
    // Git stores lines without CR where the work tree has them.
    if !before.contains(0x0D) { now.removeAll { $0 == 0x0D } }
    return try TextDiff(from: before, to: now)
  }
}

extension GitCommit {
  /// When it was written, as ISO 8601 on the author's clock.
  var writtenAt: String { LocalTime(epochSeconds: Int(time), utcOffset: timeZone * 60).iso8601 }

  /// The commit as it is named in a sentence: `1a2b3c4d5e6f by Ada <ada@example.com>, 2026-11-21T09:00:00Z: why`.
  var words: String { "\(id.description.prefix(12)) by \(author) <\(email)>, \(writtenAt): \(summary)" }
}
