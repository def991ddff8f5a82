package import Revisions

/// Why an expression does not stand for revisions of this graph; `selector` is the expression as it was written.
package enum SelectorError: Error, Hashable, Sendable {
  /// No id, label or beginning of an id is like this. `nearest` are names that look like it, best first; `isShort` says
  /// that it has fewer than four characters, which is little for the beginning of an id.
  case unknownRevision(String, selector: String, nearest: [String], isShort: Bool)
  /// What stands before the `@` is no label, id or beginning of an id.
  case unknownBranch(String, selector: String, nearest: [String])
  /// Several ids begin like this: the first of them, and how many there are.
  case ambiguousPrefix(String, selector: String, candidates: [RevisionID], count: Int, isShort: Bool)
  /// The revision neither follows the branch's revision nor is followed by it.
  case notInBranch(RevisionID, branch: String, selector: String)
  /// One head is meant and there are several. Where dependencies leave one of them that implies all others, it is
  /// `effectiveHead`: `heads` would stand for it.
  case multipleHeads([RevisionID], effectiveHead: RevisionID?, selector: String)
  /// Steps are counted from where the database is, and it is in several places.
  case multipleCurrentHeads([RevisionID], selector: String)
  /// Steps are counted down from where the database is in a branch of which it has nothing.
  case branchNotApplied(String, selector: String)
  /// A step could go several ways; nil stands for base.
  case ambiguousStep(from: RevisionID?, candidates: [RevisionID], selector: String)
  /// There are only so many steps to take.
  case tooFewSteps(selector: String, wanted: Int, available: Int)
  /// The expression counts from where the database is, and no database was asked.
  case needsDatabase(selector: String)
  /// The older end of a range is not implied by the newer end.
  case notAncestor(RevisionID, of: [RevisionID], selector: String)
}
