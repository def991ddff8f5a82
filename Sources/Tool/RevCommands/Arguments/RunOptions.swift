internal import ArgumentParser

/// What upgrade and downgrade take.
struct RunOptions: ParsableArguments {
  @Flag(name: .customLong("sql"), help: "Write SQL instead of running it.")
  var sql = false

  @Flag(help: "Only show what would be done, with its SQL.")
  var dryRun = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("With --sql: where the database is before; may be repeated.", valueName: "id"))
  var from: [RevisionArgument] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A word of your own, which reaches Live as the parameter 'tag'.", valueName: "tag"))
  var tag: String?

  func validate() throws {
    if sql && dryRun { throw ValidationError("--sql and --dry-run exclude each other") }
    try Self.check(from: from, sql: sql)
  }

  /// Refuses a start where the database is asked for it.
  static func check(from: [RevisionArgument], sql: Bool) throws {
    if !from.isEmpty && !sql {
      throw ValidationError("--from goes with --sql: otherwise the database itself says where it is")
    }
  }
}
