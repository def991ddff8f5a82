internal import ArgumentParser

struct Stamp: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "stamp", abstract: "Says where the database is, running nothing.")

  @Argument(help: ArgumentHelp("Where it is: ids, heads or base.", valueName: "revision"))
  var targets: [RevisionArgument]

  @Flag(help: "Empty the version table first, whatever it holds.")
  var purge = false

  @Flag(name: .customLong("sql"), help: "Write SQL instead of running it.")
  var sql = false

  @Option(help: ArgumentHelp("With --sql: the kind of database: sqlite or postgresql.", valueName: "kind"))
  var dialect: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("With --sql: where the database is before; may be repeated.", valueName: "id"))
  var from: [RevisionArgument] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Taken as Alembic takes it; a stamp runs nothing that could read it.", valueName: "tag"))
  var tag: String?

  @OptionGroup var edited: EditedOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws { try RunOptions.check(from: from, dialect: dialect, sql: sql) }

  func run(in session: Session) async throws {
    if sql {
      try await session.writeStamp(targets, from: from, purge: purge, dialect: dialect)
    } else {
      try await session.stamp(targets, purge: purge, allowEdited: edited.allowEdited)
    }
  }
}
