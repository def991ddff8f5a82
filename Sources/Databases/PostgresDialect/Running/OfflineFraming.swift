import Dialects
import Revisions

/// A script that changes a PostgreSQL database only from the revisions that it was written for.
struct PostgresOfflineFraming: OfflineFraming {
  func opening() -> [String] { [] }
  func begin(expecting heads: [RevisionID], in versionTable: QualifiedName, creating createsTables: [String]) throws
    -> [String]
  { ["BEGIN"] + createsTables }
  func check(_ query: String, failure: String) -> [String] { [] }
  func commit() -> [String] { ["COMMIT"] }
  func closing() -> [String] { [] }
}
