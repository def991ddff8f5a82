import MigrationPlanning
import RevisionGraph
import Revisions

/// Holds every plan in a graph against the naive reference.
///
/// Each check throws instead of expecting: there are hundreds of thousands of them, and one that fails is enough.
struct PlanChecks {
  typealias Members = NaiveGraph.Members

  private let revisions: [RevisionMetadata]
  private let naive: NaiveGraph
  private let graph: RevisionGraph

  /// What is wrong, and where.
  struct Wrong: Error, CustomStringConvertible { let description: String }

  init(_ revisions: [RevisionMetadata]) throws {
    self.revisions = revisions
    naive = NaiveGraph(revisions)
    graph = try RevisionGraph(revisions)
  }

  func run() throws {
    try require(graph.heads == naive.ids(naive.members { naive.children[$0].count == 0 }), "heads")
    try require(graph.effectiveHeads == naive.ids(naive.heads(naive.all)), "effective heads")
    for state in naive.states {
      let rows = naive.ids(naive.heads(state))
      for target in naive.nodes {
        try checkUpgrade(.revision(naive.ids[target]), naive.implied[target], state, rows)
        try checkDowngrade(target, nil, state, rows)
        // Elsewhere a branch has nothing to choose from.
        for branch in naive.nodes
        where naive.children[target].count > 1 && naive.lineage[target].contains(branch) {
          try checkDowngrade(target, branch, state, rows)
        }
        if graph.bases.count > 1 { try checkDowngrade(nil, target, state, rows) }
        try checkStamp(target, state, rows)
      }
      try checkUpgrade(.heads, naive.all, state, rows)
      try checkDowngrade(nil, nil, state, rows)
      try checkUndo(state, rows)
    }
  }

  private func checkUpgrade(
    _ selector: SelectorExpression, _ wanted: Members, _ state: Members, _ rows: [RevisionID]
  ) throws {
    let plan = try graph.planUpgrade(to: [selector], from: rows)
    let missing = wanted.subtracting(state)
    try require(
      plan.steps.map(\.revision).sorted() == naive.ids(missing), "upgrade \(selector.text) from \(rows): \(plan)")
    let reached = try replay(plan, state, rows)
    try require(reached == state.union(missing), "upgrade \(selector.text) from \(rows) ends elsewhere")
  }

  private func checkDowngrade(_ target: Int?, _ branch: Int?, _ state: Members, _ rows: [RevisionID]) throws {
    let text = (branch.map { "\(naive.ids[$0])@" } ?? "") + (target.map { naive.ids[$0].rawValue } ?? "base")
    let selector = try SelectorExpression(parsing: text)
    if let target, !state.contains(target) {
      let expected = PlanError.targetNotApplied(naive.ids[target], heads: rows, selector: text)
      guard case .failure(let error) = Result(catching: { try graph.planDowngrade(to: selector, from: rows) }) else {
        return try require(false, "downgrade \(text) from \(rows) is not refused")
      }
      return try require(error as? PlanError == expected, "downgrade \(text) from \(rows): \(error)")
    }
    let plan = try graph.planDowngrade(to: selector, from: rows)
    let doomed = naive.doomed(target, branch: branch, applied: state)
    try require(plan.steps.map(\.revision).sorted() == naive.ids(doomed), "downgrade \(text) from \(rows): \(plan)")
    let left = try replay(plan, state, rows)
    try require(left == state.subtracting(doomed), "downgrade \(text) from \(rows) ends elsewhere")
  }

  /// Going back one step leads to the rows before it, and forward again to those after it.
  private func checkUndo(_ state: Members, _ rows: [RevisionID]) throws {
    for node in naive.nodes where naive.heads(state).contains(node) {
      let row = naive.ids[node]
      let back = try graph.planDowngrade(to: SelectorExpression(parsing: "\(row)@-1"), from: rows)
      let before = naive.ids(naive.heads(state.without(node)))
      try require(back.steps.map(\.revision) == [row] && back.to == before, "\(row)@-1 from \(rows): \(back)")
      let again = try graph.planUpgrade(to: [.revision(row)], from: before)
      try require(again.steps.map(\.revision) == [row] && again.to == rows, "\(row) from \(before): \(again)")
    }
  }

  private func checkStamp(_ target: Int, _ state: Members, _ rows: [RevisionID]) throws {
    let plan = try graph.planStamp(to: [.revision(naive.ids[target])], from: rows)
    let kept = naive.heads(state).subtracting(naive.implied[target]).subtracting(
      naive.members { naive.implied[$0].contains(target) })
    let after = kept.with(target)
    let what = "stamp \(naive.ids[target]) from \(rows): \(plan)"
    try require(plan.to == naive.ids(after), what)
    try require(try Self.changed(rows, by: plan.transition) == plan.to, what)
    let implied = naive.members { node in
      naive.nodes.contains { after.contains($0) && naive.implied[$0].contains(node) }
    }
    try require(plan.newlyImplied.sorted() == naive.ids(implied.subtracting(state)), what)
    try require(plan.noLongerImplied.sorted() == naive.ids(state.subtracting(implied)), what)
  }

  /// Does what a plan says, row by row, and returns what is applied in the end.
  private func replay(_ plan: MigrationPlan, _ state: Members, _ rows: [RevisionID]) throws -> Members {
    var (state, rows) = (state, rows)
    try require(plan.from == rows, "a plan from \(rows) says \(plan.from)")
    for (step, heads) in plan.stepsWithHeads {
      guard let node = naive.ids.firstIndex(of: step.revision) else { throw Wrong(description: "\(step)") }
      switch step.direction {
      case .upgrade:
        try require(naive.needs[node].isSubset(of: state), "\(step.revision) comes too early")
        try require(!state.contains(node), "\(step.revision) is applied twice")
        state = state.with(node)
      case .downgrade:
        try require(naive.heads(state).contains(node), "\(step.revision) is taken back too early")
        state = state.without(node)
      }
      try require(step.parents == naive.ids(naive.parents[node]), "parents of \(step.revision)")
      rows = try Self.changed(rows, by: step.transition)
      try require(rows == naive.ids(naive.heads(state)), "\(step) leaves \(rows)")
      try require(heads == rows, "\(step) says that it leaves \(heads)")
    }
    try require(plan.to == rows, "a plan to \(rows) says \(plan.to)")
    return state
  }

  /// The rows after a transition, each change of which has to hit one row.
  private static func changed(_ rows: [RevisionID], by transition: HeadTransition) throws -> [RevisionID] {
    var rows = Set(rows)
    for row in transition.deletes where rows.remove(row) == nil { throw Wrong(description: "no row \(row) to delete") }
    if let update = transition.update {
      if rows.remove(update.from) == nil { throw Wrong(description: "no row \(update.from) to change") }
      if !rows.insert(update.to).inserted { throw Wrong(description: "\(update.to) has a row already") }
    }
    for row in transition.inserts where !rows.insert(row).inserted {
      throw Wrong(description: "\(row) has a row already")
    }
    return rows.sorted()
  }

  private func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw Wrong(description: "\(what()), in \(revisions)") }
  }
}
