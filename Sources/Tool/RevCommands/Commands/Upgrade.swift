internal import ArgumentParser
internal import Revisions

struct Upgrade: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade", abstract: "Brings the database up to a revision.",
    discussion: """
      With --sql nothing is opened: the SQL of a range START:END, or of all revisions up to the one named, is written \
      to standard output for the database's own client (sqlite3 -bail DB < file).
      """)

  @Argument(help: ArgumentHelp("Where to go: head, heads, an id, +1, BRANCH@head …", valueName: "revision"))
  var target = RevisionArgument("head")

  @OptionGroup var run: RunOptions

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    try await session.run(.upgrade, to: target, run)
  }
}
