internal import ArgumentParser

/// What every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("config")],
    help: ArgumentHelp("The configuration file (default: migrate.ini, here or above).", valueName: "file"))
  var config: String?

  @Option(
    name: [.short, .customLong("name")],
    help: ArgumentHelp("The section of the configuration to use (default: rev).", valueName: "section"))
  var name: String?

  @Option(
    name: .customShort("x"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A parameter for %(x:KEY)s in the configuration and for Live.", valueName: "key=value"))
  var parameters: [String] = []

  @Option(
    name: .customLong("database-url"),
    help: ArgumentHelp("The database, such as sqlite:///dev.db.", valueName: "url"))
  var databaseURL: String?

  @Option(
    name: .customLong("default-schema"),
    help: ArgumentHelp("The schema that names without one are meant in (PostgreSQL).", valueName: "schema"))
  var defaultSchema: String?

  @Flag(name: .long, help: "Write the result as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "Say only what went wrong.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more.")
  var verbose = false

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color: ColorChoice = .auto

  /// When to colour what is written.
  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }
}
