import MigrationPlanning
import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("Large graphs")
struct LargeGraphTests {
  /// How a large graph is made.
  enum Shape: String, CaseIterable {
    /// One after the other.
    case chain
    /// All after the first one.
    case wide
    /// Branches of one revision, each merged with the trunk at once.
    case comb
    /// Two chains, of which the second depends on the first at every revision.
    case ladder
    /// One after the other, each depending on the very first.
    case shortcuts
    /// No revision after any other.
    case forest
    /// A merge of all others.
    case bigMerge

    func revisions(_ count: Int) -> [RevisionMetadata] {
      let ids = (0..<count).map { RevisionID("r" + String(1_000_000 + ($0 &* 7_919) % 900_001, radix: 16)) }
      return ids.indices.map { index in
        var revision = RevisionMetadata(id: ids[index])
        switch self {
        case .chain: if index > 0 { revision.parents = [ids[index - 1]] }
        case .wide: if index > 0 { revision.parents = [ids[0]] }
        case .comb:
          // trunk, tooth, merge of both, tooth, merge …
          if index > 0 { revision.parents = index % 2 == 1 ? [ids[index - 1]] : [ids[index - 1], ids[index - 2]] }
        case .ladder:
          if index > 1 { revision.parents = [ids[index - 2]] }
          if index % 2 == 1 { revision.dependsOn = [ids[index - 1]] }
        case .shortcuts:
          if index > 0 { revision.parents = [ids[index - 1]] }
          if index > 1 { revision.dependsOn = [ids[0]] }
        case .forest: break
        case .bigMerge: if index == count - 1 { revision.parents = Array(ids.dropLast()) }
        }
        return revision
      }
    }
  }

  /// The longest paths have a hundred thousand revisions; the other shapes do in a soak.
  @Test("are loaded, planned up and down, stamped and listed without recursion", arguments: Shape.allCases)
  func plans(_ shape: Shape) throws {
    let count = shape == .chain || rounds(1) > 1 ? 100_000 : 20_000
    let graph = try RevisionGraph(shape.revisions(count).reversed())
    let up = try graph.planUpgrade(to: [.heads], from: [])
    #expect(up.steps.count == count)
    #expect(up.to == graph.effectiveHeads)
    let down = try graph.planDowngrade(to: .base, from: up.to)
    #expect(down.steps.count == count)
    #expect(down.to.isEmpty)
    #expect(try graph.planStamp(to: [.heads], from: []).newlyImplied == up.steps.map(\.revision))
    #expect(try graph.history(.all) == up.steps.reversed().map(\.revision))
    if shape == .chain { #expect(up.stepsWithHeads.allSatisfy { $0.heads == [$0.step.revision] }) }
  }

  @Test("steps and lookups go far without recursion")
  func farSteps() throws {
    let graph = try RevisionGraph(Shape.chain.revisions(100_000))
    let oneBelow = try graph.resolve(SelectorExpression(parsing: "base+99999")).revisions
    #expect(try graph.resolve(SelectorExpression(parsing: "head-1")).revisions == oneBelow)
    let (first, last) = (try #require(graph.bases.first), try #require(graph.heads.first))
    for id in [first, last] {
      #expect(try graph.resolve(SelectorExpression(parsing: "\(id)@head")).revisions == [last])
      #expect(try graph.resolve(SelectorExpression(parsing: id.rawValue)).revisions == [id])
    }
  }
}
