internal import Dialects
internal import Revisions

/// The table that remembers every run of a revision. Rows are added; only the row of a revision that runs outside a
/// transaction is updated, as it goes.
struct Journal {
  let table: QualifiedName
  /// The version table whose revisions are meant: other projects may keep theirs in the same journal.
  let versionTable: QualifiedName

  init(of store: VersionStore) {
    table = store.journal
    versionTable = store.table
  }

  /// The column that says why a text was accepted.
  static let reason = "reason"
  /// The column that has what a script says.
  static let operations = "operations"
  /// The column that says whose revision it is: the version table, with its schema where that is not the journal's.
  static let owner = "version_table"

  /// The columns that journals of older versions do not have.
  static let lateColumns = [Column(reason, .text), Column(operations, .text), Column(owner, .varchar(length: 255))]

  /// The table as a value, for the dialect to create where it is missing.
  var creation: CreateTable {
    CreateTable(
      Table(
        table,
        columns: [
          Column("seq", .bigInteger).autoincrement().primaryKey(),
          Column("revision", .varchar(length: VersionStore.maximumIDLength)).notNull(),
          Column("direction", .varchar(length: 16)).notNull(),
          Column("started_at", .timestampWithTimeZone).notNull(),
          Column("duration_ms", .bigInteger),
          Column("finished_at", .timestampWithTimeZone),
          Column("statements_done", .integer).notNull(),
          Column("applied_by", .varchar(length: 255)),
          Column("blob_id", .varchar(length: 64)),
          Column("digest", .varchar(length: 255)),
          Column("git_commit", .varchar(length: 64)),
          Column("git_dirty", .boolean),
        ] + Self.lateColumns), ifNotExists: true)
  }

  /// What is recorded of one run.
  enum Event: String {
    case upgrade, downgrade
    /// The revision is implied since a stamp.
    case stamp
    /// The revision is no longer implied since a stamp.
    case unstamp
    /// Somebody has said that the script's present text is the right one for what was applied.
    case accept

    /// Whether the revision is applied after it.
    var leavesApplied: Bool {
      switch self {
      case .upgrade, .stamp, .accept: true
      case .downgrade, .unstamp: false
      }
    }

    init(_ direction: Direction) {
      switch direction {
      case .upgrade: self = .upgrade
      case .downgrade: self = .downgrade
      }
    }
  }

  /// The columns that a table has which is there.
  func columns(on connection: any DatabaseConnection) async throws -> Set<String> {
    // A row stands there even where the journal has none.
    let rows = try await connection.query(
      "SELECT run.* FROM (SELECT 1 AS one) AS one LEFT JOIN \(identifier: table) AS run ON 1 = 1 LIMIT 1")
    return Set(rows.first?.columns ?? [])
  }

  /// Records a run that is over, its start being what the clock last noted.
  func finished(
    _ revision: RevisionID, _ event: Event, statements: Int, by appliedBy: String?, from script: ScriptRecord,
    in dialect: any Dialect
  ) throws -> String {
    let clock = dialect.journalClock
    return try insertion(
      revision, event, startedAt: clock.startedAt, duration: clock.elapsedMilliseconds(clock.startedAt),
      finishedAt: clock.now,
      statements: statements, by: appliedBy, from: script, in: dialect)
  }

  /// Records something that takes no time.
  func noted(
    _ revision: RevisionID, _ event: Event, by appliedBy: String?, from script: ScriptRecord,
    because reason: String? = nil,
    in dialect: any Dialect
  ) throws -> String {
    let now = dialect.journalClock.now
    return try insertion(
      revision, event, startedAt: now, duration: "0", finishedAt: now, statements: 0, by: appliedBy,
      from: script, because: reason, in: dialect)
  }

  /// Records that a run has begun, for one that is committed statement by statement.
  ///
  /// The script's digest comes last: until then the column has that of the statements.
  func begun(
    _ revision: RevisionID, _ event: Event, by appliedBy: String?, from script: ScriptRecord, in dialect: any Dialect
  ) throws -> String {
    var script = script
    script.digest = nil
    return try insertion(
      revision, event, startedAt: dialect.journalClock.startedAt, duration: "NULL", finishedAt: "NULL", statements: 0,
      by: appliedBy, from: script, in: dialect)
  }

  /// Records that a run that has begun is through with more statements; no row changes where it is not at the first.
  ///
  /// `digest` is what those statements were, so that whoever goes on from there can see that they still are.
  func progressed(
    _ revision: RevisionID, from start: Int, to end: Int, digest: StatementDigest, in dialect: any Dialect
  ) throws -> String {
    try """
    UPDATE \(dialect.quoted(table)) SET statements_done = \(end), \
    digest = \(dialect.literal(.text(digest.text))) \
    WHERE \(inFlight(revision, in: dialect)) AND statements_done = \(start)
    """
  }

  /// Records that a run that has begun is over.
  func completed(
    _ revision: RevisionID, _ event: Event, from script: ScriptRecord, in dialect: any Dialect
  ) throws -> String {
    let clock = dialect.journalClock
    // The script may have been edited behind the statements that an earlier run was through with.
    var assignments = ""
    var edited = kept(script, event)
    edited.digest = nil
    for column in edited.columns {
      assignments += try ", \(column.name) = \(dialect.literal(column.value))"
    }
    let digest = try script.digest.map { digest throws(DialectError) in try dialect.literal(.text(digest)) } ?? "NULL"
    return try """
    UPDATE \(dialect.quoted(table)) SET finished_at = \(clock.now), digest = \(digest), \
    duration_ms = \(clock.elapsedMilliseconds(dialect.quoted("started_at")))\(assignments) \
    WHERE \(inFlight(revision, in: dialect))
    """
  }

  /// How far an unfinished run came; nil where no run of that revision stands open.
  func progress(
    of revision: RevisionID, _ event: Event, on connection: any DatabaseConnection, dialect: any Dialect
  ) async throws -> Progress? {
    let rows = try await connection.query(
      """
      SELECT direction, finished_at, statements_done, digest FROM \(identifier: table)
      WHERE revision = \(revision.rawValue) AND \(raw: own(in: dialect)) ORDER BY seq DESC LIMIT 1
      """)
    guard let last = rows.first, last["finished_at"].isNull, last["direction"].text == event.rawValue else {
      return nil
    }
    return last["statements_done"].integer.map { Progress(statements: Int($0), digest: last["digest"].text) }
  }

  /// How far a run came that was cut off.
  struct Progress {
    /// How many statements are committed.
    let statements: Int
    /// What they were, as text of a ``StatementDigest``; nil where there are none.
    let digest: String?
  }

  /// Picks the row of the run that is under way.
  private func inFlight(_ revision: RevisionID, in dialect: any Dialect) throws -> String {
    let name = try dialect.quoted(table)
    let id = try dialect.literal(.text(revision.rawValue))
    return try "seq = (SELECT max(seq) FROM \(name) WHERE revision = \(id) AND \(own(in: dialect)))"
  }

  /// The condition that a row is of this project, in a table with these columns.
  func own(among columns: Set<String>, in dialect: any Dialect) throws -> SQLFragment {
    columns.contains(Self.owner) ? .raw(try own(in: dialect)) : "1 = 1"
  }

  /// The condition that a row is of this project; one that says nothing of that counts for all.
  func own(in dialect: any Dialect) throws -> String {
    let names = Set([versionTable.name, versionTable.schema.map { "\($0).\(versionTable.name)" } ?? versionTable.name])
    let column = try dialect.quoted(Self.owner)
    let literals = try names.sorted().map { try dialect.literal(.text($0)) }.joined(separator: ", ")
    return "(\(column) IS NULL OR \(column) IN (\(literals)))"
  }

  /// What rows have in the column that says whose they are.
  private var owner: String {
    guard let schema = versionTable.schema, schema != table.schema else { return versionTable.name }
    return "\(schema).\(versionTable.name)"
  }

  /// What is kept of a script: all that it says only where it comes to be applied.
  private func kept(_ script: ScriptRecord, _ event: Event) -> ScriptRecord {
    var script = script
    if !event.leavesApplied { script.operations = nil }
    return script
  }

  private func insertion(
    _ revision: RevisionID, _ event: Event, startedAt: String, duration: String, finishedAt: String, statements: Int,
    by appliedBy: String?, from script: ScriptRecord, because reason: String? = nil, in dialect: any Dialect
  ) throws -> String {
    let id = try dialect.literal(.text(revision.rawValue))
    let direction = try dialect.literal(.text(event.rawValue))
    let author = try dialect.literal(appliedBy.map(SQLValue.text) ?? .null)
    var names = ""
    var values = ""
    for column in kept(script, event).columns + [(Self.owner, .text(owner))] {
      names += ", " + column.name
      values += try ", " + dialect.literal(column.value)
    }
    if let reason {
      names += ", \(Self.reason)"
      values += try ", " + dialect.literal(.text(reason))
    }
    return try """
    INSERT INTO \(dialect.quoted(table)) (revision, direction, started_at, duration_ms, finished_at, statements_done, \
    applied_by\(names)) VALUES (\(id), \(direction), \(startedAt), \(duration), \(finishedAt), \(statements), \
    \(author)\(values))
    """
  }
}
