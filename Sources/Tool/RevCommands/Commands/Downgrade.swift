internal import ArgumentParser
internal import Revisions

struct Downgrade: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "downgrade", abstract: "Takes the database back to a revision.",
    discussion: """
      With --sql nothing is opened: the SQL of a range START:END is written to standard output. Without a start, it \
      begins at the heads, or at --from.

      A revision whose script is gone is taken back by what the journal keeps of it, where the script's text in git proves \
      that, or with --trust-journal.
      """)

  @Argument(help: ArgumentHelp("Where to go: -1, an id, base, BRANCH@base …", valueName: "revision"))
  var target: RevisionArgument

  @Flag(help: "Take the journal at its word, this once, about revisions whose scripts are gone.")
  var trustJournal = false

  @OptionGroup var run: RunOptions

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    try await session.run(.downgrade, to: target, run, trustingJournal: trustJournal)
  }
}
