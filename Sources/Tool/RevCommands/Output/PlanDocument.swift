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
  }

  init(_ plan: MigrationPlan) {
    from = plan.from.map(\.rawValue)
    to = plan.to.map(\.rawValue)
    steps = plan.stepsWithHeads.map { step, heads in
      Step(
        direction: step.direction.rawValue, revision: step.revision.rawValue, heads: heads.map(\.rawValue))
    }
  }
}
