package import ModelData
package import Revisions
import SystemPackage

/// The script of a revision as git has it, though it is in no folder any more.
package struct PastScript: Sendable {
  /// The script as it would be listed.
  package let script: RevisionScript
  /// What it does, where that can be read from its text: nil for Swift.
  package let operations: RevisionOperations?
  /// The text as git has it.
  let text: [UInt8]
  /// The other revisions that the same file declares, with it.
  let all: [RevisionScript]

  /// Reads a text that declares a revision; nil where it is no script, or one of other revisions.
  ///
  /// - Parameter path: The path that the script had, as far as it is known: its name is part of what a compiler makes of it.
  package init?(of id: RevisionID, in text: [UInt8], at path: String) {
    for format in [ScriptFormat.sql, .swift] {
      guard let entry = try? ScriptFile.read(text, path: path, format: format), !entry.revisions.isEmpty else {
        continue
      }
      all = entry.revisions.map { revision in
        RevisionScript(
          metadata: revision.metadata, path: path, format: format, line: revision.line, typeName: revision.typeName,
          key: entry.key)
      }
      guard let script = all.first(where: { $0.id == id }) else { return nil }
      self.script = script
      self.text = text
      if format == .sql {
        guard let sql = try? SQLScript(text, path: path) else { return nil }
        operations = sql.operations
      } else {
        operations = nil
      }
      return
    }
    return nil
  }

  /// The digest of operations that are said to be the script's. Throws what they cannot be digested for.
  package func digest(ifItDoes operations: RevisionOperations, on dialect: DialectName) throws -> OperationDigest {
    try OperationDigest(of: operations, on: dialect) { script.format == .swift ? SwiftCode(text).bytes : nil }
  }
}

extension ScriptRepository {
  /// The digest that a script of git's had when this user ran it from here; nil where nobody remembers.
  package func rememberedDigest(
    of past: PastScript, beside listing: ScriptListing, on dialect: DialectName
  ) -> OperationDigest? {
    rememberedDigests(of: [past.script], from: listing, on: dialect)[past.script.id]
  }

  /// The operations of a script of git's: what was compiled of it before, or is now. The work tree is not touched.
  ///
  /// Support files count as they are now. Throws ``ScriptLoadError`` or ``ScriptFailure`` where it cannot be compiled.
  package func operations(of past: PastScript, beside listing: ScriptListing) async throws -> RevisionOperations? {
    if let operations = past.operations { return operations }
    let folder = try CacheFolder.temporary(environment: environment)
    defer { CacheFolder.remove(folder.path) }
    let name = past.script.path.split(separator: "/").last.map(String.init) ?? "\(past.script.typeName).swift"
    try folder.write(past.text, to: name)
    func moved(_ script: RevisionScript) -> RevisionScript {
      RevisionScript(
        metadata: script.metadata, path: "\(folder.path)/\(name)", format: script.format, line: script.line,
        typeName: script.typeName, key: script.key)
    }
    let scripts = past.all.map(moved)
    let alone = ScriptListing(scripts: scripts, supportFiles: listing.supportFiles, problems: [], filesRead: 0)
    let loaded = try await load(scripts.filter { $0.id == past.script.id }, from: alone)
    return try loaded.operations(of: past.script.id)
  }
}
