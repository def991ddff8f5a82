internal import ArgumentParser

struct Switch: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "switch", abstract: "Takes the database from this checkout's revisions to those of a git branch.",
    discussion: """
      What REF does not have, or has otherwise, is taken back by the scripts that are here; what it has beyond that is \
      applied from git. Neither the work tree nor the index is touched: git switch REF checks the branch out, before or \
      after. With --from the database is where another branch took it, and without REF it comes to what is checked out.
      """)

  @Argument(help: ArgumentHelp("The branch, tag or commit to go to (default: the work tree).", valueName: "ref"))
  var reference: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The branch, tag or commit that the database is at (default: the work tree).", valueName: "ref"))
  var from: String?

  @Flag(help: "Only show what would be done.")
  var dryRun = false

  @OptionGroup var edited: EditedOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if reference == nil && from == nil {
      throw ValidationError("switch takes the branch to go to, or with --from the one to come from")
    }
  }

  func run(in session: Session) async throws {
    let here = try from.map(session.checkout) ?? session
    let there = try reference.map(session.checkout) ?? session
    try await session.switchDatabase(
      from: here, called: from, to: there, isDryRun: dryRun, allowEdited: edited.allowEdited)
    if let reference, !dryRun, let command = try session.checkingOut(reference) {
      session.terminal.hint("\(command) checks its scripts out")
    }
  }
}
