internal import ArgumentParser
internal import RevisionGraph

struct History: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Lists revisions, newest first.")

  @Option(
    name: [.short, .customLong("rev-range")], parsing: .unconditional,
    help: ArgumentHelp("Only a range; either end may be left out, and may be relative.", valueName: "start:end"))
  var revRange: RevisionArgument?

  @Flag(name: .shortAndLong, help: "Mark where the database is.")
  var indicateCurrent = false

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let range = try revRange.map { try RangeExpression(parsing: $0.text) } ?? .all
    let needsDatabase = indicateCurrent || range.countsFromDatabase
    let applied = needsDatabase ? try await session.applied(completingGraph: true) : nil
    try session.show(
      session.graph().history(range, current: applied), .edges, current: indicateCurrent ? applied : nil)
  }
}
