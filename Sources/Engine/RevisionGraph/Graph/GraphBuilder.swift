internal import Revisions

/// Checks revisions and turns their names into numbers.
struct GraphBuilder {
  private let revisions: [RevisionMetadata]
  private let table: NodeTable<RevisionID>
  private var labels: [String: Int] = [:]
  private var parents: [[Int32]] = []
  private var dependencies: [Int: [Int32]] = [:]
  private var problems: [GraphProblem] = []

  init(_ unsorted: [RevisionMetadata]) {
    let sorted = Self.sortedByID(unsorted)
    table = NodeTable(sorted.lazy.map(\.id))
    if table.count == sorted.count {
      revisions = sorted
    } else {
      let copies = Dictionary(grouping: sorted, by: \.id)
      revisions = table.nodes.compactMap { copies[$0]?.first }
      for id in table.nodes {
        if let same = copies[id], same.count > 1 { problems.append(.duplicateID(id, copies: same)) }
      }
    }
  }

  mutating func build() throws(GraphError) -> RevisionGraph {
    checkIDs()
    readLabels()
    readParents()
    readDependencies()
    if !problems.isEmpty { throw GraphError(problems: problems) }

    let lineage = Digraph(table, prerequisites: parents)
    // Most projects have no dependencies at all; then one graph serves for both.
    let requirements = dependencies.isEmpty ? lineage : Digraph(table, prerequisites: requirementLists())
    if requirements.firstCycle() != nil { throw GraphError(problems: cycles(lineage, requirements)) }
    return RevisionGraph(
      revisions: revisions, lineage: lineage, requirements: requirements, labels: labels, dependencies: dependencies)
  }

  private mutating func checkIDs() {
    for revision in revisions {
      // Ids of other tools may hold what rev would not put into one; they are addressed in quotes.
      if let fault = NameFault(inForeignName: revision.id.rawValue) {
        problems.append(.invalidID(revision.id, fault))
      }
    }
  }

  private mutating func readLabels() {
    var shared: [String: Set<Int>] = [:]
    for (index, revision) in revisions.enumerated() {
      for label in revision.branchLabels {
        if let fault = NameFault(inName: label) {
          problems.append(.invalidLabel(label, of: revision.id, fault))
        } else if table.index(of: RevisionID(label)) != nil {
          problems.append(.labelIsID(label, of: revision.id))
        } else if let owner = labels[label], owner != index {
          shared[label, default: [owner]].insert(index)
        } else {
          labels[label] = index
        }
      }
    }
    for (label, owners) in shared.sorted(by: { $0.key < $1.key }) {
      problems.append(.duplicateLabel(label, of: owners.sorted().map { table[$0] }))
    }
  }

  private mutating func readParents() {
    parents.reserveCapacity(revisions.count)
    for (index, revision) in revisions.enumerated() {
      var list: [Int32] = []
      for parent in revision.parents {
        switch table.index(of: parent) {
        case nil: problems.append(.missingParent(parent, of: revision.id))
        case index: problems.append(.selfParent(revision.id))
        case .some(let found): list.append(Int32(found))
        }
      }
      parents.append(list)
    }
  }

  private mutating func readDependencies() {
    for (index, revision) in revisions.enumerated() where !revision.dependsOn.isEmpty {
      var list: Set<Int32> = []
      for entry in revision.dependsOn {
        if let found = table.index(of: entry) ?? labels[entry.rawValue] {
          if found == index {
            problems.append(.selfDependency(revision.id))
          } else {
            list.insert(Int32(found))
          }
          continue
        }
        let candidates = entry.rawValue.isEmpty ? 0..<0 : table.indices(withPrefix: entry.rawValue)
        switch candidates.count {
        case 0: problems.append(.missingDependency(entry, of: revision.id))
        case 1 where candidates.lowerBound == index: problems.append(.selfDependency(revision.id))
        case 1: list.insert(Int32(candidates.lowerBound))
        default:
          problems.append(
            .ambiguousDependency(
              entry, of: revision.id, candidates: candidates.prefix(10).map { table[$0] }, count: candidates.count))
        }
      }
      dependencies[index] = list.sorted()
    }
  }

  private func requirementLists() -> [[Int32]] {
    var lists = parents
    for (index, list) in dependencies { lists[index] += list }
    return lists
  }

  /// One cycle of each kind; one that needs both kinds of edges only where neither kind has a cycle of its own.
  private func cycles(_ lineage: Digraph<RevisionID>, _ requirements: Digraph<RevisionID>) -> [GraphProblem] {
    var found: [GraphProblem] = []
    if let cycle = lineage.firstCycle() { found.append(.cycle(cycle.map { table[$0] }, .parents)) }
    let alone = Digraph(table, prerequisites: revisions.indices.lazy.map { dependencies[$0] ?? [] })
    if let cycle = alone.firstCycle() { found.append(.cycle(cycle.map { table[$0] }, .dependencies)) }
    if found.isEmpty, let cycle = requirements.firstCycle() {
      found.append(.cycle(cycle.map { table[$0] }, .parentsAndDependencies))
    }
    return found
  }

  /// Sorts by id; the first eight bytes, read as one number, settle nearly every comparison.
  private static func sortedByID(_ revisions: [RevisionMetadata]) -> [RevisionMetadata] {
    let keys = revisions.indices.map { (head: leadingBytes(revisions[$0].id), place: $0) }
    let sorted = keys.sorted { left, right in
      if left.head != right.head { return left.head < right.head }
      let (leftID, rightID) = (revisions[left.place].id, revisions[right.place].id)
      return leftID == rightID ? left.place < right.place : leftID < rightID
    }
    return sorted.map { revisions[$0.place] }
  }

  private static func leadingBytes(_ id: RevisionID) -> UInt64 {
    var bytes: UInt64 = 0
    var missing = 8
    for byte in id.rawValue.utf8.prefix(8) {
      bytes = bytes << 8 | UInt64(byte)
      missing -= 1
    }
    return missing == 8 ? 0 : bytes << UInt64(8 * missing)
  }
}
