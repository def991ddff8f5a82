internal import Dialects
internal import MigrationExecution
internal import MigrationPlanning
internal import Revisions

extension ExecutionError {
  /// The error in the tool's words; `path` finds a revision's script.
  func report(path: (RevisionID) -> String?) -> Report {
    switch self {
    case .stepFailed(let failure): return failure.report(path: path)
    case .invalidVersionRow(let table, let value, let fault):
      let reason =
        switch fault {
        case .notAnID: "is not the id of a revision"
        case .tooLong: "is longer than any id can be"
        case .repeated: "stands there twice"
        }
      return Report(
        .invalidVersionRow, "a row of \(table) \(reason): \(value.shortDescription)",
        hints: ["rev stamp --purge ID writes the table anew, running nothing"])
    case .databaseKeepsMoving(let attempts):
      return Report(
        .busy, "somebody else moved the database each of the \(attempts) times it was about to be locked",
        hints: ["run it again when the other runs are done"])
    case .irreversible(let id, let direction, let error):
      var report = Report(
        .irreversible,
        "revision \(place(id, path, line: error.location?.line)) has no \(direction.rawValue): \(error.reason)",
        ids: [id.rawValue])
      if direction == .downgrade { report.hints = ["a new revision that mends what this one did goes forward instead"] }
      return report
    case .liveWithoutSQL(let id, let label, let location, let whileReplaying):
      var report = Report(
        .noSQL,
        "revision \(place(id, path, line: location.line)) cannot be written as SQL: Live(\"\(label)\") exists only as Swift",
        hints: ["say what stands in for it: Live(…, offline: .sql(\"…\")) or offline: .comment(\"…\")"],
        ids: [id.rawValue])
      if whileReplaying {
        report.message += ", and the schema after it has to be known"
      }
      return report
    case .stopped(let completed):
      let count = plural(completed.count, "revision")
      return Report(
        .interrupted,
        completed.isEmpty
          ? "interrupted before anything was run"
          : "interrupted: \(count) of this run \(completed.count == 1 ? "is done and stays" : "are done and stay") so",
        hints: ["running it again goes on from there"])
    case .operationsMissing(let id):
      return Report(
        .internalError, "the script of revision \(place(id, path, line: nil)) was not loaded", ids: [id.rawValue])
    case .anotherRunner(let waited):
      return Report(
        .busy, "another rev is running on this database, and was not done after \(waited / .seconds(1)) s",
        hints: ["run it again when the other is done, or wait longer with runner_wait"])
    case .needsSession(let id):
      return Report(
        .database,
        "revision \(place(id, path, line: nil)) has to run outside a transaction, which is not safe through a connection pooler",
        hints: ["set direct_database_url (or DIRECT_DATABASE_URL) to the server itself"], ids: [id.rawValue])
    case .resumedRevisionChanged(let id, let count):
      return Report(
        .revisionFailed,
        "revision \(place(id, path, line: nil)) was changed since a run of it was cut off: its first \(plural(count, "statement")) had run, and are others now",
        hints: [
          "put them back as they were and run it again: the statements behind them may be changed",
          "or bring the database by hand to where the script ends, and say so with rev stamp \(id)",
        ], ids: [id.rawValue])
    case .halfDone(let run, let heads):
      return Report(
        .revisionFailed,
        "revision \(place(run.revision, path, line: nil)) is half done: its \(run.direction.rawValue) was cut off after \(plural(run.statementsDone, "statement")), and what runs the other way could not tell what is there",
        hints: run.waysOut(at: heads), ids: [run.revision.rawValue])
    case .idTooLong(let id, let maximum):
      return Report(
        .invalidRevision, "the id \(id) has more characters than the \(maximum) that the version table holds",
        hints: maximum < 255 ? ["ids of up to \(maximum) characters fit; so do the twelve that rev create gives"] : [],
        ids: [id.rawValue])
    }
  }
}

extension ExecutionError.StepFailure {
  fileprivate func report(path: (RevisionID) -> String?) -> Report {
    let line = location.flatMap { location -> Int? in
      guard let script = path(step.revision) else { return nil }
      return location.file.split(separator: "/").last == script.split(separator: "/").last ? location.line : nil
    }
    if cause.isInterruption {
      var report = Report(
        .interrupted,
        "interrupted: the \(step.direction.rawValue) of revision \(place(step.revision, path, line: line)) was stopped",
        ids: [step.revision.rawValue])
      report.hints = whatStays + ["running it again goes on from there"]
      return report
    }
    var message = "\(step.direction.rawValue) of revision \(place(step.revision, path, line: line)) failed"
    if let statementNumber { message += " at statement \(statementNumber)" }
    message += ": \(cause.words)"
    if let statement { message += "\n\n\(statement.indented(maximumLines: 24))\n" }

    var report = Report(.revisionFailed, message, ids: [step.revision.rawValue])
    report.hints += cause.hints
    report.hints += whatStays
    return report
  }

  /// What the database holds now.
  private var whatStays: [String] {
    var hints: [String] = []
    if (cause as? DatabaseError)?.kind == .connectionLost {
      hints.append("whether \(step.revision) was committed is not known: rev current says where the database stands")
    } else if leftStatements > 0 {
      hints.append(
        "it runs outside a transaction: \(plural(leftStatements, "statement")) of it \(leftStatements == 1 ? "stays" : "stay"), and the next run goes on from there"
      )
    } else if step.direction == .downgrade {
      hints.append("\(step.revision) is still applied: the downgrade left nothing changed")
    } else {
      hints.append("nothing of \(step.revision) is left in the database")
    }
    if !completed.isEmpty {
      let verb = step.direction == .upgrade ? "applied" : "taken back"
      hints.append(
        "\(plural(completed.count, "revision")) before it \(completed.count == 1 ? "is \(verb) and stays" : "are \(verb) and stay") so, the last of them \(completed[completed.count - 1])"
      )
    }
    return hints
  }
}

extension UnfinishedRun {
  /// How to come out of a run that was cut off in a database with these version rows.
  func waysOut(at rows: [RevisionID]) -> [String] {
    let place = rows.isEmpty ? "base" : rows.map(\.rawValue).joined(separator: " ")
    return [
      "rev \(direction.rawValue) goes on from there", "or undo by hand what it did, and say so with rev stamp \(place)",
    ]
  }
}

extension Error {
  /// Whether somebody asked for the end, and nothing went wrong.
  fileprivate var isInterruption: Bool { self is CancellationError || (self as? DatabaseError)?.kind == .interrupted }

  /// What a database or a script said, in a sentence's end.
  fileprivate var words: String {
    switch self {
    case let error as DatabaseError: return error.description + (error.detail.map { "\n\($0)" } ?? "")
    case let error as DialectError: return error.message
    case let fault as RevisionFault: return fault.words
    default: return "\(self)"
    }
  }

  fileprivate var hints: [String] {
    switch self {
    case let error as DialectError: error.hint.map { [$0] } ?? []
    case let error as DatabaseError: error.report.hints
    case let fault as RevisionFault: fault.hints
    default: []
    }
  }
}

extension RevisionFault {
  fileprivate var hints: [String] {
    switch self {
    case .transactionControl: ["rev begins and ends transactions itself: leave BEGIN, COMMIT and their like out"]
    default: []
    }
  }
}

extension RevisionFault {
  fileprivate var words: String {
    switch self {
    case .checkFailed(let failure): return failure
    case .transactionControl(let statement):
      return "it would begin or end a transaction: \(statement.split(separator: "\n").first ?? "")"
    case .transactionEnded: return "its transaction was ended from within"
    case .violations(let rows, let count):
      let unfit = rows.filter { $0["unfit"] != .null }
      if !unfit.isEmpty { return unfit.map(\.unfitKey).joined(separator: "; ") }
      let named = rows.map { row in
        zip(row.columns, row.values).filter { $0.0 != "unfit" }.map { "\($0) \($1.shortDescription)" }
          .joined(separator: ", ")
      }
      return "\(plural(count, "row")) would have no parent: " + named.joined(separator: "; ")
        + (count > rows.count ? "; …" : "")
    case .bookkeepingMissed(let statement, let rows):
      return "the database has been moved meanwhile (\(plural(rows, "row")) changed by \(statement))"
    }
  }
}

extension SQLRow {
  /// What is wrong with a foreign key of a table with rows that does not fit its parent.
  fileprivate var unfitKey: String {
    let (child, parent) = (self["table"].text ?? "", self["parent"].text ?? "")
    let columns = self["unfit"].text ?? ""
    let needed = columns.isEmpty ? "a primary key of as many columns" : "a UNIQUE or PRIMARY KEY over \(columns)"
    return
      "the foreign key of \(child) does not fit \(parent), so that its rows cannot have a parent: \(parent) needs \(needed)"
  }
}

extension SQLValue {
  /// The value as it reads in a message.
  fileprivate var shortDescription: String {
    switch self {
    case .null: "NULL"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .text(let text): "'\(text.prefix(80))'"
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }
}

extension String {
  /// The text set in, and cut where it is long.
  fileprivate func indented(maximumLines: Int) -> String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.prefix(maximumLines).map { "    \($0)" }
    let rest = lines.count > maximumLines ? ["    … \(lines.count - maximumLines) more lines"] : []
    return (shown + rest).joined(separator: "\n")
  }
}

private func place(_ id: RevisionID, _ path: (RevisionID) -> String?, line: Int?) -> String {
  guard let path = path(id) else { return id.rawValue }
  return "\(id) (\(path)\(line.map { ":\($0)" } ?? ""))"
}
