internal import MigrationPlanning
internal import RevisionGraph
internal import Revisions

extension PlanError: Reportable {
  var report: Report {
    switch self {
    case .versionRows(let error): return error.report
    case .selector(let error): return error.report
    case .downwardUpgrade(let selector):
      return Report(
        .usage, "an upgrade does not go down: '\(selector)'",
        hints: ["rev downgrade \(selector) takes revisions back; ID\(selector) counts down from a revision"])
    case .upwardDowngrade(let selector):
      return Report(
        .usage, "a downgrade does not go up: '\(selector)'",
        hints: ["rev upgrade \(selector) applies revisions; base\(selector) counts up from the beginning"])
    case .severalTargets(let ids, let selector):
      return Report(
        .multipleHeads, "a downgrade goes to one revision, and '\(selector)' stands for \(listed(ids))",
        hints: ["name one of them"], ids: names(ids))
    case .targetNotApplied(let id, let heads, let selector):
      let place = heads.isEmpty ? "base" : listed(heads)
      return Report(
        .notReachable, "the database cannot go down to '\(selector)': it stands at \(place), and \(id) is not applied",
        hints: ["rev current says where it stands; rev upgrade \(selector) applies it"], ids: names([id] + heads))
    case .stampImplied(let id, let by):
      return Report(
        .usage, "\(id) and \(by) cannot both be stamped: \(by) implies \(id)", hints: ["leave \(id) out"],
        ids: names([id, by]))
    }
  }
}

extension VersionRowError: Reportable {
  var report: Report {
    switch self {
    case .unknown(let ids):
      Report(
        .unknownVersionRow,
        "the database stands at \(listed(ids)), which no script here has",
        hints: [
          "the usual cause is that another git branch is checked out, or that the script was deleted or its id edited",
          "rev downgrade -1 takes it back without the script, where the journal keeps what it does; --trust-journal where git cannot prove that",
          "rev stamp --purge ID says where the database really stands, running nothing",
        ], ids: names(ids))
    case .repeated(let ids):
      Report(
        .invalidVersionRow, "the version table names \(listed(ids)) more than once",
        hints: ["rev stamp --purge ID writes the table anew"], ids: names(ids))
    }
  }
}
