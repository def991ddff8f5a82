internal import ArgumentParser
internal import RevisionGraph

struct Show: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows all that is said of a revision.")

  @Argument(help: ArgumentHelp("The revision; current is where the database is.", valueName: "revision"))
  var revision: RevisionArgument

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let ids = try await session.resolve([revision], completingGraph: true)
    guard !ids.isEmpty else {
      throw Report(
        .unknownRevision, "'\(revision.text)' stands for base, before the first revision: there is nothing to show")
    }
    if global.json {
      guard ids.count == 1, let document = try session.documents(ids).first else {
        throw Report(
          .multipleHeads, "'\(revision.text)' stands for \(listed(ids)), and one revision is meant here",
          ids: names(ids))
      }
      return try session.terminal.writeJSON(document)
    }
    try session.show(ids, .details)
  }
}
