internal import ArgumentParser

struct Verify: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Says which scripts are no longer what was applied.",
    discussion: """
      Each applied revision is the same, cosmetic (its text was changed, and does the same), edited, missing, gone (missing, \
      and accepted as such), or unknown (nobody recorded what was applied). What is edited is shown as a difference, where git still has what was \
      applied. Ends with 1 where anything is edited or missing.

      --against REF opens no database: it compares the work tree, with what is not committed, with what a branch has, such \
      as origin/main. Ends with 1 where this branch edits, deletes or re-parents a revision of REF's, or adds one whose \
      parent is no longer a head there. What REF did since the two parted is not this branch's doing. It is the check for \
      a pull request. With --at COMMIT it looks at that commit and not at the work tree.
      """)

  @Option(
    help: ArgumentHelp("Compare the work tree with a branch or commit instead of a database.", valueName: "ref"))
  var against: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --against: compare that commit instead of the work tree.", valueName: "commit"))
  var at: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bring back the script of a missing revision; nothing is overwritten.", valueName: "id"))
  var restore: RevisionArgument?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Record that a script is right as it is now; may be repeated.", valueName: "id"))
  var accept: [RevisionArgument] = []

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("With --accept: why, for the journal.", valueName: "message"))
  var message: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if restore != nil && !accept.isEmpty { throw ValidationError("--restore and --accept exclude each other") }
    if against != nil && (restore != nil || !accept.isEmpty) {
      throw ValidationError("--against excludes --restore and --accept: it looks at no database")
    }
    if at != nil && against == nil { throw ValidationError("--at goes with --against") }
    let isBlank = message?.allSatisfy(\.isWhitespace) ?? true
    if !accept.isEmpty && isBlank { throw ValidationError("--accept takes -m: why the script is right as it is now") }
    if accept.isEmpty && message != nil { throw ValidationError("-m goes with --accept") }
  }

  func run(in session: Session) async throws {
    if let restore { return try await session.restore(restore) }
    if !accept.isEmpty { return try await session.accept(accept, because: message ?? "") }
    if let against {
      return try await session.reportComparison(with: ArgumentPreparation.unmarked(against), at: at)
    }
    try await session.reportVerification()
  }
}
