import MigrationPlanning
import RandomTesting
import RevisionGraph
import Revisions
import Testing

/// Random graphs and questions, put to this engine and to Alembic.
struct AlembicComparison {
  private struct Subject {
    let graph: RevisionGraph
    let revisions: [RevisionMetadata]
    let queries: [AlembicOracle.Query]
  }

  /// What came of a question here.
  private enum Outcome {
    case answered(steps: [RevisionID], heads: [RevisionID])
    case refused(any Error)
  }

  /// How both answers compare.
  private enum Verdict: Equatable {
    case same
    case bothRefuse
    /// A difference that is meant, by name.
    case meant(String)
    case differs(String)
  }

  private let subjects: [Subject]

  init(seed: UInt64, graphs: Int, limit: Int, queriesPerGraph: Int) throws {
    var random = SplitMix64(seed: seed)
    subjects = try (0..<graphs).map { _ in
      let made = RandomGraph(limit: limit, using: &random)
      let graph = try RevisionGraph(made.revisions)
      let queries = (0..<queriesPerGraph).map { _ in
        AlembicOracle.Query.random(for: made, graph, using: &random)
      }
      return Subject(graph: graph, revisions: made.revisions, queries: queries)
    }
  }

  func run() throws {
    let answers = try AlembicOracle.ask(
      subjects.map { subject in
        AlembicOracle.Case(
          revisions: subject.revisions.map {
            .init(
              id: $0.id.rawValue, parents: $0.parents.map(\.rawValue), depends_on: $0.dependsOn.map(\.rawValue),
              labels: $0.branchLabels)
          }, queries: subject.queries)
      })
    #expect(answers.count == subjects.count)
    var tally: [String: Int] = [:]
    for (subject, answers) in zip(subjects, answers) {
      for (query, answer) in zip(subject.queries, answers) {
        let outcome = outcome(query, subject.graph)
        let verdict = verdict(query, outcome, answer, subject.graph)
        switch verdict {
        case .same: tally["same \(query.kind)", default: 0] += 1
        case .bothRefuse: tally["both refuse", default: 0] += 1
        case .meant(let name): tally["meant: \(name)", default: 0] += 1
        case .differs(let what):
          Issue.record(
            "\(what): \(query), ours \(outcome), Alembic's \(answer), in \(subject.revisions.sorted { $0.id < $1.id })")
        }
      }
    }
    if rounds(1) > 1 {
      for (name, count) in tally.sorted(by: { $0.value > $1.value }) { print("  \(count) \(name)") }
    }
    for kind in AlembicOracle.Query.Kind.allCases {
      #expect(tally["same \(kind)", default: 0] > subjects.count / 2, "too few questions that both answer")
    }
  }

  private func verdict(
    _ query: AlembicOracle.Query, _ outcome: Outcome, _ answer: AlembicOracle.Answer, _ graph: RevisionGraph
  ) -> Verdict {
    switch (outcome, answer.result) {
    case (.refused, nil): return .bothRefuse
    case (.refused(let error), .some):
      return refusedOnPurpose(query, error).map(Verdict.meant) ?? .differs("only ours refuses")
    case (.answered(let steps, _), nil):
      return allowedOnPurpose(query, steps, answer.error ?? "").map(Verdict.meant)
        ?? .differs("only Alembic refuses")
    case (.answered(let steps, let heads), let theirs?):
      if Set(steps) != Set(theirs.steps) {
        // In a branch that begins with a merge, Alembic takes back the whole of both sides.
        let countsBack = query.kind == .downgrade && query.targets[0].contains("@-")
        if countsBack, Set(steps).isStrictSubset(of: theirs.steps) { return .meant("a step back is one revision") }
        return .differs("other steps")
      }
      if Set(steps).count != steps.count || !isParentsFirst(query.kind, steps, graph) { return .differs("wrong order") }
      if heads == theirs.heads { return .same }
      // Alembic may leave a row that another row implies: it looks at the other parents of a merge only where no
      // other branch has a row.
      if heads == graph.effectiveHeads(of: theirs.heads) { return .meant("a redundant row is left out") }
      // Alembic gives the rows of the branch that is named, and of all destinations, to the first destination that
      // any of them has to do with.
      if query.kind == .stamp, query.targets[0].contains("@") && Set(heads).isSuperset(of: theirs.heads) {
        return .meant("a stamp leaves rows alone that have nothing to do with the destination")
      }
      if query.kind == .stamp, query.targets[0].hasSuffix("heads") {
        return .meant("each of the heads to stamp is judged by itself, and one that another implies has no row")
      }
      return .differs("other heads")
    }
  }

  /// Why this engine refuses what Alembic answers.
  private func refusedOnPurpose(_ query: AlembicOracle.Query, _ error: any Error) -> String? {
    switch error {
    case PlanError.selector(.multipleCurrentHeads) where query.kind == .downgrade && query.targets[0].hasPrefix("-"):
      "steps down from several heads are ambiguous"
    case PlanError.selector(.notInBranch):
      "the revision has to be in the branch that is named, wherever steps from it lead"
    case PlanError.severalTargets where query.targets[0].hasSuffix("@heads"):
      "branch@heads is the branch's heads in a downgrade too"
    case PlanError.selector(.tooFewSteps) where query.targets[0].contains("base-"):
      "nothing comes before base"
    case PlanError.selector(.ambiguousPrefix) where query.targets[0].contains("@"),
      SelectorError.ambiguousPrefix where query.targets[0].contains("@"):
      "an ambiguous branch is refused even where it makes no difference"
    default: nil
    }
  }

  /// Why this engine answers what Alembic refuses.
  private func allowedOnPurpose(_ query: AlembicOracle.Query, _ steps: [RevisionID], _ error: String) -> String? {
    let target = query.targets[0]
    let hasBranch = target.contains("@")
    let isAlone = target.hasPrefix("-") || target.contains("@-")
    if error.hasPrefix("KeyError") || error.hasPrefix("AssertionError") { return "Alembic crashes" }
    switch query.kind {
    case .downgrade where error.contains("Ambiguous walk") && (hasBranch || isAlone):
      return "a merge can be taken back, and a branch says which way to go below it"
    case .upgrade where error.contains("Ambiguous walk") && hasBranch:
      return "a branch says which way to go below a merge"
    case .downgrade where error.contains("Multiple head revisions") && hasBranch:
      return "branch@head is the branch's head in a downgrade too"
    case _ where error.contains("Can't locate revision") && hasBranch:
      return "a branch narrows the beginning of an id everywhere"
    case .downgrade where error.contains("not a valid downgrade target") && steps.isEmpty:
      return "nothing to do is no error"
    case .downgrade where error.contains("Not a valid downgrade target") && hasBranch:
      return "the branch point may follow the revision that names the branch"
    case .downgrade where error.contains("not a valid downgrade target") && hasBranch:
      return "the branch point may follow the revision that names the branch"
    case .upgrade where error.contains("overlaps with other requested revisions"):
      return "heads of a branch may imply each other"
    default: return nil
    }
  }

  private func isParentsFirst(_ kind: AlembicOracle.Query.Kind, _ steps: [RevisionID], _ graph: RevisionGraph) -> Bool {
    if kind == .resolve { return true }
    var seen: Set<RevisionID> = []
    for id in kind == .upgrade ? steps : steps.reversed() {
      guard let facts = graph.facts(of: id) else { return false }
      for needed in facts.parents + facts.dependencies where steps.contains(needed) && !seen.contains(needed) {
        return false
      }
      seen.insert(id)
    }
    return true
  }

  private func outcome(_ query: AlembicOracle.Query, _ graph: RevisionGraph) -> Outcome {
    let rows = query.rows.map { RevisionID($0) }
    do {
      switch query.kind {
      case .upgrade:
        let plan = try graph.planUpgrade(to: query.targets.map { try .init(parsing: $0) }, from: rows)
        return .answered(steps: plan.steps.map(\.revision), heads: plan.to)
      case .downgrade:
        let plan = try graph.planDowngrade(to: .init(parsing: query.targets[0]), from: rows)
        return .answered(steps: plan.steps.map(\.revision), heads: plan.to)
      case .stamp:
        return .answered(
          steps: [], heads: try graph.planStamp(to: query.targets.map { try .init(parsing: $0) }, from: rows).to)
      case .history:
        return .answered(steps: try graph.history(RangeExpression(parsing: query.targets[0])), heads: [])
      case .resolve:
        return .answered(
          steps: try graph.resolve(SelectorExpression(parsing: query.targets[0])).revisions, heads: [])
      }
    } catch {
      return .refused(error)
    }
  }
}
