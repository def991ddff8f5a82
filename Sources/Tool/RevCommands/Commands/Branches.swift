internal import ArgumentParser
internal import RevisionGraph

struct Branches: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "branches", abstract: "Shows the revisions that several follow.")

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let graph = try session.graph()
    try session.show(graph.ordered(graph.branchPoints).reversed(), .nodesWithChildren)
  }
}
