internal import ArgumentParser
internal import Revisions

struct Downgrade: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "downgrade", abstract: "Takes the database back to a revision.",
    discussion: """
      With --sql nothing is opened: the SQL of a range START:END is written to standard output. Without a start, it \
      begins at the heads, or at --from.
      """)

  @Argument(help: ArgumentHelp("Where to go: -1, an id, base, BRANCH@base …", valueName: "revision"))
  var target: RevisionArgument

  @OptionGroup var run: RunOptions

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    try await session.run(.downgrade, to: target, run)
  }
}
