internal import ArgumentParser

struct Diff: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows the operations that lead from one schema to another.",
    discussion: """
      A schema is named by: database (that of the configuration), schema (the declared one), a URL, a file that ends with \
      .swift or .sql, a folder of Swift files that ends with /, or a revision.
      """)

  @Argument(help: ArgumentHelp("The schema to start from.", valueName: "from"))
  var from = "database"

  @Argument(help: ArgumentHelp("The schema to arrive at.", valueName: "to"))
  var to = "schema"

  @Flag(help: "Show the SQL of the operations.")
  var sql = false

  @OptionGroup var comparing: ComparingOptions
  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let sources = (try session.schemaSource(from), try session.schemaSource(to))
    let comparison = try await session.compare(sources.0, sources.1, comparing, asking: false)
    if global.json { return try session.terminal.writeJSON(DifferenceDocument(comparison)) }
    if sql {
      let reader = try SchemaReader(session, for: [sources.0, sources.1], dialect: comparing.dialect)
      let (upgrade, _) = try await reader.sql(of: comparison, for: .reading)
      try session.terminal.write(upgrade)
      return session.sayWhatIsLeftAlone(comparison)
    }
    try session.show(comparison)
    if comparison.isUpToDate {
      session.terminal.say("No difference between \(comparison.former.title) and \(comparison.wanted.title)")
    }
  }
}
