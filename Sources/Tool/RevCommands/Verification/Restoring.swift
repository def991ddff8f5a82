internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository
internal import SystemPackage

extension Session {
  /// Brings the script of a revision back that is applied and gone. Nothing is overwritten.
  func restore(_ argument: RevisionArgument) async throws {
    let revisions = try await verifiedRevisions()
    let id = try one(argument, among: revisions.filter { $0.script == nil }.map(\.id)) {
      let here = try scripts().listing.scripts
      let id = try one(argument, among: here.map(\.id)) {
        Report(
          .unknownRevision, "no revision '\(argument.text)' is applied whose script is missing",
          hints: ["rev verify lists them"])
      }
      let path = here.first { $0.id == id }.map { Self.displayed($0.path) } ?? ""
      let revision = revisions.first { $0.id == id }
      let isEdited = revision?.status == .edited || revision?.status == .cosmetic
      var report = Report(
        .usage,
        isEdited
          ? "the script of \(id) is not missing, it was edited: \(path)"
          : "the script of \(id) is not missing: \(path)",
        hints: ["nothing was overwritten"], ids: [id.rawValue])
      if let revision, let remedy = finding(of: revision, scriptPast()).remedy {
        report.hints.append("\(remedy) takes the edit back")
      }
      return report
    }
    let past = try requiredPast("from which \(id) could be brought back", ids: [id.rawValue])
    let workTree = past.git.workTree ?? ""
    let sighting = try past.history.lastSeen(revision: id)
    let applied = revisions.first { $0.id == id }?.appliedBlob
    // What was applied is what belongs there, whatever became of the script later.
    var found: (text: [UInt8], isApplied: Bool)?
    if let applied, let text = try past.git.contents(ofBlob: applied) { found = (text, true) }
    if found == nil, let blob = sighting?.blob, let text = try past.git.contents(ofBlob: blob) { found = (text, false) }
    guard let found else {
      throw Report(
        .git, "git does not have the script of \(id)",
        hints: [
          past.git.isShallow
            ? "git fetch --unshallow brings the rest of the history"
            : "git fetch --all, where another clone may have it"
        ], ids: [id.rawValue])
    }
    let path = try sighting.map { FilePath("\(workTree)/\($0.path)") } ?? newPath(of: id, found.text)
    try NewFiles.createFolder(path.removingLastComponent())
    try NewFiles.create(path, found.text)
    if global.json { return try terminal.writeJSON(["id": id.rawValue, "path": path.string]) }
    try terminal.writeLine(Self.displayed(path.string))
    if !found.isApplied { terminal.warn("git no longer has what was applied: this is the last that it saw") }
  }

  /// Where a script is put of which git has only the text.
  private func newPath(of id: RevisionID, _ text: [UInt8]) throws -> FilePath {
    let folder = try configuration().versionLocations[0]
    return folder.appending("\(id).\(text.starts(with: "--".utf8) ? "sql" : "swift")")
  }

  /// The one revision that an address means, whole or by how its id begins; those may be in no graph.
  func one(
    _ argument: RevisionArgument, among ids: [RevisionID], otherwise: () throws -> Report
  ) throws -> RevisionID {
    if let exact = ids.first(where: { $0.rawValue == argument.text }) { return exact }
    let matches = argument.text.isEmpty ? [] : ids.filter { $0.rawValue.hasPrefix(argument.text) }
    if matches.count > 1 {
      throw Report(
        .ambiguousRevision, "'\(argument.text)' is the beginning of \(listed(matches))", ids: names(matches))
    }
    guard let match = matches.first else { throw try otherwise() }
    return match
  }
}
