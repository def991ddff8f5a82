internal import MigrationPlanning
internal import Revisions

/// A plan as other programs read it.
struct PlanDocument: Encodable {
  let from: [String]
  let to: [String]
  let steps: [Step]

  struct Step: Encodable {
    let direction: String
    let revision: String
    /// The version rows that the step leaves, sorted.
    let heads: [String]
    /// Whether it runs from the journal, since its script is gone; not said of others.
    let fromJournal: Bool?

    enum CodingKeys: String, CodingKey {
      case direction, revision, heads
      case fromJournal = "from_journal"
    }
  }

  init(_ plan: MigrationPlan, isFromJournal: (RevisionID) -> Bool) {
    from = plan.from.map(\.rawValue)
    to = plan.to.map(\.rawValue)
    steps = plan.stepsWithHeads.map { step, heads in
      Step(
        direction: step.direction.rawValue, revision: step.revision.rawValue, heads: heads.map(\.rawValue),
        fromJournal: isFromJournal(step.revision) ? true : nil)
    }
  }
}

extension Session {
  /// Writes a plan for other programs.
  func writeJSON(_ plan: MigrationPlan) throws { try terminal.writeJSON(document(of: plan)) }

  /// A plan as other programs read it.
  func document(of plan: MigrationPlan) throws -> PlanDocument {
    let operations = try scripts().operations
    return PlanDocument(plan) { operations.journalScript($0) != nil }
  }
}
