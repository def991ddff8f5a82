internal import ProjectConfiguration
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

/// Finds new revisions whose parents other revisions of the reference have followed since they were made.
///
/// A parent that was no head then either was chosen on purpose, and begins a branch.
struct OvertakenParents {
  private let comparison: BranchComparison
  /// The reference's graph.
  private let theirs: RevisionGraph
  /// The work tree's graph; nil where its revisions make none.
  private let ours: RevisionGraph?
  private let here: [RevisionID: RevisionScript]

  init(
    comparison: BranchComparison, theirs: RevisionGraph, ours: RevisionGraph?, here: [RevisionID: RevisionScript]
  ) {
    self.comparison = comparison
    self.theirs = theirs
    self.ours = ours
    self.here = here
  }

  /// Says of new revisions which of their parents were overtaken.
  func mark(_ revisions: inout [ComparedRevision]) throws(GitError) {
    var heads: [GitObjectID: Set<RevisionID>] = [:]
    for index in revisions.indices where revisions[index].status == .new {
      guard let metadata = revisions[index].script?.metadata else { continue }
      // One with a label of its own begins a branch, wherever that is.
      guard metadata.branchLabels.isEmpty else { continue }
      for parent in metadata.parents where theirs[parent] != nil && !theirs.isHead(parent) {
        let descendants = Set(theirs.descendants(of: [parent], includingDependencies: false))
        let newHeads = theirs.heads.filter(descendants.contains)
        if isJoined(metadata.id, with: newHeads) { continue }
        guard try wasHead(parent, for: metadata, &heads) else { continue }
        revisions[index].status = .stale
        revisions[index].overtaken.append(
          .init(parent: parent, heads: newHeads, isHere: newHeads.allSatisfy { here[$0] != nil }))
      }
    }
  }

  /// Whether revisions of the work tree follow both a revision and each of some heads already, as after `rev merge`.
  private func isJoined(_ id: RevisionID, with heads: [RevisionID]) -> Bool {
    guard let ours else { return false }
    let descendants = Set(ours.descendants(of: [id], includingDependencies: false))
    return heads.allSatisfy { head in
      ours.descendants(of: [head], includingDependencies: false).contains(where: descendants.contains)
    }
  }

  /// Whether a parent was a head when a revision was made on it, as far as git tells.
  private func wasHead(
    _ parent: RevisionID, for revision: RevisionMetadata, _ known: inout [GitObjectID: Set<RevisionID>]
  ) throws(GitError) -> Bool {
    guard comparison.isConnected else {
      // All that is left to go by: whoever has not got what follows the parent cannot have passed it over.
      return theirs.facts(of: parent)?.children.contains { here[$0] == nil } ?? false
    }
    func isHead(at commit: GitObjectID) throws(GitError) -> Bool {
      if known[commit] == nil { known[commit] = try heads(at: commit) }
      return known[commit]?.contains(parent) ?? false
    }
    for base in comparison.bases where try isHead(at: base) { return true }
    // Since the revision was made, the reference may have been merged into this branch, or the branch rebased.
    let git = comparison.past.git
    var introduction: GitCommit?
    if let head = comparison.head {
      introduction = try comparison.past.history.introduction(of: revision.id, before: head)
    }
    if let introduction {
      for base in try git.mergeBases(of: introduction.id, and: comparison.commit) where try isHead(at: base) {
        return true
      }
    }
    let times = [introduction?.time, LocalTime(iso8601: revision.created).map { Int64($0.epochSeconds) }]
    guard let made = times.compactMap(\.self).min(),
      let then = try git.firstParent(of: comparison.commit, at: made)
    else { return false }
    return try isHead(at: then)
  }

  /// The revisions that none follows in a commit.
  private func heads(at commit: GitObjectID) throws(GitError) -> Set<RevisionID> {
    let revisions = try comparison.past.history.revisions(at: commit)
    let followed = Set(revisions.values.flatMap(\.metadata.parents))
    return Set(revisions.keys).subtracting(followed)
  }
}
