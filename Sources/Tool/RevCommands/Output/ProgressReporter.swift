internal import MigrationExecution
internal import MigrationPlanning
internal import Revisions

/// Says what a run does as it does it.
final class ProgressReporter: ExecutionObserver {
  private let terminal: Terminal
  private let messages: [RevisionID: String]

  init(_ terminal: Terminal, messages: [RevisionID: String]) {
    self.terminal = terminal
    self.messages = messages
  }

  func willRun(_ step: PlanStep, resumingAfter: Int?) {
    terminal.say(line(step))
    if let resumingAfter {
      terminal.say("  an earlier run was cut off after \(resumingAfter) of its statements; going on from there")
    }
  }

  func willRetry(_ step: PlanStep, after pause: Duration, because error: DatabaseError) {
    let seconds = Double(pause / .milliseconds(100)).rounded() / 10
    terminal.say("  \(error.message); trying again in \(seconds) s")
  }

  func waitsForRunner() { terminal.say("Waiting for another rev that is running on this database") }

  func willStamp(_ plan: StampPlan) { terminal.say(plan.summary) }

  func willRunAgain(_ steps: [PlanStep]) {
    terminal.say(
      "The database rolled back the whole run; running its revisions again, each in a transaction of its own")
  }

  /// `Running upgrade a -> b, message`.
  func line(_ step: PlanStep) -> String {
    let message = messages[step.revision] ?? ""
    return message.isEmpty ? step.summary : "\(step.summary), \(message)"
  }
}
