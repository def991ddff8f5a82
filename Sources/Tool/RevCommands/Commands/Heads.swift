internal import ArgumentParser
internal import RevisionGraph

struct Heads: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "heads", abstract: "Shows the revisions that none follows.")

  @Flag(help: "Leave out heads that another head depends on.")
  var resolveDependencies = false

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let graph = try session.graph()
    let heads = resolveDependencies ? graph.effectiveHeads : graph.heads
    try session.show(graph.ordered(heads).reversed(), .nodes)
  }
}
