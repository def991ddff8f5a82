internal import RevisionGraph
internal import Revisions

extension GraphError {
  /// The error in the tool's words; `path` finds a revision's script.
  func report(path: (RevisionID) -> String?) -> Report {
    var reports = problems.prefix(Self.most).map { $0.report(path: path) }
    guard var first = reports.first else { return Report(.invalidGraph, "the revisions make no graph") }
    reports.removeFirst()
    if !reports.isEmpty {
      first.message += reports.map { "\n       \($0.message)" }.joined()
      if problems.count > Self.most { first.message += "\n       and \(problems.count - Self.most) more problems" }
      for report in reports {
        first.hints += report.hints.filter { !first.hints.contains($0) }
        first.ids += report.ids
      }
      first.ids = Set(first.ids).sorted()
    }
    return first
  }

  private static let most = 10
}

extension GraphProblem {
  fileprivate func report(path: (RevisionID) -> String?) -> Report {
    func place(_ id: RevisionID) -> String { path(id).map { "\(id) (\($0))" } ?? id.rawValue }
    func report(_ message: String, _ ids: [RevisionID], hints: [String] = []) -> Report {
      Report(.invalidGraph, message, hints: hints, ids: names(ids))
    }
    switch self {
    case .invalidID(let id, let fault):
      return report("'\(place(id))' cannot be the id of a revision: \(fault.words)", [id])
    case .duplicateID(let id, let copies):
      return report("\(copies.count) revisions have the id \(id)", [id], hints: ["give one of them another id"])
    case .missingParent(let parent, let of):
      return report(
        "revision \(place(of)) follows \(parent), which is not there", [of, parent],
        hints: ["parents are whole ids", Self.elsewhere, Session.restoringApplied(parent)])
    case .missingDependency(let dependency, let of):
      return report(
        "revision \(place(of)) depends on \(dependency), which is not there", [of, dependency],
        hints: [Self.elsewhere, Session.restoringApplied(dependency)])
    case .ambiguousDependency(let prefix, let of, let candidates, let count):
      return report(
        "revision \(place(of)) depends on '\(prefix)', which begins \(count) ids: \(listed(candidates))",
        [of] + candidates, hints: ["write the whole id"])
    case .selfParent(let id): return report("revision \(place(id)) is its own parent", [id])
    case .selfDependency(let id): return report("revision \(place(id)) depends on itself", [id])
    case .cycle(let ids, let kind):
      let edges =
        switch kind {
        case .parents: "parents"
        case .dependencies: "dependencies"
        case .parentsAndDependencies: "parents and dependencies together"
        }
      let round = (ids + ids.prefix(1)).map(\.rawValue).joined(separator: " -> ")
      return report(
        "the \(edges) of \(plural(ids.count, "revision")) make a cycle, each after the next: \(round)", ids,
        hints: ["one of them has to follow something else"] + ids.prefix(3).map { "see \(place($0))" })
    case .invalidLabel(let label, let of, let fault):
      return report("'\(label)', of revision \(place(of)), cannot be a branch label: \(fault.words)", [of])
    case .duplicateLabel(let label, let of):
      return report(
        "\(of.count) revisions declare the branch label '\(label)': \(of.map(place).joined(separator: ", "))", of)
    case .labelIsID(let label, let of):
      return report("the branch label '\(label)' of revision \(place(of)) is the id of a revision", [of])
    }
  }

  private static let elsewhere =
    "the script may stand on another git branch, or in a folder that version_locations does not name"
}

extension NameFault {
  /// What is wrong with a name, in words.
  var words: String {
    switch self {
    case .empty: "it is empty"
    case .reserved: "the name is reserved"
    case .character(let scalar):
      scalar.properties.isWhitespace || scalar.value < 0x20
        ? "it contains white space or a control character" : "it contains '\(scalar)'"
    }
  }
}
