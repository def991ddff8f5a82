package import MigrationPlanning
package import Revisions

/// Hears what a run does as it does it.
package protocol ExecutionObserver: AnyObject {
  /// A step is about to run; `resumingAfter` is how many of its statements an earlier run has already committed.
  func willRun(_ step: PlanStep, resumingAfter: Int?)
  /// A step has to wait for a lock too long, and is tried again after a pause.
  func willRetry(_ step: PlanStep, after pause: Duration, because error: DatabaseError)
  /// Another runner holds the database, and is waited for.
  func waitsForRunner()
  /// A stamp is about to be made; of runs that were cut off it says that nothing is left.
  func willStamp(_ plan: StampPlan, abandoning abandoned: [UnfinishedRun])
  /// The steps run so far were rolled back as a whole and are run again, each committed by itself.
  func willRunAgain(_ steps: [PlanStep])
}
