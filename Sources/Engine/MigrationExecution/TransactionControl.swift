internal import Dialects
internal import Revisions

/// The transactions of a run: each begins only where the database stands where it is expected, and commits only where it
/// has broken no rule.
final class TransactionControl {
  private let connection: any MigrationConnection
  private let dialect: any Dialect
  /// The tables, their schema named where there is one.
  var store: VersionStore
  private var tablesExist = false

  init(_ connection: any MigrationConnection, dialect: any Dialect, store: VersionStore) {
    self.connection = connection
    self.dialect = dialect
    self.store = store
  }

  /// Begins a transaction, creates the tables where they are missing, and says whether the database stands where it is
  /// expected; where it does not, nothing is open or changed afterwards.
  func begin(expecting heads: [RevisionID], passingOverInvalid: Bool = false) async throws -> Bool {
    try await connection.run(dialect.beginTransaction)
    do {
      for statement in connection.transactionPreamble { try await connection.run(statement) }
      for statement in try await missingTables() { try await connection.run(statement) }
      if let fencing = dialect.fencing { try await connection.run(fencing.locking(store.table)) }
      if try await store.rows(on: connection, passingOverInvalid: passingOverInvalid) == heads {
        tablesExist = true
        return true
      }
      await rollBack()
      return false
    } catch let error as DatabaseError where error.kind == .alreadyExists {
      // Somebody else has made the tables at the same moment.
      await rollBack()
      return false
    } catch {
      await rollBack()
      throw error
    }
  }

  /// The statements that make what is missing of the version table and the journal, which an older `rev` may have made.
  func missingTables() async throws -> [String] {
    if tablesExist { return [] }
    var tables: [CreateTable] = []
    for table in store.tables where try await connection.query(dialect.tableExists(table.table.name)).isEmpty {
      tables.append(table)
    }
    var statements = tables.isEmpty ? [] : try await store.creation(of: tables, in: dialect, reading: connection)
    if !tables.contains(where: { $0.table.name == store.journal }) {
      let columns = try await Journal(of: store).columns(on: connection)
      for column in Journal.lateColumns where !columns.contains(column.name) {
        let addition = Operation.addColumn(AddColumn(store.journal, column))
        statements += try await dialect.statements(for: addition, reading: connection).map(\.text)
      }
    }
    return statements
  }

  /// Takes note that the tables are there and committed.
  func haveTables() { tablesExist = true }

  /// The rows that break a rule at the moment, each with how often it stands there.
  func violations() async throws -> [SQLRow: Int] {
    guard let query = dialect.violationsQuery else { return [:] }
    return try await connection.query(query).reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The violations that were not there before.
  ///
  /// What violates a rule under a table's name still does so when that is renamed. So a table that is gone, and one of
  /// which there was nothing to say before, are as good as each other: only how many rows they have counts.
  private func violations(addedTo before: [SQLRow: Int]) async throws -> [SQLRow] {
    let now = try await violations()
    let added = now.filter { $0.value > before[$0.key, default: 0] }.keys
    if added.isEmpty { return [] }
    var lasting: Set<SQLValue> = []
    for value in Set(before.keys.flatMap(\.values)) {
      guard let name = value.text else { continue }
      if try await !connection.query(dialect.tableExists(QualifiedName(name))).isEmpty { lasting.insert(value) }
    }
    func lastingNames(_ row: SQLRow) -> [SQLValue] {
      row.values.map { $0.text == nil || lasting.contains($0) ? $0 : .null }
    }
    var change: [[SQLValue]: Int] = [:]
    for (row, count) in now { change[lastingNames(row), default: 0] += count }
    for (row, count) in before { change[lastingNames(row), default: 0] -= count }
    var standing: [SQLRow] = []
    for row in added where change[lastingNames(row), default: 0] > 0 {
      if let evidence = dialect.evidence(of: row), try await connection.query(evidence).isEmpty { continue }
      standing.append(row)
    }
    return standing
  }

  /// Commits, unless the transaction has added to the violations that were there before.
  func commit(comparedWith before: [SQLRow: Int]) async throws {
    let new = try await violations(addedTo: before)
    if !new.isEmpty {
      let named = new.sorted { "\($0.values)" < "\($1.values)" }.prefix(5)
      throw RevisionFault.violations(Array(named), count: new.count)
    }
    try await connection.run("COMMIT")
  }

  /// Rolls back what is open. An error here adds nothing to the one that led here, and closing the connection rolls
  /// back all the same.
  func rollBack() async {
    tablesExist = false
    if connection.isInTransaction { try? await connection.run("ROLLBACK") }
  }
}
