internal import ArgumentParser

/// What commands take that compare schemas.
struct ComparingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A table or column that was renamed, as old:new or table.old:new; may be repeated.", valueName: "old:new"))
  var rename: [String] = []

  @Option(help: ArgumentHelp("The kind of database (default: that of the URL).", valueName: "dialect"))
  var dialect: String?

  /// Whether nothing was said.
  var isEmpty: Bool { rename.isEmpty && dialect == nil }
}
