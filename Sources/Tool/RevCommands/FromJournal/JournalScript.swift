internal import ModelData
internal import Revisions
internal import ScriptRepository

/// What stands in for the script of a revision that is applied and whose script is gone: what the journal keeps of it.
struct JournalScript: Sendable {
  /// What the journal keeps.
  let kept: KeptRevision
  /// What is run in the script's place.
  let operations: RevisionOperations
  /// The text that was applied, as git would know it.
  let blob: GitObjectID?
  /// The digest of what it does; nil where that depends on the script's text, which nobody has.
  let digest: String?
  /// Why it is not taken at its word: whoever can write to the database can write to the journal. Nil where git's own text of
  /// the script proves it.
  let doubt: Doubt?

  /// Why the journal is not taken at its word.
  enum Doubt: Error, Equatable {
    /// Nobody has looked.
    case notExamined
    /// The journal does not say which text was applied.
    case noText
    /// The scripts are in no git repository.
    case noRepository(GitObjectID)
    /// Git could not be asked, for the reason given.
    case gitFailed(GitObjectID, String)
    /// Git does not have the text.
    case notInGit(GitObjectID)
    /// That text of git's is no script of the revision.
    case anotherScript(GitObjectID)
    /// That text of git's says something else.
    case differs(GitObjectID)
    /// What that text of git's does could not be found out, for the reason given.
    case notCompiled(GitObjectID, String)
  }
}

extension JournalScript.Doubt {
  /// The doubt in words that follow a revision's id.
  var words: String {
    switch self {
    case .notExamined: "nobody has looked what git has of it"
    case .noText: "the journal does not say which text was applied"
    case .noRepository(let blob): "the scripts are in no git repository, which could prove it by the text \(blob)"
    case .gitFailed(let blob, let reason): "git cannot be asked for the text \(blob): \(reason)"
    case .notInGit(let blob): "git does not have \(blob), the text that was applied"
    case .anotherScript(let blob): "what git has as \(blob) is no script of it"
    case .differs(let blob): "the script that git has as \(blob) does something else"
    case .notCompiled(let blob, let reason): "what \(blob) does, which git has, cannot be found out: \(reason)"
    }
  }
}

/// Revisions that would run from a journal which nothing proves.
struct JournalDoubts: Reportable {
  /// Each with what stands in for its script.
  let scripts: [(id: RevisionID, script: JournalScript)]
  /// What each would do, in lines.
  var actions: [RevisionID: [String]] = [:]

  init(_ scripts: [(RevisionID, JournalScript)]) { self.scripts = scripts.map { ($0, $1) } }

  var report: Report {
    let ids = scripts.map(\.id)
    var message = "the script of \(listed(ids)) is gone, and nothing proves what the journal has in its place"
    for (id, script) in scripts {
      message += "\n       \(id): \(script.doubt?.words ?? "")"
      for line in actions[id] ?? [] { message += "\n         \(line)" }
    }
    var hints = ids.prefix(1).map(Session.restoring)
    hints.append(
      "--trust-journal takes the journal at its word, and shows what it has: whoever can write to the database can have put it there"
    )
    return Report(.journalNotProven, message, hints: hints, ids: names(ids))
  }
}

extension KeptRevision.Fault {
  /// The fault in words that follow a revision's id.
  var words: String {
    switch self {
    case .malformed(let offset): "it is no JSON from byte \(offset) on"
    case .unknownFormat(nil): "it does not say of what form it is"
    case .unknownFormat(let format?): "it is of form \(format), which this rev does not know"
    case .notARevision(let reason): visible(reason)
    }
  }
}

extension RevisionOperations {
  /// The operations with SQL in place of Swift, where the script said what SQL does the same.
  var withoutReplaceableSwift: RevisionOperations {
    RevisionOperations(upgrade: upgrade.withoutReplaceableSwift, downgrade: downgrade.withoutReplaceableSwift)
  }
}

extension Operations {
  /// Nesting is bounded where the journal is read, so this may recurse.
  fileprivate var withoutReplaceableSwift: Operations {
    guard case .steps(let steps) = content else { return self }
    return Operations(
      steps.map { operation in
        switch operation {
        case .live(let live):
          guard case .sql(let text) = live.offline else { return operation }
          return .sql(SQL(text, file: "", line: 0))
        case .when(let when):
          return .when(
            When(
              when.dialect, then: when.then.withoutReplaceableSwift, otherwise: when.otherwise.withoutReplaceableSwift))
        case .outsideTransaction(let outside):
          return .outsideTransaction(OutsideTransaction(body: outside.body.withoutReplaceableSwift))
        default: return operation
        }
      })
  }
}
