internal import Revisions
internal import ScriptRepository

/// What is said of a revision that a branch has done something to.
struct BranchFinding {
  let revision: ComparedRevision
  let comparison: BranchComparison
  let past: Past

  /// What git knows of how it came to that.
  struct Past {
    /// From the reference's text to the one that is there.
    var diff: TextDiff?
    /// The commit of this branch that last changed the script; nil where that is not committed.
    var change: GitCommit?
    /// The commit of this branch that deleted the script.
    var removal: GitCommit?
    /// Whether HEAD still has what the work tree has not.
    var isUncommitted = false
  }

  /// Looks what git knows of a revision.
  init(_ revision: ComparedRevision, in comparison: BranchComparison) throws {
    self.revision = revision
    self.comparison = comparison
    var found = Past()
    let (git, history) = (comparison.past.git, comparison.past.history)
    switch revision.status {
    case .edited, .cosmetic, .reparented:
      found.isUncommitted = revision.isDirty ?? false
      if let script = revision.script {
        let known = [revision.theirs?.blob].compactMap(\.self) + revision.bases.map(\.blob)
        if let path = git.relativePath(of: script.path),
          let change = try history.lastChange(of: path, from: comparison.head),
          !known.contains(where: { $0 == change.after })
        {
          found.change = change.commit
        }
        if let blob = revision.theirs?.blob, let before = try git.contents(ofBlob: blob) {
          let diff = try comparison.past.difference(from: before, to: comparison.side.text(script))
          if !diff.hunks.isEmpty { found.diff = diff }
        }
      }
    case .missing:
      if let head = comparison.head {
        found.isUncommitted = try history.revisions(at: head)[revision.id] != nil
        if !found.isUncommitted { found.removal = try history.removal(of: revision.id, before: head) }
      }
    case .same, .behind, .new, .stale: break
    }
    past = found
  }

  /// The commands that mend what is wrong, one after the other.
  static func commands(for revision: ComparedRevision, in comparison: BranchComparison) -> [String] {
    let reference = ShellWord.quoted(comparison.reference)
    switch revision.status {
    case .edited, .reparented, .missing:
      guard let path = revision.theirs?.path, let top = comparison.past.git.workTree else { return [] }
      let paths = revision.changedSupport.isEmpty ? [path] : revision.changedSupport
      let words = paths.map { ShellWord.quoted(Session.displayed("\(top == "/" ? "" : top)/\($0)")) }
      return ["git checkout \(reference) -- \(words.joined(separator: " "))"]
    case .stale:
      let isHere = revision.overtaken.allSatisfy(\.isHere)
      let heads = Set(revision.overtaken.flatMap(\.heads)).sorted()
      let against = comparison.isOtherBranch ? "" : " --against \(reference)"
      return (isHere ? [] : ["git merge \(reference)"]) + heads.prefix(1).map { "rev rebase --onto \($0)\(against)" }
    case .same, .behind, .new, .cosmetic: return []
    }
  }

  static func text(
    of diff: TextDiff, _ revision: ComparedRevision, in comparison: BranchComparison, colors: Bool
  ) -> String {
    DiffText(
      diff: diff, path: Session.displayed(revision.script?.path ?? ""), former: comparison.reference, colors: colors
    ).text
  }

  /// What a person is told.
  func text(colors: Bool) -> String {
    let status = revision.status.rawValue
    let style: Style = revision.status.isWrong ? .error : revision.status == .cosmetic ? .warning : .mark
    let column = 11
    var line = style.applied(to: status + String(repeating: " ", count: max(1, column - status.count)), colors)
    line += Style.id.applied(to: revision.id.rawValue, colors)
    if let path = revision.script?.path ?? revision.theirs?.path { line += " (\(Session.displayed(path)))" }
    let message = revision.script?.metadata.message ?? revision.theirs?.metadata.message ?? ""
    if let message = message.split(separator: "\n").first { line += ", \(message)" }
    let lines = [line] + details
    let text = lines.joined(separator: "\n" + String(repeating: " ", count: column)) + "\n"
    guard let diff = past.diff else { return text }
    return text + Self.text(of: diff, revision, in: comparison, colors: colors)
  }

  private var details: [String] {
    var lines: [String] = []
    if let remark = revision.remark { lines.append(remark) }
    if revision.status == .behind, revision.script == nil { lines.append("\(comparison.reference) has added it") }
    lines += revision.relations.map(\.words)
    if !revision.changedSupport.isEmpty {
      lines.append("by what it is compiled with: \(revision.changedSupport.joined(separator: ", "))")
    }
    if revision.editedDirections == [.downgrade] { lines.append("only its downgrade does something else") }
    if let commit = past.change { lines.append("changed in \(commit.words)") }
    if let commit = past.removal { lines.append("deleted in \(commit.words)") }
    if past.isUncommitted {
      lines.append(
        revision.status == .missing
          ? "deleted in the work tree, which is not committed" : "the work tree has what is not committed")
    }
    for parent in revision.overtaken {
      lines.append(
        "follows \(parent.parent), which is no longer a head of \(comparison.reference): "
          + "\(listed(parent.heads)) came behind it")
    }
    let commands = Self.commands(for: revision, in: comparison).joined(separator: ", then ")
    if commands.isEmpty { return lines }
    if revision.status == .stale {
      lines.append("\(commands) mends it")
      lines.append("where a database has applied it already: rev merge, which joins the heads")
    } else {
      lines.append("\(commands) \(revision.status == .missing ? "brings" : "takes") it back")
    }
    return lines
  }
}

/// A word of a shell's command line.
enum ShellWord {
  /// The word in quotes, where it needs any.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      byte >= 0x80 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || "%+,-./:=@^_~".utf8.contains(byte)
    }
    if isPlain, !word.isEmpty, word.first != "~" { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
