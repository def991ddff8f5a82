internal import ArgumentParser
internal import MigrationPlanning
internal import RevisionGraph
internal import Revisions

struct Plan: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what an upgrade or a downgrade would do.",
    discussion: "With --from no database is opened; --from base is the empty database.")

  @Argument(help: "Which way: upgrade or downgrade.")
  var direction: Direction

  @Argument(help: ArgumentHelp("Where to go.", valueName: "revision"))
  var target: RevisionArgument

  @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("Where to start; may be repeated.", valueName: "id"))
  var from: [RevisionArgument] = []

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    if direction == .upgrade { _ = try session.graph() }
    let rows =
      from.isEmpty
      ? try await session.versionRows(completingGraph: direction == .downgrade)
      : try session.rows(named: from)
    let plan = try session.graph().plan(direction, to: session.selector(target), from: rows)
    if global.json { return try session.writeJSON(plan) }
    try await session.describe(plan)
  }
}
