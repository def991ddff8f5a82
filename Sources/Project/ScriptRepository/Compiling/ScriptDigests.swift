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
    let name = "digests-" + ContentHash(of: versionLocations.map(\.string) + [dialect.rawValue]).hexadecimal.prefix(16)
    let support = listing.supportIdentity.hexadecimal
    let cache = self.memory
    let known = cache.flatMap { try? OpenFile.contents(of: "\($0.path)/\(name)") }.flatMap { DigestMemory($0) }
    var memory = DigestMemory()
    var found: [RevisionID: OperationDigest] = [:]
    var isStale = false
    for script in listing.scripts {
      let key = script.key.map { ContentHash(of: [$0.hexadecimal, support, script.id.rawValue, dialect.rawValue]) }
      let remembered = key.flatMap { known?.digests[$0] }
      // What is remembered of scripts that are still as they were is kept, whichever are asked for.
      if let key, let remembered { memory.digests[key] = remembered }
      guard let operations = operations[script.id] else { continue }
      if let remembered {
        found[script.id] = remembered
        continue
      }
      do {
        let digest = try OperationDigest(of: operations, on: dialect) {
          (try? ScriptFile.contents(of: script.path)).map { SwiftCode($0).bytes }
        }
        found[script.id] = digest
        if let key {
          memory.digests[key] = digest
          isStale = true
        }
      } catch {
        logger.debug("a script has no digest", metadata: ["revision": "\(script.id)", "error": "\(error)"])
      }
    }
    if isStale, let cache {
      do {
        try cache.write(memory.encoded(), to: name)
      } catch {
        logger.debug("the digests of scripts cannot be kept", metadata: ["errno": "\(error.errno)"])
      }
    }
    return found
  }
}
