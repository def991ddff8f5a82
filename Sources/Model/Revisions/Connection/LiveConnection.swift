/// What ordinary Swift in a revision works with: the connection that runs the revision, and what is known of the run.
public struct LiveConnection {
  private let connection: any DatabaseConnection

  /// The revision that is running.
  public let revision: RevisionID
  /// Whether it is being applied or taken back.
  public let direction: Direction
  /// What was given on the command line as `-x KEY=VALUE`.
  public let parameters: [String: String]

  /// Makes the view that a running revision has of its connection.
  public init(
    _ connection: any DatabaseConnection, revision: RevisionID, direction: Direction, parameters: [String: String]
  ) {
    self.connection = connection
    self.revision = revision
    self.direction = direction
    self.parameters = parameters
  }

  /// The kind of database.
  public var dialect: DialectName { connection.dialect }

  /// Runs one statement with its values bound, and returns how many rows it changed.
  @discardableResult
  public func execute(_ statement: SQLFragment) async throws -> Int { try await connection.execute(statement) }

  /// Runs one statement with its values bound, and returns its rows.
  public func query(_ statement: SQLFragment) async throws -> [SQLRow] { try await connection.query(statement) }
}

/// Which way a revision runs.
public enum Direction: String, Hashable, Sendable, CaseIterable {
  case upgrade, downgrade
}
