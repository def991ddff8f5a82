internal import Dialects
internal import Revisions

extension DatabaseError: Reportable {
  var report: Report {
    var report = wording
    // What the database itself advises is closer to the matter.
    if let hint { report.hints.insert(hint, at: 0) }
    return report
  }

  /// What to look at where a database cannot be opened: of what was found and lets nobody in, the URL says enough.
  private var waysIn: [String] {
    switch code {
    case "28P01": ["is it the right password? PGPASSWORD or a password file may hold it too"]
    case "28000": ["may this user in from here, and does the server want SSL? sslmode says how to connect"]
    case "42501": ["GRANT CONNECT ON DATABASE … TO this user lets it in"]
    default:
      if message.contains("ermission denied") {
        ["may this user read it, and look into the folders above?"]
      } else if message.contains("SSL") {
        ["sslmode says whether to connect with SSL"]
      } else {
        ["is the URL right?"]
      }
    }
  }

  private var wording: Report {
    switch kind {
    case .busy:
      Report(
        .busy, "the database is in use: \(description)",
        hints: [
          "another program holds it; try again when it is done, or wait longer: sqlite_busy_timeout, lock_timeout or lock_retries"
        ])
    case .unreachable where code == "3D000":
      Report(
        .database, "cannot open the database: \(message)",
        hints: ["is the URL right? On a server rev makes no database: CREATE DATABASE or createdb does"])
    case .unreachable: Report(.database, "cannot open the database: \(message)", hints: waysIn)
    case .readOnly:
      Report(
        .database, "the database may only be read: \(description)",
        hints: hint == nil ? ["may this user write to it?"] : [])
    case .connectionLost:
      Report(
        .database, "the connection to the database was lost: \(message)",
        hints: ["running it again goes on from where the database stands"])
    case .alreadyExists: Report(.database, "the database refused: \(description)")
    case .full:
      Report(
        .database, "there is no room left: \(description)",
        hints: ["nothing is half done: free some room and run it again"])
    case .corrupt:
      Report(
        .database, "this is not a database, or a damaged one: \(description)",
        hints: ["rev has changed nothing; is the URL right? A damaged one has to come back from a backup"])
    case .interrupted:
      Report(
        .interrupted, "interrupted",
        hints: ["nothing is half done: running it again goes on from where the database stands"])
    case .statement where code == "42501" && message.contains("for schema"):
      Report(
        .database, "the database refused: \(description)",
        hints: [
          "GRANT CREATE ON SCHEMA … TO this user: from PostgreSQL 15 on only the database's owner may create in public"
        ])
    case .statement: Report(.database, "the database refused: \(description)")
    }
  }
}

extension DialectError: Reportable {
  var report: Report { Report(.revisionFailed, message, hints: hint.map { [$0] } ?? []) }
}
