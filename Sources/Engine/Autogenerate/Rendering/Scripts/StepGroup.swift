import Revisions

/// Operations that stand together in a property: those of one table, or some of one kind.
struct StepGroup {
  var steps: [RenderedStep]
  /// What the property is named after, the best first.
  var names: [String] = []

  var lineCount: Int { steps.reduce(0) { $0 + $1.lineCount } }

  /// Whether it needs no property.
  var isOneLine: Bool { steps.count == 1 && steps[0].lineCount == 1 }

  /// How many operations of one kind stand together at most.
  private static let limit = 20

  /// The operations in groups that can be done one after the other, as the operations can.
  ///
  /// An operation stands with those before it that are about the same. What only adds to a table by its own columns goes to
  /// the table's creation, if since then things were only added.
  static func groups(of steps: [RenderedStep]) -> [StepGroup] {
    var runs: [Run] = []
    var creations: [OperationSubject: Int] = [:]
    // The last run with something that nothing is moved across.
    var barrier = -1
    for step in steps {
      let subject = OperationSubject(step.operation)
      let position = creations[subject] ?? -1
      if runs.last?.subject == subject {
        runs[runs.count - 1].steps.append(step)
      } else if position >= max(barrier, 0), step.operation.dependsOnItsTableAlone, !runs[position].isPartitioned {
        runs[position].steps.append(step)
        continue
      } else {
        runs.append(Run(subject: subject, kinds: OperationSubject.kind(of: step.operation), steps: [step]))
      }
      if step.operation.isCreationOfTable { creations[subject] = runs.count - 1 }
      if !step.operation.onlyAdds { barrier = runs.count - 1 }
    }
    return joined(runs).flatMap(\.groups)
  }

  private struct Run {
    var subject: OperationSubject
    var kinds: String
    var steps: [RenderedStep]

    /// Whether what it creates has partitions, for which the order of their indexes and its own makes a difference.
    var isPartitioned: Bool {
      steps.contains { step in
        if case .createTable(let operation) = step.operation {
          operation.table.options.partitioning != nil
        } else {
          false
        }
      }
    }

    var groups: [StepGroup] {
      guard case .kind(let kind) = subject else {
        return [StepGroup(steps: steps, names: subject.names + subject.names.map { "\($0) \(kinds)" })]
      }
      return stride(from: 0, to: steps.count, by: limit).map { start in
        StepGroup(steps: Array(steps[start..<min(start + limit, steps.count)]), names: [kind])
      }
    }
  }

  /// Single operations of one kind on one table after the other are read better together.
  private static func joined(_ runs: [Run]) -> [Run] {
    var result: [Run] = []
    for run in runs {
      let isSingle = run.steps.count == 1 && run.steps[0].lineCount <= 4 && !run.steps[0].operation.isCreationOfTable
      if isSingle, var last = result.last, last.kinds == run.kinds, case .kind = last.subject {
        last.steps += run.steps
        result[result.count - 1] = last
      } else if isSingle, case .table = run.subject {
        result.append(Run(subject: .kind(run.kinds), kinds: run.kinds, steps: run.steps))
      } else {
        result.append(run)
      }
    }
    return result
  }
}
