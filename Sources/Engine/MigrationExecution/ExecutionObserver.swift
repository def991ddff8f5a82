package import MigrationPlanning

/// Hears what a run does as it does it.
package protocol ExecutionObserver: AnyObject {
  /// A step is about to run; `resumingAfter` is how many of its statements an earlier run has already committed.
  func willRun(_ step: PlanStep, resumingAfter: Int?)
  /// A stamp is about to be made.
  func willStamp(_ plan: StampPlan)
  /// The steps run so far were rolled back as a whole and are run again, each committed by itself.
  func willRunAgain(_ steps: [PlanStep])
}
