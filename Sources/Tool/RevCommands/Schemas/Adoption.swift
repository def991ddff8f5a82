internal import Autogenerate
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository
internal import SystemPackage

extension Session {
  /// Writes a first revision that makes all that the database has, and a declared schema beside it.
  func adopt(as format: ScriptFormat, message: String) async throws {
    let graph = try graph()
    guard graph.heads.isEmpty else {
      throw Report(
        .usage, "there are revisions already, and --from-database writes the first",
        hints: ["rev create --autogenerate writes what follows"])
    }
    let configuration = try configuration()
    let declared = try declaredPath(for: format)
    guard !ProjectFile.exists(declared.string) else {
      throw Report(
        .fileExists, "\(Self.displayed(declared.string)) is there already", hints: ["nothing was overwritten"])
    }
    let standing = try await standing()
    let reader = try SchemaReader(self, for: [.database(url: nil)])
    let reading = try await reader.read(.database(url: nil))
    let schema = reader.filter.applied(to: reading.schema)
    for object in reading.unsupported {
      terminal.warn("the \(object) cannot be expressed, and is left out: a SQL(…) in the revision can make it")
    }
    let leftOut = reading.schemasLeftOut.filter { !reader.filter.excludesSchema($0) }
    sayLeftOut(leftOut, reading.schemasRead)
    let creation = try SchemaDiff(from: Schema(), to: schema, dialect: reader.dialect)
    guard !creation.operations.isEmpty else {
      throw Report(
        .database, "\(reading.title) is empty", hints: ["rev create -m … begins a project without a database"])
    }

    let body: NewRevision.Body
    let text: String
    switch format {
    case .swift:
      let rendering = ImpliedNames(in: schema, reader.dialect).rendering
      body = .swift(
        members: rendering.members(
          of: RevisionBody(upgrade: reader.steps(creation.operations, copies: true))))
      text = rendering.file(of: schema)
    case .sql:
      text = try await reader.sql(creating: schema)
      let back = try await reader.sql(removing: schema, like: creation)
      body = try .checked(upgrade: NewRevision.Section(text), downgrade: NewRevision.Section(back))
    }
    try NewFiles.createFolder(declared.removingLastComponent())
    try NewFiles.create(declared, text)
    terminal.say("Wrote \(Self.displayed(declared.string))")
    try await write(
      NewScript(
        id: nil, parents: [], dependsOn: [], branchLabels: [], message: message, format: format, folder: nil, body: body
      ))
    let stamp = standing.rows.isEmpty ? "rev stamp head" : "rev stamp --purge head"
    let isWhole = reading.unsupported.isEmpty && leftOut.isEmpty
    terminal.hint(
      "\(stamp) says that this database has all of it\(isWhole ? "; rev check then finds nothing to do" : "")")
    if !standing.rows.isEmpty {
      terminal.warn(
        "its version table says that it is at \(listed(standing.rows)), which no script here has: --purge forgets that")
    }
    if standing.isAlembics {
      terminal.warn(
        "alembic_version is Alembic's own, and left out: it stays as it is",
        hint:
          "to go on with its revisions instead: version_table = alembic_version in migrate.ini, as the README says on coming from Alembic"
      )
    }
    if format == .sql, try configuration.schemaSettings().source == nil {
      terminal.hint("schema = \(Self.displayed(declared.string)) in migrate.ini makes it the declared schema")
    }
  }

  /// Says which schemas have something and are not in what is written.
  private func sayLeftOut(_ schemas: [String], _ read: SchemasRead?) {
    guard let first = schemas.first else { return }
    let named = (read?.names ?? [read?.home].compactMap { $0 }) + schemas
    let these = schemas.count == 1 ? "the schema \(first) is" : "the schemas \(schemas.joined(separator: ", ")) are"
    terminal.warn(
      visible(
        "\(these) left out, with all that is in \(schemas.count == 1 ? "it" : "them"): what needs something of that cannot be made elsewhere"
      ),
      hint: visible(
        "include_schemas = \(named.joined(separator: ", ")) in migrate.ini takes \(schemas.count == 1 ? "it" : "them") in, and * every schema; exclude_objects = schema:\(first) says that it is meant"
      ))
  }

  /// Where a declared schema goes: where the configuration says that it is, or beside the revisions.
  private func declaredPath(for format: ScriptFormat) throws -> FilePath {
    let configuration = try configuration()
    if let source = try configuration.schemaSettings().source {
      switch (SchemaSource(source, relativeTo: configuration.directory), format) {
      case (.swift(let path), .swift), (.sql(let path), .sql): return path
      default:
        throw Report(
          .configuration,
          "schema in migrate.ini names no file that --format \(format.rawValue) could be written to",
          hints: ["give it the path of one that ends with .\(format.rawValue), or take it out"])
      }
    }
    switch format {
    case .swift: return configuration.versionLocations[0].appending("Schema.swift")
    case .sql: return configuration.directory.appending("schema.sql")
    }
  }
}
