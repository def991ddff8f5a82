internal import ArgumentParser

struct Rebase: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebase", abstract: "Has this branch's own revisions follow another head, in place of a merge.",
    discussion: """
      What this branch's own revisions are, git says: those that the other branch does not have. Only what their \
      scripts say of parents is written anew, in Swift and in SQL; it is refused where the database has applied them. \
      Without git, or for a part of them, name the first one to move: what follows it moves along.
      """)

  @Argument(
    help: ArgumentHelp("The first revisions to move (default: all that only this branch has).", valueName: "revision"))
  var revisions: [RevisionArgument] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The revision to follow (default: the other head).", valueName: "revision"))
  var onto: RevisionArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The other branch (default: git config rev.against, else the one that the remote calls its own, main or master).",
      valueName: "ref"))
  var against: String?

  @Flag(help: "Only say what would be written.")
  var dryRun = false

  @Flag(help: "Do not ask the database whether it has applied them.")
  var noDatabase = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if !revisions.isEmpty && against != nil {
      throw ValidationError("--against finds the revisions to move, and they are named already")
    }
  }

  func run(in session: Session) async throws {
    try await session.rebase(
      revisions, onto: onto, against: against, isDryRun: dryRun, asksDatabase: !noDatabase)
  }
}
