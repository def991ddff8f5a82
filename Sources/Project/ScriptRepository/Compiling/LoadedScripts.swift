package import Revisions

/// Scripts whose operations are at hand.
package struct LoadedScripts: Sendable {
  /// What it took to load them.
  package struct Statistics: Hashable, Sendable {
    /// How many times the compiler was run.
    package var compilerRuns = 0
    /// How many scripts are newly compiled.
    package var scriptsCompiled = 0
    /// How many compiled groups were loaded.
    package var groupsLoaded = 0
  }

  private enum Source {
    case sql(RevisionScript)
    case swift(any Revision.Type)
    case failed(ScriptFailure)
  }

  private var sources: [RevisionID: Source] = [:]
  /// What it took to load them.
  package internal(set) var statistics = Statistics()
  /// The scripts that could not be loaded, in the order of their paths. The others can be used all the same.
  package internal(set) var failures: [ScriptFailure] = []

  /// The compiled groups that were loaded, by path.
  var groups: [(path: String, object: ObjectStore.Object)] = []

  /// The commit that the scripts are of; nil where they stand in the project's own folders.
  private let origin: CommitOrigin?

  init(origin: CommitOrigin? = nil) { self.origin = origin }

  /// The operations of a revision, evaluated now; nil for one that was not asked for.
  ///
  /// A SQL script is read now. Throws where the script could not be loaded, or no longer says what was listed.
  package func operations(of id: RevisionID) throws(ScriptFailure) -> RevisionOperations? {
    switch sources[id] {
    case nil: return nil
    case .failed(let failure): throw failure
    case .swift(let type): return type.operations
    case .sql(let script):
      do throws(ScriptProblems) {
        let current = try SQLScript(try ScriptFile.contents(of: script.path), path: script.path)
        guard current.metadata == script.metadata else {
          throw ScriptProblems([ScriptProblem(path: script.path, kind: .changedSinceListed)])
        }
        return current.operations
      } catch {
        let failure = ScriptFailure(path: script.path, revisions: [id], reason: .unreadable(error))
        throw origin?.naming(failure) ?? failure
      }
    }
  }

  mutating func add(sql script: RevisionScript) { sources[script.id] = .sql(script) }

  /// Adds a compiled revision, unless it says something else of itself than its text does.
  mutating func add(_ type: any Revision.Type, for script: RevisionScript) {
    let compiled = type.metadata
    guard compiled == script.metadata else {
      return add(
        ScriptFailure(
          path: script.path, revisions: [script.id],
          reason: .metadataDisagrees(scanned: script.metadata, compiled: compiled)))
    }
    sources[script.id] = .swift(type)
  }

  mutating func add(_ failure: ScriptFailure) {
    let failure = origin?.naming(failure) ?? failure
    for id in failure.revisions { sources[id] = .failed(failure) }
    failures.append(failure)
    failures.sort { $0.path < $1.path }
  }
}
