internal import Dialects
internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions

/// A kind of database that rev works with: the one place where kinds are listed.
struct DatabaseKind: Sendable {
  /// The schemes of its URLs.
  let schemes: Set<String>
  /// The dialect, as the settings have it.
  let dialect: @Sendable (DatabaseSettings) -> any Dialect
  /// Opens the database of a URL; nil where it is not there and must not be made.
  let open: @Sendable (DatabaseURL, DatabaseSettings, OpeningMode) async throws -> (any MigrationConnection)?
  /// Opens an empty database that is gone when it is closed.
  let openScratch: @Sendable () async throws -> any MigrationConnection

  /// Every kind.
  static let all: [DatabaseKind] = [.sqlite]

  /// The kind that a URL names.
  static func serving(_ url: DatabaseURL) throws -> DatabaseKind {
    guard let kind = all.first(where: { $0.schemes.contains(url.dialect) }) else {
      throw Report(
        .configuration, "there is no kind of database for '\(url)'",
        hints: [
          "the URL begins with one of \(all.flatMap(\.schemes).sorted().map { "\($0)://" }.joined(separator: ", "))"
        ])
    }
    return kind
  }
}

/// What a database is opened for, and whether one that is not there is made.
enum OpeningMode: Sendable {
  case creating, ifThere
  /// If it is there; one that may only be read will do.
  case reading
}

/// An open database.
struct Database {
  let dialect: any Dialect
  let connection: any MigrationConnection
  let store: VersionStore

  /// Closes the database when the work is done or has failed.
  func untilDone<Result>(_ work: () async throws -> Result) async throws -> Result {
    do {
      let result = try await work()
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }
}

extension Session {
  /// Opens the database. Where it is not there, it is made only if `isNeeded` finds something to do on an empty one; nil
  /// where it does not.
  func openDatabase(making isNeeded: () async throws -> Bool) async throws -> Database? {
    if let database = try await database(.ifThere) { return database }
    return try await isNeeded() ? database(.creating) : nil
  }

  /// Opens the database to look at it only; nil where it is not there.
  func openDatabaseForReading() async throws -> Database? { try await database(.reading) }

  private func database(_ mode: OpeningMode) async throws -> Database? {
    let url = try databaseURL()
    let kind = try DatabaseKind.serving(url)
    let settings = try databaseSettings()
    guard let connection = try await kind.open(url, settings, mode) else { return nil }
    return Database(dialect: kind.dialect(settings), connection: connection, store: try versionStore())
  }
}
