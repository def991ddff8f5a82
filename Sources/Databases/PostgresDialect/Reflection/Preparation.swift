package import Revisions

extension PostgresDialect {
  /// The server takes the body of a new function on trust: it may name what is made after it, and as it stands in a database that
  /// is copied it may rely on its caller's `search_path`. pg_dump does the same. Where nothing that a body could name comes after
  /// a new function, the server judges it.
  package func preparation(for operations: [Operation], copies: Bool) -> SQL? {
    let first = operations.firstIndex { operation in
      if case .createRoutine = operation { true } else { false }
    }
    guard let first, copies || operations[(first + 1)...].contains(where: \.makesWhatBodiesName) else { return nil }
    let setting: SQLFragment = "SET check_function_bodies = off"
    return SQL(setting, reverse: setting)
  }
}

extension Operation {
  fileprivate var makesWhatBodiesName: Bool {
    switch self {
    case .createTable, .createView, .createMaterializedView, .createRoutine, .createSequence, .createEnum,
      .createDomain, .createCompositeType:
      true
    default: false
    }
  }
}
