internal import Glibc
internal import Revisions
internal import ScriptRepository

extension ScriptProblems: Reportable {
  var report: Report {
    var report = Report(.script, problems.first.map(\.words) ?? "a script cannot be read")
    report.message += problems.dropFirst().prefix(9).map { "\n       \($0.words)" }.joined()
    if count > 10 { report.message += "\n       and \(count - 10) more" }
    for hint in problems.compactMap(\.hint) where !report.hints.contains(hint) { report.hints.append(hint) }
    report.hints = Array(report.hints.prefix(4))
    report.ids = Set(problems.compactMap(\.revision).map(\.rawValue)).sorted()
    return report
  }
}

extension ScriptProblem {
  fileprivate var words: String { "\(place): \(kind.words)" }

  private var place: String {
    Session.displayed(path) + (position.map { ":\($0.line):\($0.column)" } ?? "") + (commit.map(\.asPlace) ?? "")
  }

  fileprivate var revision: RevisionID? {
    switch kind {
    case .unusableID(let id, _), .duplicateID(let id, _): id
    default: nil
    }
  }

  fileprivate var hint: String? {
    switch kind {
    case .folderMissing: "rev init makes it; version_locations in migrate.ini says where it is"
    case .memberMissing(let member, _), .memberNotALiteral(let member, _):
      "rev reads it from the text, without compiling: static let \(member)\(Self.example[member] ?? "")"
    case .conformanceMissing(let type): "struct \(type): Revision { … }"
    case .headerMissing, .upgradeMissing:
      "a SQL revision begins with -- revision: ID and -- parents: ID, and has an -- upgrade section"
    case .headerKeyUnknown(_, let suggestion): suggestion.map { "did you mean '\($0)'?" }
    case .sectionMalformed(let section, _):
      "-- \(section) takes transaction=off" + (section == "downgrade" ? ", or irreversible: WHY" : "") + ", or nothing"
    case .conflictMarker: "keep what is right, and take the lines <<<<<<<, ======= and >>>>>>> out"
    case .textBeforeSections: "put it below a line that says -- upgrade"
    case .revisionOutOfReach: "a revision is a struct of its own, at the top of its file"
    case .duplicateID: "give one of them another id, or delete it"
    case .outsideProject: "name its folder in version_locations, if it is meant to be there"
    default: nil
    }
  }

  private static let example = [
    "id": ": RevisionID = \"3f2a9c1b7e4d\"", "parents": ": [RevisionID] = [\"1c8e7d6a5b4c\"]",
    "dependsOn": ": [RevisionID] = [\"1c8e7d6a5b4c\"]", "branchLabels": " = [\"billing\"]",
    "message": " = \"add email\"", "created": " = \"2026-11-21T09:00:00Z\"",
  ]
}

extension ScriptProblem.Kind {
  fileprivate var words: String {
    switch self {
    case .folderMissing: "there is no such folder"
    case .unreadable(let errno): "cannot be read: \(String(cString: strerror(errno)))"
    case .notAFile: "is not a file"
    case .outsideProject(let target): "is a link that leads out of the project, to \(target)"
    case .unusableName: "the name holds a control character, or is not UTF-8"
    case .invalidUTF8: "the text is not UTF-8"
    case .controlCharacter(let byte): "the text holds a control character (byte \(byte)) that has no business there"
    case .conflictMarker: "a merge left a conflict here"
    case .changedSinceListed: "the text changed while rev was reading it; run it again"
    case .unterminatedString: "a string that begins here does not end"
    case .unterminatedComment: "a comment that begins here does not end"
    case .memberMissing(let member, let type): "\(type) does not say its \(member)"
    case .memberRepeated(let member, let type): "\(type) declares \(member) twice"
    case .memberNotALiteral(let member, let type): "\(member) of \(type) has to be a literal"
    case .malformedLiteral(let member, let type, let reason): "\(member) of \(type) is no literal: \(reason)"
    case .conformanceMissing(let type): "\(type) looks like a revision but does not say ': Revision'"
    case .revisionOutOfReach(let type, let obstacle): "\(type) cannot be loaded: it \(obstacle.words)"
    case .headerMissing: "no '-- revision:' line stands at the beginning"
    case .headerKeyUnknown(let key, _): "'\(key)' is no key of a revision's header"
    case .headerKeyRepeated(let key): "'\(key)' stands there twice"
    case .headerValueMalformed(let key, let value): "'\(key)' cannot be '\(value)'"
    case .textBeforeSections: "a statement stands before the '-- upgrade' line"
    case .upgradeMissing: "there is no '-- upgrade' line"
    case .sectionRepeated(let section, let first): "a second '-- \(section)' section; the first is on line \(first)"
    case .sectionMalformed(let section, let option): "'-- \(section)' does not take '\(option)'"
    case .irreversibleHasStatements: "the section is declared irreversible, and yet holds statements"
    case .unusableID(let id, let reason): "'\(id)' cannot be an id: \(reason)"
    case .duplicateID(let id, let other): "the id \(id) is that of \(Session.displayed(other)) too, and the two differ"
    case .supportFileNameTaken(let other):
      "Swift compiles no two files of one name together: see \(Session.displayed(other))"
    }
  }
}

extension ScriptProblem.Obstacle {
  fileprivate var words: String {
    switch self {
    case .nested: "stands inside another declaration"
    case .declaredInExtension: "says so in an extension"
    case .isPrivate: "is private"
    case .isGeneric: "is generic"
    case .isConditional: "stands under #if"
    }
  }
}

extension GitObjectID {
  /// The commit behind the path of a file in it: ` at 1a2b3c4d5e6f`.
  var asPlace: String { " at \(description.prefix(12))" }
}
