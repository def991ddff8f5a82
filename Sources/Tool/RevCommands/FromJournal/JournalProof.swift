internal import MigrationExecution
internal import ModelData
internal import Revisions
internal import ScriptRepository

/// Proves what a journal keeps of revisions by the texts of their scripts that git has.
///
/// That git has a text under the id that a row names proves nothing of the operations beside it. So they are compared with
/// what that text itself does: SQL is read from it, and of Swift it is known from when it ran here, or found out by compiling
/// it.
struct JournalProof {
  let session: Session
  let dialect: DialectName
  /// What git knows of the scripts; nil where there is no repository, or it could not be asked.
  private let past: ScriptPast?
  private let failure: String?

  init(in session: Session, on dialect: DialectName) {
    self.session = session
    self.dialect = dialect
    do {
      past = try ScriptPast(of: session.repository())
      failure = nil
    } catch {
      past = nil
      failure = (error as? GitError)?.words ?? session.report(of: error).message
    }
  }

  /// What is run in the place of a script that is gone, and why that is in doubt.
  func examined(_ script: JournalScript) async -> JournalScript {
    let (kept, blob) = (script.kept, script.blob)
    var operations = kept.operations.withoutReplaceableSwift
    do {
      let (proven, digest) = try await proven(kept, blob)
      if let proven { operations = proven }
      return JournalScript(kept: kept, operations: operations, blob: blob, digest: digest.description, doubt: nil)
    } catch {
      let dependsOnText = Direction.allCases.contains { direction in
        kept.operations.swift(in: direction).contains { $0.fingerprint == nil }
      }
      let digest = dependsOnText ? nil : try? OperationDigest(of: kept.operations, on: dialect, code: { nil })
      return JournalScript(kept: kept, operations: operations, blob: blob, digest: digest?.description, doubt: error)
    }
  }

  /// The operations of git's text where they had to be read from it, and nil where it is known that those of the journal do
  /// the same; with their digest. Throws where that is in doubt.
  private func proven(
    _ kept: KeptRevision, _ blob: GitObjectID?
  ) async throws(JournalScript.Doubt) -> (RevisionOperations?, OperationDigest) {
    guard let blob else { throw .noText }
    if let failure { throw .gitFailed(blob, failure) }
    guard let past else { throw .noRepository(blob) }
    let id = kept.metadata.id
    let (text, path): ([UInt8]?, String)
    do {
      text = try past.git.contents(ofBlob: blob)
      // Only of Swift does the name matter.
      let isSQL = text?.starts(with: "--".utf8) ?? true
      path = try isSQL ? "\(id).sql" : past.history.introduction(of: blob)?.path ?? "\(id).swift"
    } catch {
      throw .gitFailed(blob, error.words)
    }
    guard let text else { throw .notInGit(blob) }
    guard let script = PastScript(of: id, in: text, at: path) else { throw .anotherScript(blob) }
    guard script.script.metadata == kept.metadata,
      let digest = try? script.digest(ifItDoes: kept.operations, on: dialect)
    else { throw .differs(blob) }
    let hasSwift = !kept.operations.withoutReplaceableSwift.swift(in: .downgrade, on: dialect).isEmpty
    return (try await operations(of: script, doing: digest, blob, isNeeded: hasSwift), digest)
  }

  /// `isNeeded` is whether the operations themselves are wanted, since the journal's have Swift in them.
  private func operations(
    of script: PastScript, doing digest: OperationDigest, _ blob: GitObjectID, isNeeded: Bool
  ) async throws(JournalScript.Doubt) -> RevisionOperations? {
    do {
      let scripts = try session.scripts()
      if let remembered = scripts.repository.rememberedDigest(of: script, beside: scripts.listing, on: dialect) {
        if remembered != digest { throw JournalScript.Doubt.differs(blob) }
        if !isNeeded { return nil }
      }
      defer { CrashNotice.clear() }
      session.noticeCrash(evaluating: script.script.id)
      guard let operations = try await scripts.repository.operations(of: script, beside: scripts.listing),
        try script.digest(ifItDoes: operations, on: dialect) == digest
      else { throw JournalScript.Doubt.differs(blob) }
      return operations
    } catch let doubt as JournalScript.Doubt {
      throw doubt
    } catch {
      let words = session.report(of: error).message.split(separator: "\n").first.map(String.init) ?? ""
      throw .notCompiled(blob, words)
    }
  }
}
