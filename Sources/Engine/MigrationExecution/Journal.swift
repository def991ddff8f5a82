internal import Dialects
internal import Revisions

/// The table that remembers every run of a revision. Rows are added; only the row of a revision that runs outside a
/// transaction is updated, as it goes.
struct Journal {
  let table: QualifiedName

  /// The column that says why a text was accepted. Journals of before there were acceptances do not have it.
  static let reason = "reason"

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
          Column(Self.reason, .text),
        ]), ifNotExists: true)
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

    init(_ direction: Direction) {
      switch direction {
      case .upgrade: self = .upgrade
      case .downgrade: self = .downgrade
      }
    }
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

  /// Records that a run that has begun is through with so many statements; no row changes where it is not at the last.
  ///
  /// `digest` is what those statements were, so that whoever goes on from there can see that they still are.
  func progressed(
    _ revision: RevisionID, statements: Int, digest: StatementDigest, in dialect: any Dialect
  ) throws -> String {
    try """
    UPDATE \(dialect.quoted(table)) SET statements_done = \(statements), \
    digest = \(dialect.literal(.text(digest.text))) \
    WHERE \(inFlight(revision, in: dialect)) AND statements_done = \(statements - 1)
    """
  }

  /// Records that a run that has begun is over.
  func completed(_ revision: RevisionID, from script: ScriptRecord, in dialect: any Dialect) throws -> String {
    let clock = dialect.journalClock
    // The script may have been edited behind the statements that an earlier run was through with.
    var assignments = ""
    for column in ScriptRecord(blobID: script.blobID, commit: script.commit, isDirty: script.isDirty).columns {
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
      WHERE revision = \(revision.rawValue) ORDER BY seq DESC LIMIT 1
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
    return "seq = (SELECT max(seq) FROM \(name) WHERE revision = \(id))"
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
    for column in script.columns {
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
