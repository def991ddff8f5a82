internal import Dialects
internal import MigrationExecution
internal import ModelData
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Adds to the graph the revisions that a database has and no script here declares, by what its journal keeps of them: those
  /// that its rows name, those that scripts follow or depend on, and those that these follow or depend on in turn.
  ///
  /// What the journal does not tell is left out. All of it can only be shown as yet: see ``examineJournal(of:on:)``. Throws
  /// ``GraphError`` where there is no graph even so.
  func completeGraph(from database: Database) async throws {
    let declared = try scripts().listing.scripts.map(\.metadata)
    let present = Set(declared.map(\.id))
    let rows = try await database.store.heads(on: database.connection, dialect: database.dialect)
    let (broken, problem) = try missingPrerequisites()
    var wanted = Set(rows).union(broken).subtracting(present)
    if wanted.isEmpty { return }

    var kept: [RevisionID: (revision: KeptRevision, record: ScriptRecord)] = [:]
    var asked: Set<RevisionID> = []
    while !wanted.isEmpty {
      asked.formUnion(wanted)
      let found = try await database.store.keptOperations(
        of: wanted.sorted(), on: database.connection, dialect: database.dialect)
      var next: Set<RevisionID> = []
      for (id, entry) in found.sorted(by: { $0.key < $1.key }) {
        guard let revision = keptRevision(id, entry) else { continue }
        kept[id] = (revision, entry.script)
        next.formUnion(revision.metadata.parents + revision.metadata.dependsOn)
      }
      wanted = next.subtracting(present).subtracting(asked)
    }
    if kept.isEmpty {
      if let problem { throw problem }
      return
    }

    let graph: RevisionGraph
    do {
      graph = try RevisionGraph(
        declared + kept.values.map { Self.shown($0.revision.metadata) }.sorted { $0.id < $1.id })
    } catch {
      // Where the scripts alone are a graph, what the journal adds to it is no help.
      var report = (problem ?? error).report(path: scriptPath)
      let missing = problem == nil ? kept.keys.sorted() : broken.sorted()
      if problem == nil {
        report.message = "what the journal says of \(listed(missing)) fits no graph: \(report.message)"
      }
      report.hints += missing.prefix(1).map(Self.restoring)
      throw report
    }
    let scripts = kept.mapValues { revision, record in
      JournalScript(
        kept: revision, operations: revision.operations, blob: record.blobID.flatMap { GitObjectID($0) }, digest: nil,
        doubt: .notExamined)
    }
    try replaceGraph(with: graph, journal: scripts)
  }

  /// Finds out what git proves of what the journal keeps of revisions that are to be run, for which scripts may be compiled.
  func examineJournal(of ids: [RevisionID], on dialect: DialectName) async throws {
    let scripts = try ids.compactMap { try journalScript($0) }.filter { $0.doubt == .notExamined }
    if scripts.isEmpty { return }
    let proof = JournalProof(in: self, on: dialect)
    for script in scripts { try self.scripts().operations.standIn(await proof.examined(script)) }
  }

  /// Which command brings a script back.
  static func restoring(_ id: RevisionID) -> String {
    "rev verify --restore \(id) brings the script back, where git has it"
  }

  /// The same, of what may never have been applied.
  static func restoringApplied(_ id: RevisionID) -> String {
    "if it is applied, rev verify --restore \(id) brings the script back, where git has it"
  }

  /// What the journal keeps of a revision; where that is nothing that can be used, it is said why.
  private func keptRevision(_ id: RevisionID, _ entry: KeptOperations) -> KeptRevision? {
    do throws(KeptRevision.Fault) {
      let revision = try KeptRevision(entry.script.operations ?? "")
      let metadata = revision.metadata
      guard metadata.id == id else { throw .notARevision("it is that of another revision, \(metadata.id)") }
      let names = (metadata.parents + metadata.dependsOn).map(\.rawValue) + metadata.branchLabels
      guard names.allSatisfy({ visible($0) == $0 }) else { throw .notARevision("a name in it cannot be seen") }
      return revision
    } catch {
      terminal.warn("what the journal keeps of \(id) cannot be used: \(error.words)", hint: Self.restoring(id))
      return nil
    }
  }

  /// What is said of a revision as a terminal can be given it, whoever wrote it.
  private static func shown(_ metadata: RevisionMetadata) -> RevisionMetadata {
    var metadata = metadata
    let lines = metadata.message.split(separator: "\n", omittingEmptySubsequences: false)
    metadata.message = lines.map { visible(String($0)) }.joined(separator: "\n")
    metadata.created = visible(metadata.created)
    return metadata
  }

  /// What revisions follow or depend on that no script declares, with the error that this is. Throws where more than that is
  /// wrong with the graph.
  private func missingPrerequisites() throws -> (ids: [RevisionID], problem: GraphError?) {
    do {
      _ = try graph()
      return ([], nil)
    } catch let error as GraphError {
      var ids: [RevisionID] = []
      for problem in error.problems {
        switch problem {
        case .missingParent(let id, _), .missingDependency(let id, _): ids.append(id)
        default: throw error
        }
      }
      return (ids, error)
    }
  }
}
