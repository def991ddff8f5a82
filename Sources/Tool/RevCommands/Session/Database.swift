internal import Dialects
internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions

/// A kind of database that rev works with: the one place where kinds are listed.
struct DatabaseKind: Sendable {
  /// The name by which `--dialect` asks for it.
  let name: DialectName
  /// The schemes of its URLs.
  let schemes: Set<String>
  /// The dialect, as the settings have it.
  let dialect: @Sendable (DatabaseSettings) -> any ReflectingDialect
  /// Opens the database of a URL; nil where it is not there and must not be made.
  let open: @Sendable (DatabaseURL, DatabaseSettings, Opening) async throws -> (any MigrationConnection)?
  /// Opens an empty database that is gone when it is closed.
  let openScratch: @Sendable () async throws -> any MigrationConnection
  /// Whether such a database costs nothing, so that whatever it knows better is asked of it.
  let scratchIsFree: Bool
  /// Opens an empty database in which a schema can be tried, whatever it costs: where a server makes it, that of a URL, or of
  /// the database itself.
  let openScratchDatabase: @Sendable (Session, DatabaseURL?) async throws -> ScratchDatabase

  /// Every kind.
  static let all: [DatabaseKind] = [.sqlite, .postgresql]

  /// The kind of that name.
  static func named(_ name: String) throws -> DatabaseKind {
    let wanted = name == "postgres" ? .postgresql : DialectName(rawValue: name.lowercased())
    guard let kind = all.first(where: { $0.name == wanted }) else {
      throw Report(
        .usage, "there is no kind of database '\(name)'",
        hints: ["--dialect takes one of \(all.map(\.name.rawValue).joined(separator: ", "))"])
    }
    return kind
  }

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

/// What a kind of database has to say for itself, and how it reads back what stands in it.
typealias ReflectingDialect = Dialect & SchemaReflecting

/// How a database is opened.
struct Opening: Sendable {
  var mode: Mode
  /// How long to wait for a server that is still starting.
  var patience: Duration
  /// What passes on what a server has to say.
  var say: @Sendable (String) -> Void

  /// What a database is opened for, and whether one that is not there is made.
  enum Mode: Sendable {
    case creating, ifThere
    /// If it is there; one that may only be read will do.
    case reading
  }
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
  ///
  /// `patience` is how long to wait for a server that is still starting.
  func openDatabase(
    waiting patience: Duration = .zero, making isNeeded: () async throws -> Bool
  ) async throws -> Database? {
    if let database = try await database(.ifThere, patience) { return database }
    return try await isNeeded() ? database(.creating, patience) : nil
  }

  /// Opens the database to look at it only; nil where it is not there.
  func openDatabaseForReading() async throws -> Database? {
    try await database(.reading, .zero)
  }

  private func database(_ mode: Opening.Mode, _ patience: Duration) async throws -> Database? {
    let url = mode == .reading ? try databaseURL() : try databaseURLForRunning()
    let kind = try DatabaseKind.serving(url)
    let settings = try databaseSettings()
    let opening = Opening(mode: mode, patience: patience, say: { [terminal] in terminal.say($0) })
    guard let connection = try await kind.open(url, settings, opening) else { return nil }
    return Database(dialect: kind.dialect(settings), connection: connection, store: try versionStore())
  }
}
