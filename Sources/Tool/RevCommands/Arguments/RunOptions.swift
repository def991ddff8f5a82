internal import ArgumentParser

/// What upgrade and downgrade take.
struct RunOptions: ParsableArguments {
  @Flag(name: .customLong("sql"), help: "Write SQL instead of running it.")
  var sql = false

  @Option(
    help: ArgumentHelp(
      "With --sql: the kind of database, where no URL says so: sqlite or postgresql.", valueName: "kind"))
  var dialect: String?

  @Option(help: ArgumentHelp("Wait for a database that is still starting.", valueName: "seconds"))
  var wait: Int?

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

  @OptionGroup var edited: EditedOptions

  func validate() throws {
    if sql && dryRun { throw ValidationError("--sql and --dry-run exclude each other") }
    if let wait, wait < 0 { throw ValidationError("--wait takes a number of seconds") }
    try Self.check(from: from, dialect: dialect, sql: sql)
  }

  /// Refuses what only a script needs to be told.
  static func check(from: [RevisionArgument], dialect: String?, sql: Bool) throws {
    if dialect != nil && !sql { throw ValidationError("--dialect goes with --sql: otherwise the URL says it") }
    if !from.isEmpty && !sql {
      throw ValidationError("--from goes with --sql: otherwise the database itself says where it is")
    }
  }
}
