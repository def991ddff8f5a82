internal import Dialects
internal import Revisions

/// An empty database to try things in, which leaves nothing behind.
struct ScratchDatabase: Sendable {
  let connection: any MigrationConnection
  /// Closes it, and takes away what was made for it.
  let discard: @Sendable () async -> Void

  init(_ connection: any MigrationConnection, discard: @escaping @Sendable () async -> Void) {
    self.connection = connection
    self.discard = discard
  }
}
