import Dialects
import Revisions

extension SQLiteDialect {
  /// The statements for a change that depends on the table as it stands.
  func alteration(_ operation: Operation, reading catalog: any DatabaseConnection) async throws -> [Statement] { [] }
}
