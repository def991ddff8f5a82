import RandomTesting
import RevisionGraph
import Revisions

extension AlembicOracle.Query {
  /// A question about a graph that Alembic has a chance to answer.
  static func random(for made: RandomGraph, _ graph: RevisionGraph, using random: inout SplitMix64) -> Self {
    let kind = Kind.allCases.randomElement(using: &random) ?? .upgrade
    let rows = made.rows(graph, using: &random).map(\.rawValue)
    let phrase = Phrase(kind: kind, revisions: made.revisions, graph: graph)
    switch kind {
    case .upgrade:
      let several = random.once(in: 8)
      // Alembic takes steps from one target only, and wants no target to imply another.
      let targets = several ? Array(phrase.unrelatedIDs(using: &random)) : [phrase.selector(using: &random)]
      return Self(kind: kind, rows: rows, targets: targets)
    case .history: return Self(kind: kind, rows: rows, targets: [phrase.range(using: &random)])
    case .downgrade, .stamp, .resolve:
      return Self(kind: kind, rows: rows, targets: [phrase.selector(using: &random)])
    }
  }
}

/// Makes up expressions about a graph.
private struct Phrase {
  let kind: AlembicOracle.Query.Kind
  let revisions: [RevisionMetadata]
  let graph: RevisionGraph

  func selector(using random: inout SplitMix64) -> String {
    let id = anyID(using: &random)
    let branch = random.once(in: 3) ? self.branch(near: id, using: &random) + "@" : ""
    let steps = (random.once(in: 2) ? "+" : "-") + String(Int.random(in: 1...3, using: &random))
    // Only where a database is known do steps count from it, and only there does Alembic take steps from a name.
    let knowsDatabase = kind == .upgrade || kind == .downgrade
    if knowsDatabase, random.once(in: 4) {
      return branch + (kind == .upgrade ? "+" : "-") + String(steps.dropFirst())
    }
    let anchor =
      switch Int.random(in: 0..<8, using: &random) {
      case 0: "head"
      case 1: "heads"
      case 2: "base"
      default: name(of: id, using: &random)
      }
    return branch + anchor + (knowsDatabase && random.once(in: 3) ? steps : "")
  }

  func range(using random: inout SplitMix64) -> String {
    let upper = anyID(using: &random)
    let lower = graph.ancestors(of: [upper], includingDependencies: false).randomElement(using: &random) ?? upper
    switch Int.random(in: 0..<6, using: &random) {
    // Alembic knows branches by label alone here, and only upper ends that carry the label.
    case 0:
      guard let label = revisions.flatMap(\.branchLabels).randomElement(using: &random) else { return "base:heads" }
      return "\(label)@base:" + (random.once(in: 2) ? "heads" : "")
    case 1: return ":" + name(of: upper, using: &random)
    case 2: return name(of: lower, using: &random) + ":"
    case 3: return anyID(using: &random).rawValue + ":" + upper.rawValue
    default: return name(of: lower, using: &random) + ":" + name(of: upper, using: &random)
    }
  }

  func unrelatedIDs(using random: inout SplitMix64) -> [String] {
    let some = (0..<3).map { _ in anyID(using: &random) }
    return graph.effectiveHeads(of: some).map(\.rawValue)
  }

  private func anyID(using random: inout SplitMix64) -> RevisionID {
    revisions.randomElement(using: &random)?.id ?? ""
  }

  /// A label or an id that often has to do with a revision.
  private func branch(near id: RevisionID, using random: inout SplitMix64) -> String {
    let lineage =
      graph.ancestors(of: [id], includingDependencies: false)
      + graph.descendants(of: [id], includingDependencies: false)
    let member = random.once(in: 5) ? anyID(using: &random) : lineage.randomElement(using: &random) ?? id
    return name(of: member, using: &random)
  }

  /// An id, its beginning, or a label of it.
  private func name(of id: RevisionID, using random: inout SplitMix64) -> String {
    if random.once(in: 2), let label = graph[id]?.branchLabels.first { return label }
    return random.once(in: 8) ? String(id.rawValue.prefix(Int.random(in: 3...5, using: &random))) : id.rawValue
  }
}
