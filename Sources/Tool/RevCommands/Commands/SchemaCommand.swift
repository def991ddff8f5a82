internal import ArgumentParser
internal import Autogenerate
internal import ModelData
internal import Revisions
internal import ScriptRepository

struct SchemaCommand: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the schema that the revisions give, or starts a project from a database.",
    discussion: """
      Without --from-database, the schema at a revision is worked out from the operations; no database is opened. With it, a \
      first revision is written that makes all that the database has, and a declared schema beside it.
      """)

  @Argument(help: ArgumentHelp("The revision; or any schema that rev diff takes.", valueName: "revision"))
  var source: String?

  @Option(help: "How it is written: swift, sql or json.")
  var format: SchemaFormat?

  @Flag(help: "Write the first revision and the declared schema for the database that is there.")
  var fromDatabase = false

  @Option(name: .shortAndLong, help: ArgumentHelp("What the first revision does, in a line.", valueName: "message"))
  var message = "initial schema"

  @Option(help: ArgumentHelp("The kind of database (default: that of the URL).", valueName: "dialect"))
  var dialect: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if fromDatabase, source != nil || dialect != nil {
      throw ValidationError("--from-database reads the project's database; --database-url names another")
    }
    if fromDatabase, format == .json { throw ValidationError("--from-database writes Swift or SQL, not JSON") }
  }

  func run(in session: Session) async throws {
    if fromDatabase { return try await session.adopt(as: format == .sql ? .sql : .swift, message: message) }
    let source = try session.schemaSource(self.source ?? "heads")
    let reader = try SchemaReader(session, for: [source], dialect: dialect, mayAskServer: false)
    let reading = try await reader.read(source)
    try reader.judgeKeys(of: reading, against: reading.schema)
    let schema = reader.filter.applied(to: reading.schema)
    for object in reading.unsupported { session.terminal.warn("rev cannot express the \(object) of \(reading.title)") }
    switch format ?? (global.json ? .json : .swift) {
    case .json: try session.terminal.writeJSON(ModelData(schema))
    case .swift: try session.terminal.write(ImpliedNames(in: schema, reader.dialect).rendering.file(of: schema))
    case .sql: try await session.terminal.write(reader.sql(creating: schema))
    }
  }
}

/// How a schema is written.
enum SchemaFormat: String, ExpressibleByArgument, CaseIterable {
  case swift, sql, json
}
