package import MigrationPlanning
internal import Revisions

extension PlanStep {
  /// `Running upgrade a -> b`, in Alembic's forms: nothing stands for base, and a merge lists its parents.
  package var summary: String {
    let parents = parents.map(\.rawValue).joined(separator: ", ")
    return switch direction {
    case .upgrade: "Running upgrade \(parents) -> \(revision)"
    case .downgrade: "Running downgrade \(revision) -> \(parents)"
    }
  }
}

extension StampPlan {
  /// `Running stamp a -> b`.
  package var summary: String {
    "Running stamp \(from.map(\.rawValue).joined(separator: ", ")) -> \(to.map(\.rawValue).joined(separator: ", "))"
  }
}
