internal import ArgumentParser
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Says what this branch does to the revisions of a reference, and ends with 1 where that should not be merged.
  ///
  /// `commit` stands for this branch in the place of the work tree.
  func reportComparison(with reference: String, at commit: String?) async throws {
    let comparison = try await comparison(with: reference, at: commit)
    if !comparison.isConnected { try warnOfMissingHistory(comparison) }
    if try !comparison.past.history.hasVersionLocation(at: reference) {
      let folders = comparison.past.versionLocations
      terminal.say("\(reference) has none of the folders for scripts (\(folders)): everything is new")
    }
    if let remark = comparison.supportRemark {
      let files = comparison.changedSupport.joined(separator: ", ")
      terminal.warn(
        "\(files) changed, and whether every script still does the same cannot be told\(remark.isEmpty ? "" : ": \(remark)")"
      )
    }
    var documents: [BranchDocument] = []
    for revision in comparison.revisions {
      let finding = try BranchFinding(revision, in: comparison)
      if global.json {
        documents.append(BranchDocument(revision, in: comparison, finding.past))
      } else if revision.status.isWrong || revision.status == .cosmetic || global.verbose {
        try terminal.write(finding.text(colors: terminal.colorsOutput))
      }
    }
    if global.json { try terminal.writeJSON(documents) }
    terminal.say(Self.summary(of: comparison))
    let wrong = comparison.revisions.filter(\.status.isWrong)
    if wrong.isEmpty { return }
    if wrong.contains(where: { $0.status != .stale }) {
      terminal.hint("what others have is not changed: rev create makes a revision that changes it further")
    }
    throw ExitCode.failure
  }

  private func warnOfMissingHistory(_ comparison: BranchComparison) throws {
    let name = comparison.reference
    let consequence = "what \(name) has done since they parted counts as this branch's doing"
    if comparison.head == nil {
      terminal.warn("nothing is committed here yet, so that nothing tells where this branch and \(name) parted")
    } else if comparison.past.git.isShallow {
      terminal.warn(
        "this clone is shallow, and does not say where HEAD and \(name) parted: \(consequence)",
        hint: "git fetch --unshallow brings the whole history; in a pipeline, check out with all of it")
    } else {
      terminal.warn("HEAD and \(name) have no history in common: \(consequence)")
    }
  }

  private static func summary(of comparison: BranchComparison) -> String {
    let counts = ComparedRevision.Status.allCases.compactMap { status -> String? in
      let count = comparison.revisions.count { $0.status == status }
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }
    let found = counts.isEmpty ? "no revisions" : counts.joined(separator: ", ")
    return "Against \(comparison.reference) (\(comparison.commit.description.prefix(12))): \(found)"
  }
}
