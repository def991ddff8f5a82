internal import Dialects
internal import MigrationExecution
internal import MigrationPlanning
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions

extension Session {
  /// Writes the SQL of an upgrade or a downgrade to standard output. No database is opened, unless a downgrade is asked for
  /// of what no script here has: then the journal of the one that is named is looked at.
  func writeScript(
    _ direction: Direction, _ target: RevisionArgument, from: [RevisionArgument], dialect: String?,
    trustingJournal: Bool
  ) async throws {
    let plan: MigrationPlan
    do {
      plan = try offlinePlan(direction, target, from: from)
    } catch {
      guard direction == .downgrade, try await completeGraphFromConfiguredDatabase(),
        let completed = try? offlinePlan(direction, target, from: from)
      else { throw error }
      plan = completed
    }
    try await checkJournal(for: plan, dialect, isTrusted: trustingJournal)
    let output = BufferedOutput(terminal)
    try await writer(verb: direction.rawValue, dialect).write(plan, path: { try self.path(to: plan.from) }) {
      output.append($0)
    }
    try output.flush()
    if plan.steps.isEmpty { terminal.say("Nothing to do: no revision lies between the two") }
  }

  /// Writes the SQL of a stamp to standard output. No database is opened.
  func writeStamp(
    _ targets: [RevisionArgument], from: [RevisionArgument], purge: Bool, dialect: String?
  ) async throws {
    var selectors: [SelectorExpression] = []
    var rows = try rows(named: from)
    for target in targets {
      if let range = try range(target, insteadOf: from) {
        rows = try self.rows(at: range.lower ?? .base)
        selectors.append(range.upper ?? .heads)
      } else {
        selectors.append(try selector(target))
      }
    }
    let plan = try graph().planStamp(to: selectors, from: rows, purge: purge)
    let output = BufferedOutput(terminal)
    try await writer(verb: "stamp", dialect).write(plan) { output.append($0) }
    try output.flush()
  }

  /// Shows a plan for the database as it stands, with the SQL that it would run; nothing is changed.
  func showRun(_ direction: Direction, _ target: RevisionArgument, trustingJournal: Bool) async throws {
    let rows = try await versionRows(completingGraph: direction == .downgrade)
    let plan = try graph().plan(direction, to: selector(target), from: rows)
    try await checkJournal(for: plan, nil, isTrusted: trustingJournal)
    if global.json { return try writeJSON(plan) }
    let output = BufferedOutput(terminal)
    try await writer(verb: direction.rawValue).preview(plan, path: { try self.path(to: plan.from) }) {
      output.appendAfterBlankLines($0)
    }
    try output.flush()
    terminal.say(
      plan.steps.isEmpty
        ? "Nothing to do: the database stands at \(rows.isEmpty ? "base" : listed(rows))"
        : "This is what would run: \(plural(plan.steps.count, "revision")). Nothing was changed")
  }

  /// Shows a plan with what each revision does.
  func describe(_ plan: MigrationPlan) async throws {
    let revisions = plan.steps.map(\.revision)
    if try scripts().operations.hasJournalScripts {
      try await examineJournal(of: revisions, on: DatabaseKind.serving(databaseURL()).name)
    }
    let operations = try await project().operations.operationsToShow(for: revisions)
    let messages = messages()
    var text = ""
    for step in plan.steps {
      let message = messages[step.revision] ?? ""
      text += step.summary.dropFirst("Running ".count) + (message.isEmpty ? "\n" : ", \(message)\n")
      if let doubt = try journalScript(step.revision)?.doubt { text += "  not proven: \(doubt.words)\n" }
      do {
        let steps = try operations[step.revision]?.steps(step.direction) ?? []
        for operation in steps { text += "  \(operation.summary)\n" }
        if steps.isEmpty { text += "  (no operations)\n" }
      } catch {
        throw ExecutionError.irreversible(step.revision, step.direction, error)
      }
    }
    try terminal.write(text)
    let place = plan.from.isEmpty ? "base" : listed(plan.from)
    terminal.say(
      plan.steps.isEmpty
        ? "Nothing to do from \(place)"
        : "\(plural(plan.steps.count, "revision")), from \(place) to \(plan.to.isEmpty ? "base" : listed(plan.to))")
  }

  /// Looks what the journal has of scripts that are gone, where a database is named that is there; says whether it has
  /// anything.
  private func completeGraphFromConfiguredDatabase() async throws -> Bool {
    guard try configuration().databaseURL(option: global.databaseURL, in: context()) != nil,
      let database = try await openDatabaseForReading()
    else { return false }
    return try await database.untilDone {
      try await completeGraph(from: database)
      return try scripts().operations.hasJournalScripts
    }
  }

  /// Looks at what the journal has of a plan that is to be written, and of what leads to its start, which may be replayed.
  private func checkJournal(for plan: MigrationPlan, _ dialect: String?, isTrusted: Bool) async throws {
    guard try scripts().operations.hasJournalScripts else { return }
    let kind = try dialect.map(DatabaseKind.named) ?? DatabaseKind.serving(databaseURL())
    try await examineJournal(of: path(to: plan.from).steps.map(\.revision), on: kind.name)
    try await checkJournalSteps(of: plan, on: kind.dialect(databaseSettings()), isTrusted: isTrusted)
  }

  private func offlinePlan(
    _ direction: Direction, _ target: RevisionArgument, from: [RevisionArgument]
  ) throws -> MigrationPlan {
    let graph = try graph()
    if let range = try range(target, insteadOf: from) {
      let start = try rows(at: range.lower ?? (direction == .upgrade ? .base : .heads))
      let end = range.upper ?? (direction == .upgrade ? .heads : .base)
      return try graph.plan(direction, to: end, from: start)
    }
    let selector = try selector(target)
    var start = try rows(named: from)
    if direction == .downgrade, from.isEmpty {
      // A relative downgrade has one place to start from; any other starts where everything is applied.
      start = try rows(at: selector.anchor == nil && selector.branch == nil ? .head : .heads)
    }
    return try graph.plan(direction, to: selector, from: start)
  }

  private func range(_ target: RevisionArgument, insteadOf from: [RevisionArgument]) throws -> RangeExpression? {
    guard RangeExpression.isRange(target.text) else { return nil }
    if !from.isEmpty { throw Report(.usage, "'\(target.text)' says where to start, and so does --from") }
    return try RangeExpression(parsing: target.text)
  }

  private func rows(at selector: SelectorExpression) throws -> [RevisionID] {
    try graph().effectiveHeads(of: graph().resolve(selector).revisions)
  }

  private func path(to heads: [RevisionID]) throws -> MigrationPlan {
    try graph().planUpgrade(to: heads.map(SelectorExpression.revision), from: [])
  }

  /// What writes scripts for the kind of database that is asked for, or else that of the URL.
  private func writer(verb: String, _ dialect: String? = nil) throws -> OfflineWriter {
    let kind = try dialect.map(DatabaseKind.named) ?? DatabaseKind.serving(databaseURL())
    return OfflineWriter(
      dialect: kind.dialect(try databaseSettings()), store: try versionStore(),
      source: try project().operations,
      appliedBy: "rev \(verb) --sql", openScratch: kind.openScratch)
  }
}

/// Gathers a result, so that it is written in few pieces, and not at all where making it fails early.
private final class BufferedOutput {
  private let terminal: Terminal
  /// Pieces of about this size: one that grew without end would be copied again and again.
  private static let size = 1 << 16
  private var pieces: [[UInt8]] = []
  private var last: [UInt8] = []
  private var isAtStart = true

  init(_ terminal: Terminal) { self.terminal = terminal }

  func append(_ text: String) {
    isAtStart = false
    if last.count + text.utf8.count > Self.size {
      pieces.append(last)
      last = []
    }
    if last.isEmpty { last.reserveCapacity(Self.size) }
    var text = text
    text.withUTF8 { last.append(contentsOf: $0) }
  }

  /// Appends a text, unless it is a blank line before all else.
  func appendAfterBlankLines(_ text: String) {
    if !isAtStart || text != "\n" { append(text) }
  }

  func flush() throws {
    for piece in pieces + [last] { try terminal.write(String(decoding: piece, as: UTF8.self)) }
    (pieces, last) = ([], [])
  }
}
