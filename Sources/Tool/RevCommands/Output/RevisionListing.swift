internal import RevisionGraph
internal import Revisions

/// Revisions as a person reads them, in the forms that Alembic's users know.
struct RevisionListing {
  let colors: Bool
  /// The rows of the version table, where a database was looked at.
  var current: Set<RevisionID> = []
  /// Those whose scripts are gone.
  var gone: Set<RevisionID> = []

  /// `a, b -> c (label) (head), message`, the way the history reads.
  func edge(_ facts: RevisionFacts) -> String {
    let parents = facts.parents.isEmpty ? "<base>" : facts.parents.map(styled).joined(separator: ", ")
    return "\(parents) -> \(node(facts))"
  }

  /// `c (label) (head), message`.
  func node(_ facts: RevisionFacts) -> String {
    let message = facts.metadata.message
    return styled(facts.id) + marks(facts) + (message.isEmpty ? "" : ", \(Self.firstLine(of: message))")
  }

  /// All that is known of a revision, a line each.
  func details(_ facts: RevisionFacts, path: String) -> String {
    var lines = ["Rev: \(styled(facts.id))\(marks(facts, withLabels: false))"]
    switch facts.parents.count {
    case 0: lines.append("Parent: <base>")
    case 1: lines.append("Parent: \(facts.parents[0])")
    default: lines.append("Merges: \(joined(facts.parents))")
    }
    if !facts.dependencies.isEmpty { lines.append("Also depends on: \(joined(facts.dependencies))") }
    if facts.isBranchPoint { lines.append("Branches into: \(joined(facts.children))") }
    if !facts.metadata.branchLabels.isEmpty {
      lines.append("Branch names: \(facts.metadata.branchLabels.sorted().joined(separator: ", "))")
    }
    if !facts.metadata.created.isEmpty { lines.append("Created: \(facts.metadata.created)") }
    if !gone.contains(facts.id) { lines.append("Path: \(path)") }
    if !facts.metadata.message.isEmpty {
      lines.append("")
      lines += facts.metadata.message.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func joined(_ ids: [RevisionID]) -> String { ids.map(\.rawValue).joined(separator: ", ") }

  private func styled(_ id: RevisionID) -> String { Style.id.applied(to: id.rawValue, colors) }

  private func marks(_ facts: RevisionFacts, withLabels: Bool = true) -> String {
    var marks: [String] = []
    if withLabels, !facts.metadata.branchLabels.isEmpty {
      marks.append("(\(facts.metadata.branchLabels.sorted().joined(separator: ", ")))")
    }
    if facts.isHead { marks.append(Style.mark.applied(to: "(head)", colors)) }
    // A head that others depend on has no row of its own once they are applied.
    if facts.isHead, !facts.isEffectiveHead { marks.append("(needed by \(joined(facts.dependents)))") }
    if facts.isBranchPoint { marks.append("(branchpoint)") }
    if facts.isMerge { marks.append("(mergepoint)") }
    if gone.contains(facts.id) { marks.append(Style.warning.applied(to: "(script gone)", colors)) }
    if current.contains(facts.id) { marks.append(Style.mark.applied(to: "(current)", colors)) }
    return marks.map { " \($0)" }.joined()
  }

  private static func firstLine(of message: String) -> Substring {
    message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: true).first ?? ""
  }
}
