internal import ArgumentParser
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

struct Merge: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Joins heads by a revision that follows them all.",
    discussion: """
      Whoever merges the same heads makes the same file, byte for byte: its id, name and message follow from the \
      parents. A message, an id or a label of your own makes a revision of its own.
      """)

  @Argument(help: ArgumentHelp("The revisions to join (default: all heads).", valueName: "revision"))
  var revisions: [RevisionArgument] = []

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("What the merge is for, in a line.", valueName: "message"))
  var message: String?

  @Option(help: ArgumentHelp("A name for the branch that begins here.", valueName: "label"))
  var branchLabel: [String] = []

  @Option(help: ArgumentHelp("The id (default: it follows from the parents).", valueName: "id"))
  var revId: String?

  @Flag(help: "Allow revisions to be joined that are no heads.")
  var splice = false

  @Option(help: "What the script is written in: swift or sql.")
  var format: NewScriptFormat = .swift

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let graph = try session.graph()
    let places = revisions.isEmpty ? [.heads] : try revisions.map(session.selector)
    let applied = places.contains(where: \.countsFromDatabase) ? try await session.applied() : nil
    let asked = try graph.resolve(places, current: applied)
    guard asked.count > 1 else { throw nothingToMerge(asked) }
    let isDerived = message == nil && branchLabel.isEmpty && revId == nil
    // Whoever merges what somebody else has merged already finds it in place, under whatever name.
    let expected = NewRevision.merge(of: asked, format: format.scriptFormat).metadata
    if isDerived, let there = graph[expected.id], Set(there.parents) == Set(asked) {
      return try session.tellThatIsThere(there.id, at: session.absolutePath(there.id))
    }
    let parents = try graph.parents(forNewRevisionAt: places, splicing: splice, current: applied)
    let derived = NewRevision.merge(of: parents, format: format.scriptFormat)
    if isDerived { return try await session.write(derived) }
    try await session.write(
      NewScript(
        id: revId.map { RevisionID($0) }, parents: parents, dependsOn: [], branchLabels: branchLabel,
        message: message ?? derived.metadata.message, format: format.scriptFormat, folder: nil))
  }

  private func nothingToMerge(_ asked: [RevisionID]) -> Report {
    let reason =
      asked.isEmpty
      ? "there is no revision" : "\(listed(asked)) is \(revisions.isEmpty ? "the only head" : "one revision")"
    let hints = revisions.count == 1 ? ["a merge joins two or more: rev merge A B, or rev merge for all heads"] : []
    return Report(.usage, "there is nothing to merge: \(reason)", hints: hints, ids: names(asked))
  }
}
