internal import ArgumentParser
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

struct Create: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Makes a new revision, for you to fill in.", aliases: ["revision"])

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("What the revision does, in a line.", valueName: "message"))
  var message = ""

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The revision that it follows (default: head); base makes a new root.", valueName: "revision"))
  var head: [RevisionArgument] = []

  @Flag(help: "Allow a revision to be followed that is not a head: that makes a branch.")
  var splice = false

  @Option(help: ArgumentHelp("A name for the branch that begins here.", valueName: "label"))
  var branchLabel: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A revision that must be applied before this one.", valueName: "revision"))
  var dependsOn: [RevisionArgument] = []

  @Option(help: ArgumentHelp("The id (default: twelve random hexadecimal digits).", valueName: "id"))
  var revId: String?

  @Option(help: ArgumentHelp("The folder for the script, one of version_locations.", valueName: "folder"))
  var versionPath: String?

  @Option(help: "What the script is written in: swift or sql.")
  var format: NewScriptFormat = .swift

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let graph = try session.graph()
    let selectors = try head.map(session.selector)
    let places = selectors.isEmpty ? [.head] : selectors
    let applied = places.contains(where: \.countsFromDatabase) ? try await session.applied() : nil
    let parents = try graph.parents(forNewRevisionAt: places, splicing: splice, current: applied)
    let dependencies = try await session.resolve(dependsOn)
    try await session.write(
      NewScript(
        id: revId.map { RevisionID($0) }, parents: parents, dependsOn: dependencies, branchLabels: branchLabel,
        message: message.allSatisfy(\.isWhitespace) ? "" : message, format: format.scriptFormat, folder: versionPath))
  }
}

/// What a new script can be written in.
enum NewScriptFormat: String, ExpressibleByArgument, CaseIterable {
  case swift, sql

  var scriptFormat: ScriptFormat {
    switch self {
    case .swift: .swift
    case .sql: .sql
    }
  }
}
