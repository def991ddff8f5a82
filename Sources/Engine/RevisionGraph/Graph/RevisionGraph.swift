package import Revisions

/// The revisions of a project, checked, with what can be asked of them.
///
/// Two graphs over the same revisions: the *lineage* has parents alone, and makes branches; the *requirements* have
/// dependencies too, and say what must be applied before what. Revisions are numbered by id, so that "lowest number"
/// and "first by id" are the same, and nothing depends on the order in which files were found.
package struct RevisionGraph: Sendable {
  /// The revisions, by id.
  package let revisions: [RevisionMetadata]
  /// Who follows whom.
  package let lineage: Digraph<RevisionID>
  /// What must be applied before what: parents and dependencies.
  package let requirements: Digraph<RevisionID>
  /// Where each branch label is declared.
  let labels: [String: Int]
  /// The dependencies of each revision that has any, resolved.
  let dependencies: [Int: [Int32]]

  /// Makes a graph of revisions, in whatever order they come.
  ///
  /// An entry of `dependsOn` may be an id, a branch label (it stands for the revision that declares it) or the
  /// beginning of exactly one id, in this order of precedence; parents are whole ids. A parent or dependency that is
  /// named twice counts once. Two revisions with one id are a problem even where they agree: whoever reads files
  /// knows whether these are copies of one.
  ///
  /// - Throws: All problems that were found; cycles are only looked for where nothing else is wrong.
  package init(_ revisions: [RevisionMetadata]) throws(GraphError) {
    var builder = GraphBuilder(revisions)
    self = try builder.build()
  }

  init(
    revisions: [RevisionMetadata], lineage: Digraph<RevisionID>, requirements: Digraph<RevisionID>,
    labels: [String: Int], dependencies: [Int: [Int32]]
  ) {
    self.revisions = revisions
    self.lineage = lineage
    self.requirements = requirements
    self.labels = labels
    self.dependencies = dependencies
  }

  /// How many revisions there are.
  package var count: Int { revisions.count }

  /// A revision's number, or nil for an id that is not in the graph.
  package func index(of id: RevisionID) -> Int? { lineage.table.index(of: id) }

  /// The id of the revision with a number.
  package func id(_ index: Int) -> RevisionID { lineage.table[index] }

  /// The ids of revisions with these numbers, in the order of the numbers given.
  package func ids(_ indices: some Sequence<Int>) -> [RevisionID] { indices.map { lineage.table[$0] } }

  /// The revision with exactly this id.
  package subscript(id: RevisionID) -> RevisionMetadata? { index(of: id).map { revisions[$0] } }
}
