public import Revisions

/// How a script of SQL protects the database it is run on: it must change nothing where the database stands at another
/// revision, even if the client goes on after an error.
public protocol OfflineFraming: Sendable {
  /// What a script begins with.
  func opening() throws -> [String]

  /// What begins a transaction that may only commit where the version table holds exactly these rows.
  ///
  /// Where `createsTables` is given, they are statements that create the version table and the journal where they are
  /// missing, and belong inside the transaction, before the rows are compared.
  func begin(expecting heads: [RevisionID], in versionTable: QualifiedName, creating createsTables: [String]) throws
    -> [String]

  /// A check as the script makes it; see ``Statement/Kind/check(failure:)``.
  func check(_ query: String, failure: String) throws -> [String]

  /// A statement that runs outside a transaction, held back where the version table does not hold exactly these rows.
  ///
  /// `recovery` says what comes before it, held back likewise, and how to find out whether it has done its work.
  func outside(
    _ statement: String, recovery: Recovery?, expecting heads: [RevisionID], in versionTable: QualifiedName
  ) throws -> [String]

  /// What takes back the settings that a revision changed, before its row in the journal is written.
  func restoringSettings() throws -> [String]

  /// What ends such a transaction.
  func commit() -> [String]

  /// What a script ends with.
  func closing() -> [String]
}
