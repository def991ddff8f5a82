internal import Dialects
internal import MigrationPlanning
internal import Revisions

/// A step of a plan with what it consists of on this database.
struct LoadedStep {
  let step: PlanStep
  /// The version rows that the step leaves, sorted.
  let heads: [RevisionID]
  let actions: StepActions
  /// What the journal keeps of the step's script.
  var record: ScriptRecord
  /// What the step needs changed in the session while it runs.
  let sessionChange: SessionChange?

  /// Whether the step shares no transaction with others. Swift may act on the world outside the database, so it is never
  /// run twice for the sake of a later revision.
  var standsAlone: Bool { actions.runsOutsideTransaction || actions.hasLive || sessionChange != nil }

  /// Loads all steps of a plan, so that nothing begins where something cannot be had.
  ///
  /// `replacing` decides what stands in for Swift, and may refuse; `isRecorded` is whether the journal hears of it. Throws ``ExecutionError`` for a revision that has no
  /// way in the direction asked, and what the source throws.
  static func load(
    _ plan: MigrationPlan, from source: any OperationSource, dialect: any Dialect, isRecorded: Bool = true,
    replacing replaced: (PlanStep, Live) throws -> Operation = { .live($1) }
  ) async throws -> [LoadedStep] {
    let operations = try await source.operations(for: plan.steps.map(\.revision))
    let records = isRecorded ? await source.records(for: plan.steps.map(\.revision), on: dialect.name) : [:]
    var result: [LoadedStep] = []
    for (step, heads) in plan.stepsWithHeads {
      do {
        guard let both = operations[step.revision] else { throw ExecutionError.operationsMissing(step.revision) }
        let written = try both.steps(step.direction)
        let actions = try await StepActions(written, dialect: dialect) { try replaced(step, $0) }
        result.append(
          LoadedStep(
            step: step, heads: heads, actions: actions, record: records[step.revision] ?? ScriptRecord(),
            sessionChange: dialect.sessionChange(for: actions.operations)))
      } catch let error as IrreversibleError {
        throw ExecutionError.irreversible(step.revision, step.direction, error)
      } catch let error as DialectError {
        throw ExecutionError.stepFailed(
          ExecutionError.StepFailure(
            step: step, location: error.location, cause: error, leftStatements: 0, completed: []))
      }
    }
    return result
  }
}
