internal import Dialects
internal import MigrationExecution
internal import MigrationPlanning
internal import ModelData
internal import Revisions

extension Session {
  /// What the tool says of a revision that runs from the journal.
  static let fromJournal = "from the journal: its script is gone"

  /// Refuses a plan that would run from the journal what nothing proves, unless the journal is trusted, or what is Swift; says
  /// plainly what runs from it.
  func checkJournalSteps(of plan: MigrationPlan, on dialect: any Dialect, isTrusted: Bool) async throws {
    let steps = try plan.steps.filter { try journalScript($0.revision) != nil }
    if steps.isEmpty { return }
    try await examineJournal(of: steps.map(\.revision), on: dialect.name)
    if !isTrusted { try refuseDoubts(in: steps) }
    for step in steps {
      guard let script = try journalScript(step.revision) else { continue }
      if script.doubt != nil, let swift = script.operations.swift(in: step.direction, on: dialect.name).first {
        throw Report(
          .irreversible,
          "the \(step.direction.rawValue) of \(step.revision) has Swift in it, Live(\"\(visible(swift.label))\"), and its script is gone",
          hints: [Self.restoring(step.revision)], ids: [step.revision.rawValue])
      }
      terminal.warn("\(step.revision) is taken back \(Self.fromJournal)")
      if isTrusted, script.doubt != nil { terminal.say(try await text(of: step, script, on: dialect)) }
    }
  }

  /// Throws what speaks against the journal, with all that it would have run.
  private func refuseDoubts(in steps: [PlanStep]) throws {
    let scripts = try steps.compactMap { step in try journalScript(step.revision).map { (step, $0) } }
    var doubts = JournalDoubts(scripts.filter { $1.doubt != nil }.map { ($0.revision, $1) })
    if doubts.scripts.isEmpty { return }
    for (step, script) in scripts { doubts.actions[step.revision] = summary(of: step, script) }
    throw doubts
  }

  /// What a step would do, a line for each operation; some of them where there are many.
  private func summary(of step: PlanStep, _ script: JournalScript) -> [String] {
    guard let operations = try? script.operations.steps(step.direction) else { return [] }
    let rest = operations.count - Self.mostOperations
    return operations.prefix(Self.mostOperations).map(\.summary) + (rest > 0 ? ["… \(rest) more"] : [])
  }

  private static let mostOperations = 10

  /// The SQL of a step as far as it can be told without looking at the tables; the rest in words.
  private func text(of step: PlanStep, _ script: JournalScript, on dialect: any Dialect) async throws -> String {
    guard let operations = try? script.operations.steps(step.direction) else { return "" }
    var lines: [String] = []
    for operation in operations {
      if let statements = await statements(of: operation, on: dialect) {
        lines += statements.map { "\($0);" }
      } else {
        lines.append("-- \(operation.summary)")
      }
    }
    return lines.flatMap { $0.split(whereSeparator: \.isNewline).map { "    " + visible(String($0)) } }
      .joined(separator: "\n")
  }

  private func statements(of operation: Operation, on dialect: any Dialect) async -> [String]? {
    switch operation {
    case .sql(let sql): return try? dialect.statements(of: sql).map(\.text)
    case .when, .live, .outsideTransaction: return nil
    default:
      if dialect.needsCatalog(for: operation) { return nil }
      return try? await dialect.statements(for: operation, reading: nil).map(\.text)
    }
  }
}
