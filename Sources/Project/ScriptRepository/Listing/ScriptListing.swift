/// The scripts of a project, as they stand in its folders.
package struct ScriptListing: Sendable {
  /// The revisions in the order of their paths, folder by folder.
  package let scripts: [RevisionScript]
  /// Swift files without a revision, which are compiled into every group.
  package let supportFiles: [SupportFile]
  /// What could not be read, or cannot stand beside the rest.
  package let problems: [ScriptProblem]
  /// How many files had to be read, because the index did not know them as they are.
  package let filesRead: Int

  /// The version locations that are not there. They count as empty: git keeps no folder without files.
  package var missingFolders: [String] { problems.filter { $0.kind == .folderMissing }.map(\.path) }

  /// The revisions, where nothing is wrong with any script.
  package func validated() throws(ScriptProblems) -> [RevisionScript] {
    let problems = problems.filter { $0.kind != .folderMissing }
    guard problems.isEmpty else { throw ScriptProblems(problems) }
    return scripts
  }

  /// Throws where a version location is not there.
  package func requireFolders() throws(ScriptProblems) {
    let missing = problems.filter { $0.kind == .folderMissing }
    if !missing.isEmpty { throw ScriptProblems(missing) }
  }

  /// Stands for all support files: a change of one changes every group.
  var supportIdentity: ContentHash { ContentHash(of: supportFiles.map(\.key.hexadecimal).sorted()) }

  /// Whether the same files are compiled into the scripts as into another listing's.
  package func sharesSupport(with other: ScriptListing) -> Bool { supportIdentity == other.supportIdentity }
}
