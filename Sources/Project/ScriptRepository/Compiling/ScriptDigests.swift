import Logging
package import ModelData
package import Revisions
import SystemPackage

extension ScriptRepository {
  /// The digests of scripts, whose operations are given, for a kind of database. What has no digest is not among them.
  ///
  /// Those of compiled scripts are remembered by the scripts' texts.
  package func digests(
    of operations: [RevisionID: RevisionOperations], from listing: ScriptListing, on dialect: DialectName
  ) -> [RevisionID: OperationDigest] {
    findings(.digests, about: operations, from: listing, dialect.rawValue) { script, operations in
      try OperationDigest(of: operations, on: dialect) {
        (try? ScriptFile.contents(of: script.path)).map { SwiftCode($0).bytes }
      }.description
    }.compactMapValues { OperationDigest($0) }
  }

  /// Scripts, whose operations are given, as a journal keeps them (``KeptRevision``). What cannot be kept is not among them.
  ///
  /// Those of compiled scripts are remembered by the scripts' texts.
  package func keptTexts(
    of operations: [RevisionID: RevisionOperations], from listing: ScriptListing
  ) -> [RevisionID: String] {
    findings(.kept, about: operations, from: listing, "") { script, operations in
      try KeptRevision(script.metadata, operations).text()
    }
  }

  /// The digests that compiled scripts had when this user last ran them from here, known by their texts alone. What nobody
  /// remembers is not among them.
  ///
  /// Support files count as they are now.
  package func rememberedDigests(
    of scripts: [RevisionScript], from listing: ScriptListing, on dialect: DialectName
  ) -> [RevisionID: OperationDigest] {
    guard !scripts.isEmpty, let memory = memory(memoryName(.digests, dialect.rawValue)) else { return [:] }
    var digests: [RevisionID: OperationDigest] = [:]
    for script in scripts {
      guard let key = memoryKey(of: script, listing, dialect.rawValue) else { continue }
      digests[script.id] = memory.findings[key].flatMap { OperationDigest($0) }
    }
    return digests
  }

  /// What is found out about scripts and remembered.
  private enum Finding: String {
    case digests
    /// The number is that of the texts' form.
    case kept = "kept1"

    /// Whether a text that is remembered is of the form that is made today.
    func isCurrent(_ text: String) -> Bool {
      switch self {
      case .digests: OperationDigest(text) != nil
      case .kept: true
      }
    }
  }

  /// How many findings about scripts that are no longer there are remembered.
  private static let maximumFormer = 1000

  /// What is found out about scripts whose operations are given, remembered or new.
  private func findings(
    _ finding: Finding, about operations: [RevisionID: RevisionOperations], from listing: ScriptListing,
    _ qualifier: String, find: (RevisionScript, RevisionOperations) throws -> String
  ) -> [RevisionID: String] {
    let name = memoryName(finding, qualifier)
    var former = memory(name)?.findings ?? [:]
    var memory = ScriptMemory()
    var found: [RevisionID: String] = [:]
    var isStale = false
    for script in listing.scripts {
      let key = memoryKey(of: script, listing, qualifier)
      let remembered = key.flatMap { former.removeValue(forKey: $0) }.flatMap { finding.isCurrent($0) ? $0 : nil }
      // What is remembered of scripts that are still as they were is kept, whichever are asked for.
      if let key, let remembered { memory.findings[key] = remembered }
      guard let operations = operations[script.id] else { continue }
      if let remembered {
        found[script.id] = remembered
        continue
      }
      do {
        let text = try find(script, operations)
        found[script.id] = text
        if let key {
          memory.findings[key] = text
          isStale = true
        }
      } catch {
        logger.debug(
          "a script cannot be described", metadata: ["revision": "\(script.id)", "error": "\(error)"])
      }
    }
    if isStale, let folder = findingsFolder {
      // The digest of a script that is gone may yet prove what a journal says of it.
      if finding == .digests {
        for (key, text) in former.prefix(Self.maximumFormer) { memory.findings[key] = text }
      }
      do {
        try folder.write(memory.encoded(), to: name)
      } catch {
        logger.debug("what was found out about scripts cannot be kept", metadata: ["errno": "\(error.errno)"])
      }
    }
    return found
  }

  private func memoryName(_ finding: Finding, _ qualifier: String) -> String {
    "\(finding.rawValue)-\(ContentHash(of: versionLocations.map(\.string) + [qualifier]).hexadecimal.prefix(16))"
  }

  private func memory(_ name: String) -> ScriptMemory? {
    findingsFolder.flatMap { try? OpenFile.contents(of: "\($0.path)/\(name)") }.flatMap { ScriptMemory($0) }
  }

  private func memoryKey(of script: RevisionScript, _ listing: ScriptListing, _ qualifier: String) -> ContentHash? {
    script.key.map {
      ContentHash(of: [$0.hexadecimal, listing.supportIdentity.hexadecimal, script.id.rawValue, qualifier])
    }
  }
}
