internal import Dialects
internal import MigrationPlanning
internal import Revisions

/// What a step consists of on one kind of database: `When` decided, `OutsideTransaction` unwrapped.
struct StepActions {
  /// The operations that are left.
  private(set) var actions: [Operation] = []
  /// Whether the step runs statement by statement, each committed by itself.
  private(set) var runsOutsideTransaction = false
  /// Whether a statement of them changes settings under which later ones would run.
  private(set) var changesSettings = false
  /// Whether Swift is among them.
  private(set) var hasLive = false

  /// Unwraps operations; `replaced` decides what stands in for Swift.
  init(
    _ operations: [Operation], dialect: any Dialect, replacing replaced: (Live) throws -> Operation
  ) throws {
    try append(operations, dialect: dialect, replaced)
  }

  /// Nesting is as deep as a person wrote it, so this may recurse.
  private mutating func append(
    _ operations: [Operation], dialect: any Dialect, _ replaced: (Live) throws -> Operation
  ) throws {
    for operation in operations {
      let operation = if case .live(let live) = operation { try replaced(live) } else { operation }
      switch operation {
      case .when(let when):
        try append((when.dialect == dialect.name ? when.then : when.otherwise).written(), dialect: dialect, replaced)
      case .outsideTransaction(let outside):
        runsOutsideTransaction = true
        try append(outside.body.written(), dialect: dialect, replaced)
      case .sql(let sql):
        for statement in try dialect.statements(of: sql) {
          if statement.transactionRule == .outside { runsOutsideTransaction = true }
          if dialect.changesSettings(statement.text) { changesSettings = true }
        }
        actions.append(operation)
      case .live:
        hasLive = true
        actions.append(operation)
      default:
        if dialect.runsOutsideTransaction(operation) { runsOutsideTransaction = true }
        actions.append(operation)
      }
    }
  }
}

extension Operations {
  /// The operations as written; a part of a direction cannot be `.reversed` by itself.
  fileprivate func written() throws(IrreversibleError) -> [Operation] {
    try RevisionOperations(upgrade: self, downgrade: Operations([])).steps(.upgrade)
  }
}
