import CSQLite
package import Dialects
package import Revisions
import SQLiteDialect

/// A connection to a SQLite database. It belongs to one task at a time; no call of it ever suspends.
package final class SQLiteConnection: MigrationConnection {
  /// What may be done with the file.
  package enum Mode: Hashable, Sendable {
    /// It is made where it is missing.
    case readWriteCreate
    case readWrite
    case readOnly
  }

  package let dialect = DialectName.sqlite
  package var interruptHandle: any InterruptHandle { interrupter }
  private let interrupter: SQLiteInterruptHandle
  private let busyWait: BusyWait

  /// Nil once the connection is closed.
  private var database: OpaquePointer?
  private var cache = StatementCache(capacity: 32)
  private let enforcesForeignKeys: Bool

  /// Opens a database file, or a database of its own in memory where the path is `:memory:`.
  ///
  /// `busyTimeout` is how long a statement waits for another connection's lock, in milliseconds; `onWaiting` is called
  /// once, when one has waited for a second. With `foreignKeys`, ``prepareForRevisions()`` turns the enforcement of
  /// foreign keys on, otherwise off. Throws ``DatabaseError`` where the file cannot be opened, is no database, or may not
  /// be used in that mode.
  package init(
    path: String, mode: Mode = .readWriteCreate, busyTimeout: Int = 5_000, foreignKeys: Bool = false,
    onWaiting: @escaping @Sendable () -> Void = {}
  ) throws(DatabaseError) {
    enforcesForeignKeys = foreignKeys
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw DatabaseError(
        kind: .unreachable, message: path.isEmpty ? "the path is empty" : "the path has a NUL character in it",
        code: "SQLITE_CANTOPEN")
    }
    guard sqlite3_libversion_number() >= 3_035_000 else {
      throw DatabaseError(
        kind: .unreachable,
        message: "the SQLite library is of version \(String(cString: sqlite3_libversion())), and 3.35 is needed",
        code: "SQLITE_MISUSE")
    }
    // A connection is used by one task at a time, so it needs no lock of its own.
    var flags = SQLITE_OPEN_NOMUTEX
    switch mode {
    case .readWriteCreate: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    case .readWrite: flags |= SQLITE_OPEN_READWRITE
    case .readOnly: flags |= SQLITE_OPEN_READONLY
    }
    var opened: OpaquePointer?
    // Some builds read a name that begins with "file:" as a URI: here it is always a file's name.
    let code = sqlite3_open_v2(path.hasPrefix("file:") ? "./" + path : path, &opened, flags, nil)
    guard let opened, code == SQLITE_OK else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
      sqlite3_close_v2(opened)
      throw OpenFailure.error(path: path, code: code, message: message, creating: mode == .readWriteCreate)
    }
    database = opened
    interrupter = SQLiteInterruptHandle(opened)
    sqlite3_extended_result_codes(opened, 1)
    busyWait = BusyWait(timeout: busyTimeout, interrupter: interrupter, onWaiting: onWaiting)
    busyWait.attach(to: opened)
    // Keeps statements from damaging the file's own structures (`PRAGMA writable_schema`).
    _ = rev_sqlite3_set_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1)
    do {
      try examine(path, mode)
    } catch {
      disconnect()
      throw error
    }
  }

  deinit { disconnect() }

  /// Makes a database in memory on which statements meant for another can be tried. Those that would open a file are
  /// refused: `ATTACH` and `VACUUM INTO`.
  package static func scratch() throws(DatabaseError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: ":memory:")
    // A limit on attached databases would not do: every VACUUM attaches one, without a name where it is to stay.
    sqlite3_set_authorizer(
      connection.database,
      { _, action, file, _, _, _ in
        guard action == SQLITE_ATTACH else { return SQLITE_OK }
        // A name that has to be computed is not known yet.
        let isHarmless = file.map { ["", ":memory:"].contains(String(cString: $0)) } ?? false
        return isHarmless ? SQLITE_OK : SQLITE_DENY
      }, nil)
    return connection
  }

  /// Reads the file's header and schema, which opening it does not.
  private func examine(_ path: String, _ mode: Mode) throws(DatabaseError) {
    do {
      try runNow("SELECT 1 FROM sqlite_schema LIMIT 1")
    } catch {
      guard error.kind == .corrupt || error.kind == .unreachable else { throw error }
      var named = error
      named.message = "cannot open \(path): \(error.message)"
      named.statement = nil
      throw named
    }
    // A file that may only be read is opened for reading without a word, and the first write would fail.
    guard mode == .readOnly || sqlite3_db_readonly(database, "main") != 1 else {
      throw DatabaseError(
        kind: .readOnly, message: "cannot open \(path) for writing: it may only be read", code: "SQLITE_READONLY")
    }
  }

  private func disconnect() {
    guard let closing = database else { return }
    interrupter.disarm()
    cache.removeAll()
    database = nil
    sqlite3_close_v2(closing)
  }

  package func close() async { disconnect() }

  package var isInTransaction: Bool { database.map { sqlite3_get_autocommit($0) == 0 } ?? false }

  package var transactionPreamble: [String] { [] }

  package var restoringSettings: [String] { SessionSettings.restoring }

  package var keepsSession: Bool { true }

  package func run(_ text: String) async throws { try runNow(text) }

  @discardableResult
  package func execute(_ statement: SQLFragment) async throws -> Int {
    try withStatement(statement) { prepared, text throws(DatabaseError) in
      let before = rev_sqlite3_total_changes(database)
      try finish(prepared, text)
      // The count of changes is that of the last statement that had any.
      return rev_sqlite3_total_changes(database) == before ? 0 : Int(rev_sqlite3_changes(database))
    }
  }

  package func query(_ statement: SQLFragment) async throws -> [SQLRow] {
    try withStatement(statement) { prepared, text throws(DatabaseError) in
      var rows: [SQLRow] = []
      while true {
        switch prepared.step() {
        case SQLITE_ROW: rows.append(prepared.row())
        case SQLITE_DONE: return rows
        case let code: throw refusal(code, text)
        }
      }
    }
  }

  package func prepareForRevisions() async throws {
    guard !isInTransaction else {
      throw DatabaseError(
        kind: .statement, message: "a transaction is open: the session cannot be prepared inside one",
        code: "SQLITE_MISUSE")
    }
    try await settle("foreign_keys", at: enforcesForeignKeys ? 1 : 0)
    // With the old behaviour on, renaming a table leaves views and triggers that name it behind.
    try await settle("legacy_alter_table", at: 0)
    try await settle("temp_store", at: 2)
  }

  /// Sets a pragma and reads it back: SQLite passes over what it will not set without a word.
  private func settle(_ pragma: String, at value: Int64) async throws {
    if try await query("PRAGMA \(raw: pragma)").first?[0].integer == value { return }
    try runNow("PRAGMA \(pragma) = \(value)")
    guard try await query("PRAGMA \(raw: pragma)").first?[0].integer == value else {
      throw DatabaseError(
        kind: .statement, message: "PRAGMA \(pragma) = \(value) did not take", code: "SQLITE_ERROR",
        statement: "PRAGMA \(pragma) = \(value)")
    }
  }

  // MARK: Statements

  /// Runs a statement without going through the cache: a revision's statements are each run once.
  private func runNow(_ text: String) throws(DatabaseError) {
    busyWait.begin()
    settleQuotes(for: text)
    let prepared = try prepare(text)
    if let parameter = prepared.firstParameter {
      // SQLite would take it for NULL.
      throw DatabaseError(
        kind: .statement, message: "'\(parameter)' is a parameter, and nothing gives it a value here",
        code: "SQLITE_RANGE", hint: "in quotes it is text: '\(parameter)'", statement: text)
    }
    try finish(prepared, text)
  }

  /// Settles what a name in double quotes means where there is no such column.
  ///
  /// It is an error, lest an index on a misspelt name be one on a constant. But ALTER reads the whole schema again, and
  /// old tables have strings in double quotes: there they stay strings.
  private func settleQuotes(for text: String) {
    guard let database else { return }
    let bytes = Array(text.utf8)
    var tokenizer = Tokenizer(start: 0, end: bytes.count)
    let isAlter = tokenizer.next(in: bytes)?.isWord("ALTER", in: bytes) ?? false
    _ = rev_sqlite3_set_config(database, SQLITE_DBCONFIG_DQS_DDL, isAlter ? 1 : 0)
  }

  private func finish(_ prepared: PreparedStatement, _ text: String) throws(DatabaseError) {
    while true {
      switch prepared.step() {
      case SQLITE_ROW: continue
      case SQLITE_DONE: return
      case let code: throw refusal(code, text)
      }
    }
  }

  private func withStatement<Result>(
    _ fragment: SQLFragment, _ body: (PreparedStatement, String) throws(DatabaseError) -> Result
  ) throws -> Result {
    var text = ""
    var values: [SQLValue] = []
    for segment in fragment.segments {
      switch segment {
      case .raw(let sql): text += sql
      case .identifier(let parts): text += try parts.map(SQLiteQuoting.quoted).joined(separator: ".")
      case .value(let value):
        text += "?"
        values.append(value)
      }
    }
    busyWait.begin()
    settleQuotes(for: text)
    let prepared = try cache.take(text) ?? prepare(text)
    guard prepared.parameterCount == values.count else {
      throw DatabaseError(
        kind: .statement,
        message: "the statement has \(prepared.parameterCount) parameters and was given \(values.count) values",
        code: "SQLITE_RANGE", statement: text)
    }
    let code = prepared.bind(values)
    guard code == SQLITE_OK else { throw refusal(code, text) }
    do {
      let result = try body(prepared, text)
      prepared.reset()
      cache.put(prepared, for: text)
      return result
    } catch {
      prepared.reset()
      throw error
    }
  }

  private func prepare(_ text: String) throws(DatabaseError) -> PreparedStatement {
    guard let database else {
      throw DatabaseError(
        kind: .unreachable, message: "the connection is closed", code: "SQLITE_MISUSE", statement: text)
    }
    var handle: OpaquePointer?
    var rest = 0
    let length = text.utf8.count
    let code = text.withCString { start in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v3(database, start, Int32(clamping: length + 1), 0, &handle, &tail)
      rest = tail.map { length - (UnsafePointer($0) - start) } ?? 0
      return code
    }
    guard code == SQLITE_OK else { throw refusal(code, text) }
    guard let handle else {
      throw DatabaseError(
        kind: .statement, message: "there is no statement in the text", code: "SQLITE_MISUSE", statement: text)
    }
    let prepared = PreparedStatement(handle)
    if rest > 0, text.utf8.contains(0) || followedByStatement(text, rest) {
      throw DatabaseError(
        kind: .statement,
        message: text.utf8.contains(0)
          ? "the text has a NUL character in it" : "there is more than one statement in it",
        code: "SQLITE_MISUSE", statement: text, offset: length - rest)
    }
    return prepared
  }

  /// Whether the last bytes of a text are more than white space, comments and semicolons.
  private func followedByStatement(_ text: String, _ rest: Int) -> Bool {
    var handle: OpaquePointer?
    let code = text.withCString { sqlite3_prepare_v3(database, $0 + (text.utf8.count - rest), -1, 0, &handle, nil) }
    sqlite3_finalize(handle)
    return code != SQLITE_OK || handle != nil
  }

  private func refusal(_ code: Int32, _ text: String) -> DatabaseError {
    if code & 0xFF == SQLITE_BUSY, busyWait.isInterrupted {
      return DatabaseError(kind: .interrupted, message: "interrupted", code: "SQLITE_INTERRUPT", statement: text)
    }
    let extended = database.map { sqlite3_extended_errcode($0) } ?? code
    let matching = extended & 0xFF == code & 0xFF ? extended : code
    var message = database.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    if matching == SQLITE_AUTH {
      // Nothing but `scratch()` forbids anything.
      message = "it would open a file, and this database in memory only stands in for the real one"
    }
    let offset = database.map { Int(rev_sqlite3_error_offset($0)) } ?? -1
    return DatabaseError(
      kind: ErrorCode.kind(of: matching), message: message, code: ErrorCode.name(of: matching), statement: text,
      offset: offset >= 0 ? offset : nil)
  }
}
