internal import Dialects
internal import MigrationPlanning
internal import Revisions

/// One thing that a step does, and that is counted where there is no transaction around the whole.
enum StepAction {
  /// A statement that is known before anything runs: one of a person's own SQL, or of an operation that runs outside a
  /// transaction.
  case statement(Statement)
  /// An operation, or several that are one change, with all of its statements: half of a rebuilt table would be no table.
  case operations([Operation])
  case live(Live)
}

/// What a step consists of on one kind of database: `When` decided, `OutsideTransaction` unwrapped, SQL cut into its
/// statements.
struct StepActions {
  private(set) var actions: [StepAction] = []
  /// The actions that are committed together where there is no transaction around the whole: what stands outside a
  /// transaction by itself, and what stands between with its neighbours.
  private(set) var parts: [Range<Int>] = []
  private var lastPartIsOpen = false
  /// Whether the step runs part by part.
  private(set) var runsOutsideTransaction = false
  /// Whether a statement of them changes settings under which later ones would run.
  private(set) var changesSettings = false
  /// Whether Swift is among them.
  private(set) var hasLive = false

  /// Unwraps operations; `replaced` decides what stands in for Swift.
  init(
    _ operations: [Operation], dialect: any Dialect, replacing replaced: (Live) throws -> Operation
  ) async throws {
    try await append(operations, isOutside: false, dialect: dialect, replaced)
  }

  /// The operations among the actions.
  var operations: [Operation] {
    actions.flatMap { action -> [Operation] in if case .operations(let operations) = action { operations } else { [] } }
  }

  /// Nesting is as deep as a person wrote it, so this may recurse.
  private mutating func append(
    _ operations: [Operation], isOutside: Bool, dialect: any Dialect, _ replaced: (Live) throws -> Operation
  ) async throws {
    for operation in operations {
      let operation = if case .live(let live) = operation { try replaced(live) } else { operation }
      switch operation {
      case .when(let when):
        let branch = when.dialect == dialect.name ? when.then : when.otherwise
        try await append(branch.written(), isOutside: isOutside, dialect: dialect, replaced)
      case .outsideTransaction(let outside):
        runsOutsideTransaction = true
        try await append(outside.body.written(), isOutside: true, dialect: dialect, replaced)
      case .sql(let sql):
        for statement in try dialect.statements(of: sql) {
          let standsAlone = statement.transactionRule == .outside
          if standsAlone { runsOutsideTransaction = true }
          if dialect.changesSettings(statement.text) { changesSettings = true }
          append(.statement(statement), byItself: isOutside || standsAlone)
        }
      case .live(let live):
        hasLive = true
        append(.live(live), byItself: isOutside)
      case _ where dialect.runsOutsideTransaction(operation):
        runsOutsideTransaction = true
        for statement in try await dialect.locatedStatements(for: [operation], reading: nil) {
          append(.statement(statement), byItself: true)
        }
      default:
        if !isOutside, lastPartIsOpen, case .operations(let others)? = actions.last,
          dialect.joins(operation, to: others)
        {
          actions[actions.count - 1] = .operations(others + [operation])
        } else {
          append(.operations([operation]), byItself: isOutside)
        }
      }
    }
  }

  private mutating func append(_ action: StepAction, byItself isAlone: Bool) {
    actions.append(action)
    let start = !isAlone && lastPartIsOpen ? parts.removeLast().lowerBound : actions.count - 1
    parts.append(start..<actions.count)
    lastPartIsOpen = !isAlone
  }
}

extension Operations {
  /// The operations as written; a part of a direction cannot be `.reversed` by itself.
  fileprivate func written() throws(IrreversibleError) -> [Operation] {
    try RevisionOperations(upgrade: self, downgrade: Operations([])).steps(.upgrade)
  }
}
