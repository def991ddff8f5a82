internal import Autogenerate
internal import Dialects
internal import Glibc
internal import MigrationExecution
internal import MigrationPlanning
internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository
internal import SystemPackage

/// Reads schemas of one kind of database from wherever they are.
struct SchemaReader {
  let session: Session
  let kind: DatabaseKind
  /// The URL that it was chosen by, where that is not the configuration's.
  private let url: DatabaseURL?
  let dialect: any ReflectingDialect
  let settings: SchemaSettings
  let filter: ObjectFilter
  /// Whether a server may be asked what operations do that cannot be followed otherwise.
  let mayAskServer: Bool

  /// Reads schemas for the kind of database that some sources are about: that of a URL among them, of `--dialect`, or of the
  /// configuration.
  init(_ session: Session, for sources: [SchemaSource], dialect name: String? = nil, mayAskServer: Bool = true) throws {
    self.session = session
    self.mayAskServer = mayAskServer
    url = try sources.lazy.compactMap(\.url).first.map {
      try DatabaseURL($0, relativeTo: session.context().currentDirectory)
    }
    if let name {
      kind = try DatabaseKind.named(name)
    } else if let url {
      kind = try DatabaseKind.serving(url)
    } else {
      do {
        kind = try DatabaseKind.serving(session.databaseURL())
      } catch var report as Report where !sources.contains(.database(url: nil)) {
        report.hints.insert("--dialect postgresql, or sqlite, says for which kind of database: none is opened", at: 0)
        throw report
      }
    }
    dialect = kind.dialect(try session.databaseSettings())
    settings = try session.configuration().schemaSettings()
    do throws(ObjectFilter.Unreadable) {
      filter = try ObjectFilter(
        including: settings.included, excluding: settings.excluded, home: dialect.comparison.defaultSchema)
    } catch {
      guard let kind = error.kind else {
        throw Report(
          .configuration, "'\(error.pattern)' in migrate.ini: no name stands behind the kind of object",
          hints: ["\(error.pattern.dropLast()) means all of that kind, and \(error.pattern)app_* those of such names"])
      }
      let nearest = nearestName(to: kind, among: ObjectFilter.Kind.allCases.map(\.rawValue))
      throw Report(
        .configuration, "'\(error.pattern)' in migrate.ini: there is no kind of object '\(kind)'",
        hints: didYouMean(nearest.map { [$0] } ?? [])
          + ["the kinds are \(ObjectFilter.Kind.allCases.map(\.rawValue).joined(separator: ", "))"])
    }
  }

  /// What is read of a database: the schemas that the settings name, or all where it was made for what is declared.
  func scope(includesGrants: Bool, wholly: Bool = false) throws -> ReflectionScope {
    let store = try session.versionStore()
    let schemas: ReflectionScope.Schemas =
      switch settings.schemas {
      case .all: .all
      case _ where wholly: .all
      case .default: .default
      case .named(let names): .named(names)
      }
    // Nor is the version table of a tool that managed the database before.
    let alembics = QualifiedName("alembic_version", schema: store.table.schema)
    return ReflectionScope(
      schemas, ignoring: [store.table, store.journal, alembics], includesGrants: includesGrants)
  }

  /// Reads a source. `includesGrants` says whether it is of interest who was granted what.
  func read(_ source: SchemaSource, includesGrants: Bool = false) async throws -> SchemaReading {
    switch source {
    case .database(let url): try await databaseRead(url, includesGrants: includesGrants).run()
    case .declared: try await readDeclared()
    case .swift(let path): try await readSwift(path)
    case .sql(let path): try await readSQL(path)
    case .revision(let argument): try await readRevision(argument)
    }
  }

  /// Reads two sources, unless `check` throws. Of a database it is asked who was granted what where the other says something about
  /// it.
  func read(
    _ former: SchemaSource, and wanted: SchemaSource, checking check: () async throws -> Void = {}
  ) async throws -> (former: SchemaReading, wanted: SchemaReading) {
    guard case .database(let url) = former else {
      try await check()
      let wanted = try await self.read(wanted)
      return (try await self.read(former, includesGrants: !wanted.schema.grants.isEmpty), wanted)
    }
    let read = try databaseRead(url, includesGrants: false)
    // A declaration is loaded while the server answers. Few say anything of grants: for those it is asked again.
    async let ahead = read.run()
    try await check()
    let wanted = try await self.read(wanted)
    let reading = try await ahead
    if wanted.schema.grants.isEmpty { return (reading, wanted) }
    return (try await self.read(former, includesGrants: true), wanted)
  }

  /// Who may do what in the first database among some sources; nil where none is one.
  func heldPrivileges(in sources: [SchemaSource]) async throws -> HeldPrivileges? {
    for source in sources {
      switch source {
      case .database:
        let reading = try await read(source, includesGrants: true)
        return HeldPrivileges(
          grants: reading.schema.grants, revoked: reading.revoked, owners: reading.owners)
      case .declared, .swift, .sql, .revision: continue
      }
    }
    return nil
  }

  // MARK: Databases

  /// What it takes to read a database: that of the configuration where no URL names another.
  func databaseRead(_ url: String?, includesGrants: Bool) throws -> DatabaseRead {
    let address: DatabaseURL
    let title: String
    if let url {
      address = try DatabaseURL(url, relativeTo: session.context().currentDirectory)
      title = "\(address)"
    } else {
      address = try session.databaseURL()
      title = "the database \(address)"
    }
    let other = try DatabaseKind.serving(address)
    guard other.name == kind.name else {
      throw Report(
        .usage, "\(address) is no \(kind.name) database, and schemas of two kinds of database cannot be compared")
    }
    return DatabaseRead(
      kind: other, url: address, title: title, mayBeMissing: url == nil,
      settings: try session.databaseSettings(), dialect: dialect, scope: try scope(includesGrants: includesGrants),
      say: { [terminal = session.terminal] in terminal.say($0) })
  }

  /// Reads all that was made on a scratch database.
  func reflect(
    _ scratch: any MigrationConnection, title: String, includesGrants: Bool = false
  ) async throws -> SchemaReading {
    SchemaReading(
      try await dialect.reflect(scope(includesGrants: includesGrants, wholly: true), from: scratch), title: title)
  }

  // MARK: Files and revisions

  private func readSwift(_ path: FilePath) async throws -> SchemaReading {
    let (declared, identity) = try await session.project().repository.declaredSchema(at: path)
    let shown = Session.displayed(path.string)
    let faults = DeclarationProblems(in: declared, dialect: dialect).list
    guard faults.isEmpty else { throw try Report(faults, declaredAt: path) }
    let schema: Schema
    do throws(DialectError) {
      schema = complete(try dialect.canonical(declared))
    } catch {
      // What helps in a revision cannot be said in a declaration.
      let isForRevisions = error.hint?.contains("When(") ?? false
      let way = "a declaration is for one kind of database, here \(kind.name): take it out"
      throw Report(.script, "\(shown): \(error.message)", hints: isForRevisions ? [way] : error.hint.map { [$0] } ?? [])
    }
    let problems = SchemaProblems(in: schema, rules: dialect.comparison).list
    if problems.contains(where: { $0.weight == .impossible }) {
      throw try Report(problems.filter { $0.weight != .unfit }, declaredAt: path)
    }
    var reading = SchemaReading(schema: schema, title: shown, declared: declared, identity: [identity])
    if !problems.isEmpty { reading.doubtfulKeys = (problems, path) }
    return reading
  }

  /// A schema with all that its objects stand in, where databases have such.
  private func complete(_ schema: Schema) -> Schema {
    dialect.comparison.defaultSchema == nil ? schema : schema.withImpliedNamespaces()
  }

  /// Runs a file on a scratch database, and reads what came of it.
  private func readSQL(_ path: FilePath) async throws -> SchemaReading {
    let shown = Session.displayed(path.string)
    let text: String
    do throws(SystemFailure) {
      text = String(decoding: try ProjectFile.contents(of: path.string), as: UTF8.self)
    } catch {
      let isFolder = ProjectFile.exists(path.string + "/")
      throw Report(
        .file,
        isFolder
          ? "\(shown) is a folder, and no SQL" : "cannot read \(shown): \(String(cString: strerror(error.errno)))")
    }
    return try await onScratch { scratch in
      do {
        for statement in try dialect.cut(text) {
          let place = "\(shown):\(statement.lineOffset + 1)"
          if dialect.transactionRule(of: statement.text) == .forbidden {
            throw Report(
              .script,
              "\(place): a schema is tried in a transaction that is not its own: take BEGIN, COMMIT and the like out")
          }
          if dialect.reachesBeyondDatabase(statement.text) {
            let shown = SQLFragment.raw(statement.text).summary
            session.terminal.warn(visible("\(place): left out, as it concerns more than this database: \(shown)"))
            continue
          }
          if try await dialect.isMadeAnyway(statement.text, reading: scratch) { continue }
          do {
            try await scratch.run(statement.text)
          } catch let error as DatabaseError {
            throw Report(
              .script, "\(place): \(error.message)",
              hints: [error.detail, error.hint].compactMap { $0 })
          }
        }
      } catch let error as DialectError {
        throw Report(
          .script, "\(shown):\(error.location?.line ?? 1): \(error.message)", hints: error.hint.map { [$0] } ?? [])
      }
      // A dump ends with settings of its own.
      for setting in scratch.restoringSettings { try await scratch.run(setting) }
      // What the scratch database was granted on before is nothing that the file says.
      let reading = try await reflect(scratch, title: shown, includesGrants: text.uppercased().contains("GRANT"))
      if kind.scratchIsFree { try await warnOfDoubts(in: reading, on: scratch) }
      return reading
    }
  }

  /// The schema that the graph gives at a revision.
  private func readRevision(_ argument: RevisionArgument) async throws -> SchemaReading {
    let graph = try session.graph()
    let ids: [RevisionID]
    do {
      ids = try await session.resolve([argument])
    } catch {
      throw SchemaSource.explaining(
        session.report(of: error), of: argument.text, in: try session.context().currentDirectory)
    }
    let plan = try graph.planUpgrade(to: ids.map(SelectorExpression.revision), from: [])
    let title = ids.isEmpty ? "base" : "revision \(listed(ids))"
    if !kind.scratchIsFree {
      let replay = try await replay(plan)
      if replay.unfollowed.isEmpty || !mayAskServer {
        for operation in replay.unfollowed {
          session.terminal.warn("what this does to the schema is not known without running it: \(operation.words)")
        }
        let schema = complete(replay.schema)
        return SchemaReading(schema: schema, title: title, declared: schema)
      }
    }
    let writer = OfflineWriter(
      dialect: dialect, store: try session.versionStore(), source: try session.project().operations,
      appliedBy: "rev schema", openScratch: kind.openScratch)
    return try await onScratch { scratch in
      try await writer.replay(plan, on: scratch)
      return try await reflect(scratch, title: title, includesGrants: true)
    }
  }

  /// Works out what a plan from base leads to.
  private func replay(_ plan: MigrationPlan) async throws -> SchemaReplay {
    let operations = try await session.project().operations.operations(for: plan.steps.map(\.revision))
    var replay = SchemaReplay(dialect: dialect)
    for step in plan.steps {
      let steps = try operations[step.revision]?.steps(.upgrade) ?? []
      do throws(ReplayError) {
        try replay.apply(steps)
      } catch {
        // Swift knows of a script only under what name it was compiled.
        guard let path = session.scriptPath(step.revision) else { throw error }
        var placed = error
        placed.location = SourceLocation(file: path, line: error.location.line)
        throw placed
      }
    }
    return replay
  }

  /// Lends a scratch database.
  func onScratch<Result>(_ work: (any MigrationConnection) async throws -> Result) async throws -> Result {
    let scratch = try await kind.openScratchDatabase(session, url)
    Interruption.stopping(scratch.connection.interruptHandle) { [terminal = session.terminal] in terminal.say($0) }
    do {
      let result = try await work(scratch.connection)
      await scratch.discard()
      return result
    } catch {
      await scratch.discard()
      throw error
    }
  }
}

extension SchemaSource {
  var url: String? { if case .database(let url) = self { url } else { nil } }
}

extension UnsupportedObject {
  /// The object as a sentence has it.
  var words: String { visible(table.map { "\(kind) \(name) of \($0)" } ?? "\(kind) \(name)") }
}
