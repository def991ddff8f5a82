internal import Dialects
internal import Revisions

/// An empty database to try things in, which leaves nothing behind.
struct ScratchDatabase {
  let connection: any MigrationConnection
  /// Closes it, and takes away what was made for it.
  let discard: () async -> Void

  init(_ connection: any MigrationConnection, discard: @escaping () async -> Void) {
    self.connection = connection
    self.discard = discard
  }
}
