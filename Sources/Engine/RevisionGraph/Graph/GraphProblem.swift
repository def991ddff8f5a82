package import Revisions

/// Why revisions do not make a graph: everything that was found, most telling first.
package struct GraphError: Error, Hashable, Sendable {
  /// What is wrong; never empty.
  package let problems: [GraphProblem]

  /// Makes an error of at least one problem.
  package init(problems: [GraphProblem]) { self.problems = problems }
}

/// One thing that keeps revisions from making a graph, with every id involved.
package enum GraphProblem: Hashable, Sendable {
  /// An id that no command could name and no table should hold.
  case invalidID(RevisionID, NameFault)
  /// Several revisions have one id.
  case duplicateID(RevisionID, copies: [RevisionMetadata])
  /// A revision follows one that is not there.
  case missingParent(RevisionID, of: RevisionID)
  /// A revision depends on what is neither an id, nor a label, nor the beginning of an id.
  case missingDependency(RevisionID, of: RevisionID)
  /// A revision depends on what begins more than one id; `candidates` are the first of them, `count` is how many
  /// there are.
  case ambiguousDependency(RevisionID, of: RevisionID, candidates: [RevisionID], count: Int)
  /// A revision is its own parent.
  case selfParent(RevisionID)
  /// A revision depends on itself, by id or by its own label.
  case selfDependency(RevisionID)
  /// Each revision must come after the next one, and the last after the first.
  case cycle([RevisionID], CycleKind)
  /// A label that no command could name.
  case invalidLabel(String, of: RevisionID, NameFault)
  /// Several revisions declare one label.
  case duplicateLabel(String, of: [RevisionID])
  /// A label is also the id of a revision.
  case labelIsID(String, of: RevisionID)
}

/// What is wrong with the name of a revision or a branch.
package enum NameFault: Hashable, Sendable {
  case empty
  /// `head`, `heads`, `base` or `current`.
  case reserved
  /// The character cannot stand in such a name.
  case character(Unicode.Scalar)
}

/// What the edges of a cycle are.
package enum CycleKind: Hashable, Sendable {
  case parents, dependencies, parentsAndDependencies
}
