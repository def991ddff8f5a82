package import Revisions

/// Which revisions to run, in which order, and what each does to the version table. Running it online and writing it as
/// SQL both follow the same plan, so that they cannot disagree.
package struct MigrationPlan: Hashable, Sendable {
  /// The version rows that the plan starts from, sorted.
  package let from: [RevisionID]
  /// The version rows that it ends with, sorted.
  package let to: [RevisionID]
  /// The revisions that were asked for, sorted; none stands for base. Where the database has them already there are
  /// no steps.
  package let targets: [RevisionID]
  /// What to run, in order.
  package let steps: [PlanStep]

  init(from: [RevisionID], to: [RevisionID], targets: [RevisionID], steps: [PlanStep]) {
    self.from = from
    self.to = to
    self.targets = targets
    self.steps = steps
  }
}

/// One revision to run, in one direction.
package struct PlanStep: Hashable, Sendable {
  package let direction: Direction
  /// The revision whose script is run.
  package let revision: RevisionID
  /// The revisions that it follows, sorted; dependencies are not among them.
  package let parents: [RevisionID]
  /// What the step does to the version table.
  package let transition: HeadTransition
}

extension MigrationPlan {
  /// The steps, each with the version rows that it leaves, sorted.
  ///
  /// The rows are worked out while the steps are gone through: kept with every step, they would take space that grows
  /// with the square of the number of branches.
  package var stepsWithHeads: StepsWithHeads { StepsWithHeads(plan: self) }

  /// The steps of a plan, each with the version rows that it leaves.
  package struct StepsWithHeads: Sequence, IteratorProtocol, Sendable {
    private let steps: [PlanStep]
    private var position = 0
    private var rows: [RevisionID]

    fileprivate init(plan: MigrationPlan) {
      steps = plan.steps
      rows = plan.from
    }

    package mutating func next() -> (step: PlanStep, heads: [RevisionID])? {
      if position == steps.count { return nil }
      let step = steps[position]
      position += 1
      for row in step.transition.removed {
        let place = insertionPoint(row)
        if place < rows.count, rows[place] == row { rows.remove(at: place) }
      }
      for row in step.transition.added { rows.insert(row, at: insertionPoint(row)) }
      return (step, rows)
    }

    private func insertionPoint(_ row: RevisionID) -> Int {
      var (low, high) = (0, rows.count)
      while low < high {
        let middle = (low + high) / 2
        if rows[middle] < row { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The ids that the plan would write into the version table and that have more than `limit` characters, in the
  /// order of the steps.
  package func idsTooLong(for limit: Int) -> [RevisionID] {
    steps.flatMap { $0.transition.added.exceeding(limit) }
  }
}

/// Version rows to set without running anything.
package struct StampPlan: Hashable, Sendable {
  /// The version rows that the plan starts from, sorted. A purge takes them away whatever they are.
  package let from: [RevisionID]
  /// The version rows that it ends with, sorted.
  package let to: [RevisionID]
  /// Whether every row is to be deleted before the transition, whatever it holds: rows that no revision has, or
  /// several alike.
  package let purgesTable: Bool
  /// What to do to the version table; after a purge this is inserts alone.
  package let transition: HeadTransition
  /// The revisions that count as applied afterwards and did not before, parents and dependencies first.
  package let newlyImplied: [RevisionID]
  /// The revisions that counted as applied before and do not afterwards, children and dependents first.
  package let noLongerImplied: [RevisionID]
  /// Every revision that counts as applied afterwards.
  package let applied: Set<RevisionID>

  /// The ids that the plan would write into the version table and that have more than `limit` characters.
  package func idsTooLong(for limit: Int) -> [RevisionID] { transition.added.exceeding(limit) }
}

extension [RevisionID] {
  fileprivate func exceeding(_ limit: Int) -> [RevisionID] {
    filter { $0.rawValue.utf8.count > limit && $0.rawValue.unicodeScalars.count > limit }
  }
}
