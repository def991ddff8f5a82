internal import RevisionGraph
internal import Revisions

/// A revision as other programs read it.
struct RevisionDocument: Encodable {
  let id: String
  let parents: [String]
  let dependsOn: [String]
  let branchLabels: [String]
  let message: String
  /// Nil where the script is gone.
  let path: String?
  let created: String
  let children: [String]
  let isHead: Bool
  let isBase: Bool
  let isBranchPoint: Bool
  let isMerge: Bool
  /// Whether a row of the version table names it; only where a database was looked at.
  let isCurrent: Bool?

  enum CodingKeys: String, CodingKey {
    case id, parents, message, path, created, children
    case dependsOn = "depends_on"
    case branchLabels = "branch_labels"
    case isHead = "is_head"
    case isBase = "is_base"
    case isBranchPoint = "is_branch_point"
    case isMerge = "is_merge"
    case isCurrent = "is_current"
  }

  init(_ facts: RevisionFacts, path: String?, isCurrent: Bool?) {
    id = facts.id.rawValue
    parents = facts.parents.map(\.rawValue)
    dependsOn = facts.dependencies.map(\.rawValue)
    branchLabels = facts.metadata.branchLabels.sorted()
    message = facts.metadata.message
    self.path = path
    created = facts.metadata.created
    children = facts.children.map(\.rawValue)
    isHead = facts.isHead
    isBase = facts.isBase
    isBranchPoint = facts.isBranchPoint
    isMerge = facts.isMerge
    self.isCurrent = isCurrent
  }
}
