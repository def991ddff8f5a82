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
    let parents = try mergeParents(graph, places, applied)
    if message == nil, branchLabel.isEmpty, revId == nil {
      return try await session.write(NewRevision.merge(of: parents, format: format.scriptFormat))
    }
    try await session.write(
      NewScript(
        id: revId.map { RevisionID($0) }, parents: parents, dependsOn: [], branchLabels: branchLabel,
        message: message ?? NewRevision.merge(of: parents, format: format.scriptFormat).metadata.message,
        format: format.scriptFormat, folder: nil))
  }

  private func mergeParents(
    _ graph: RevisionGraph, _ places: [SelectorExpression], _ applied: AppliedRevisions?
  ) throws -> [RevisionID] {
    // Whoever merges what somebody else has merged already finds the file in place.
    let asked = try graph.resolve(places, current: applied)
    let derived = NewRevision.merge(of: asked, format: format.scriptFormat).metadata
    let isThere = graph[derived.id].map { Set($0.parents) == Set(asked) } ?? false
    let parents = isThere ? asked : try graph.parents(forNewRevisionAt: places, splicing: splice, current: applied)
    guard parents.count > 1 else {
      throw Report(
        .usage,
        "there is nothing to merge: \(parents.isEmpty ? "there is no revision" : "\(listed(parents)) is the only head")",
        ids: names(parents))
    }
    return parents
  }
}
