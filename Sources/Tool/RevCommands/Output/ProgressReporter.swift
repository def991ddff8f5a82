internal import MigrationExecution
internal import MigrationPlanning
internal import Revisions

/// Says what a run does as it does it.
final class ProgressReporter: ExecutionObserver {
  private let terminal: Terminal
  private let messages: [RevisionID: String]
  /// Whether results are JSON.
  private let asJSON: Bool
  /// The path of a revision's script, if it is one whose code runs with the revision.
  private let compiledScript: (RevisionID) -> String?

  init(
    _ terminal: Terminal, messages: [RevisionID: String], asJSON: Bool = false,
    compiledScript: @escaping (RevisionID) -> String? = { _ in nil }
  ) {
    self.terminal = terminal
    self.messages = messages
    self.asJSON = asJSON
    self.compiledScript = compiledScript
  }

  func willRun(_ step: PlanStep, resumingAfter: Int?) {
    terminal.say(line(step))
    prepareForCrash(in: step)
    if let resumingAfter {
      terminal.say("  an earlier run was cut off after \(resumingAfter) of its statements; going on from there")
    }
  }

  func willRetry(_ step: PlanStep, after pause: Duration, because error: DatabaseError) {
    let seconds = Double(pause / .milliseconds(100)).rounded() / 10
    terminal.say("  \(error.message); trying again in \(seconds) s")
  }

  func waitsForRunner() { terminal.say("Waiting for another rev that is running on this database") }

  func willStamp(_ plan: StampPlan, abandoning abandoned: [UnfinishedRun]) {
    if !plan.transition.isEmpty || plan.purgesTable { terminal.say(plan.summary) }
    for run in abandoned {
      terminal.say(
        "The \(run.direction.rawValue) of \(run.revision) that was cut off after \(plural(run.statementsDone, "statement")) counts for nothing any more"
      )
    }
  }

  func willRunAgain(_ steps: [PlanStep]) {
    terminal.say(
      "The database rolled back the whole run; running its revisions again, each in a transaction of its own")
  }

  private func prepareForCrash(in step: PlanStep) {
    guard let path = compiledScript(step.revision) else { return CrashNotice.clear() }
    let left = step.direction == .upgrade ? "nothing of it is left" : "it is still applied"
    let report = Report(
      .revisionFailed, "the script of revision \(step.revision) (\(path)) crashed in its \(step.direction.rawValue)",
      hints: [
        "\(left), unless it runs outside a transaction: rev current says where the database stands",
        "SWIFT_BACKTRACE=enable=yes shows where it crashed",
      ], ids: [step.revision.rawValue])
    CrashNotice.report(as: report, on: terminal, asJSON: asJSON)
  }

  /// `Running upgrade a -> b, message`.
  func line(_ step: PlanStep) -> String {
    let message = messages[step.revision] ?? ""
    return message.isEmpty ? step.summary : "\(step.summary), \(message)"
  }
}
