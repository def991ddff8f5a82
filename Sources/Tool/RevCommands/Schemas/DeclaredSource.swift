internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository
internal import SystemPackage

extension SchemaReader {
  /// Reads the declared schema, wherever that is. An error in finding it names the setting that says where it is.
  func readDeclared() async throws -> SchemaReading {
    let source = try declaredSource()
    guard let text = settings.source, let position = try session.configuration().schemaSourcePosition() else {
      return try await read(source)
    }
    do {
      return try await read(source)
    } catch {
      var report = session.report(of: error)
      let isAboutPlace = [
        Report.Code.unknownRevision, .ambiguousRevision, .invalidRevision, .file, .usage, .configuration,
      ].contains { $0.rawValue == report.code }
      guard isAboutPlace else { throw error }
      if case .revision = source {
        report = SchemaSource.explaining(report, of: text, in: try session.configuration().directory)
        if text.contains(" ;") || text.contains(" #") {
          report.hints = ["a comment stands on a line of its own: what is behind a value belongs to it"]
        }
        if !report.hints.contains(SchemaSource.forms) { report.hints.append(SchemaSource.forms) }
      }
      // What stands in a file is no mistake on the command line.
      if report.status == .usage { report = Report(.configuration, report.message, hints: report.hints) }
      report.message = visible("\(position.words): schema = \(text): ") + report.message
      throw report
    }
  }

  /// Where the configuration says that the declared schema is, or where it is by itself.
  private func declaredSource() throws -> SchemaSource {
    let configuration = try session.configuration()
    if let text = settings.source {
      let declared = SchemaSource(text, relativeTo: configuration.directory)
      guard declared != .declared else {
        let place = try configuration.schemaSourcePosition().map { "\($0.words): " } ?? ""
        throw Report(
          .configuration, visible("\(place)schema = schema says nothing"), hints: [declaring(in: configuration)])
      }
      return declared
    }
    for folder in configuration.versionLocations {
      let path = folder.appending("Schema.swift")
      if ProjectFile.exists(path.string) { return .swift(path) }
    }
    let near = configuration.versionLocations.flatMap { folder in
      ["schema.swift", "Schemas.swift", "schemas.swift"].map { folder.appending($0) }
    }
    let found = near.filter { ProjectFile.exists($0.string) }.map { Session.displayed($0.string) }
    throw Report(
      .configuration, "no schema is declared",
      hints: found.map { visible("\($0) counts under the name Schema.swift") } + [declaring(in: configuration)])
  }

  private func declaring(in configuration: ProjectConfiguration) -> String {
    let path = Session.displayed(configuration.versionLocations[0].appending("Schema.swift").string)
    return visible(
      "write one to \(path) (let schema = Schema { … }), or name a .swift or .sql file, a URL or a revision by schema = … in migrate.ini; rev schema --from-database writes one for a database that is there"
    )
  }
}
