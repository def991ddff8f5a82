internal import ArgumentParser
internal import RevisionGraph

struct Current: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "current", abstract: "Shows where the database is.")

  @Flag(help: "End with status 1 unless every head is applied.")
  var checkHeads = false

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let standing = try await session.standing()
    let graph = try session.graph()
    let applied = try graph.applied(versionRows: standing.rows)
    let missing = checkHeads ? graph.effectiveHeads.filter { !applied.heads.contains($0) } : []
    // Standard output holds one document: where the check fails, the error.
    if !global.json || missing.isEmpty {
      try session.show(graph.ordered(applied.rows).reversed(), .nodes, current: nil)
    }
    if !global.json { session.say(standing) }
    if !missing.isEmpty {
      throw Report(
        .notAtHead, "not every head is applied: \(listed(missing)) \(missing.count == 1 ? "is" : "are") missing",
        hints: ["rev upgrade heads applies them"], ids: names(missing))
    }
  }
}
