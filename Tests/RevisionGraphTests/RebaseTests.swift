import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("Moving revisions onto another head")
struct RebaseTests {
  private func rebased(_ lines: [String], _ own: String, onto target: String? = nil) throws -> [String] {
    try graph(lines).rebase(ids(own), onto: target.map { RevisionID($0) }).map { change in
      "\(change.id): \(change.before.map(\.rawValue).joined(separator: " ")) -> \(change.after.map(\.rawValue).joined(separator: " "))"
    }
  }

  @Test("The first of a branch follows the other head, and the rest follows the first as before")
  func branch() throws {
    #expect(try rebased(["a", "b: a", "c: b", "x: a", "y: x"], "x y") == ["x: a -> c"])
    #expect(try rebased(["a", "b: a", "c: b", "x: a", "y: x"], "x") == ["x: a -> c"], "what follows is moved along")
  }

  @Test("Every branch of one's own is moved")
  func branches() throws {
    #expect(try rebased(["a", "b: a", "x: a", "y: a", "z: x y"], "x y z") == ["x: a -> b", "y: a -> b"])
  }

  @Test("Where nothing came in between, nothing changes")
  func nothing() throws {
    #expect(try rebased(["a", "b: a", "x: b"], "x") == [])
    #expect(try rebased(["a", "b: a", "x: b"], "x", onto: "b") == [])
  }

  @Test("A merge with the other head follows only what is left of it")
  func merge() throws {
    #expect(try rebased(["a", "b: a", "x: a", "m: b x"], "x m") == ["x: a -> b", "m: b x -> x"])
    #expect(
      try rebased(["a", "b: a", "c: b", "x: a", "m: x b", "z: m"], "x m z") == ["x: a -> c", "m: x b -> x"])
    #expect(
      try rebased(["a", "b: a", "c: a", "d: b c", "x: b c"], "x") == ["x: b c -> d"], "two parents that are one now")
  }

  @Test("A merge with a line that the target knows nothing of still joins that line")
  func otherLine() throws {
    #expect(try rebased(["a", "b: a", "p", "x: a p"], "x", onto: "b") == ["x: a p -> b p"])
  }

  @Test("Where several heads would do, none is taken")
  func ambiguous() throws {
    #expect(throws: RebaseError.severalHeads(ids("b c"))) { try rebased(["a", "b: a", "c: a", "x: a"], "x") }
    #expect(try rebased(["a", "b: a", "c: a", "x: a"], "x", onto: "c") == ["x: a -> c"])
    #expect(
      try rebased(["a", "b: a", "p", "q: p", "x: a"], "x") == ["x: a -> b"], "another base's line is no candidate")
  }

  @Test("What moves cannot be what it moves onto, and what follows nothing has no place to leave")
  func refused() throws {
    #expect(throws: RebaseError.targetMoves("y")) { try rebased(["a", "b: a", "x: a", "y: x"], "x", onto: "y") }
    #expect(throws: RebaseError.noPlace(ids("x"))) { try rebased(["a", "x"], "x") }
  }

  @Test("A revision is not taken from what the target does not imply")
  func followsAnother() throws {
    #expect(throws: RebaseError.followsAnother("x", target: "b")) {
      try rebased(["a", "b: a", "c: a", "x: c"], "x", onto: "b")
    }
    #expect(
      try rebased(["a", "b: a", "p", "q: p", "x: a", "y: p"], "x y", onto: "b") == ["x: a -> b"], "another base's")
  }

  @Test("A dependency that would close a circle stops it")
  func circle() throws {
    #expect(throws: RebaseError.cycle(ids("x"))) { try rebased(["a", "b: a | x", "x: a"], "x") }
  }

  @Test("Random graphs: what moves follows the target, and nothing else follows other than it did")
  func random() throws {
    var random = SplitMix64(seed: 5)
    var moved = 0
    for _ in 0..<2_000 {
      let revisions = RandomGraph(limit: 14, using: &random).revisions
      let graph = try RevisionGraph(revisions)
      let own = Set(
        graph.descendants(
          of: revisions.shuffled(using: &random).prefix(2).map(\.id), includingDependencies: false))
      let target = graph.revisions.map(\.id).filter { !own.contains($0) }.randomElement(using: &random)
      guard let target, let changes = try? graph.rebase(own, onto: target) else { continue }
      let byID = Dictionary(uniqueKeysWithValues: changes.map { ($0.id, $0) })
      let after = try RevisionGraph(
        revisions.map { revision in
          var revision = revision
          revision.parents = byID[revision.id]?.after ?? revision.parents
          return revision
        })
      for revision in graph.revisions {
        let id = revision.id
        let before = Set(graph.ancestors(of: [id], includingDependencies: false))
        let now = Set(after.ancestors(of: [id], includingDependencies: false))
        // Nothing that was implied is lost, and only what followed a part of the target's past gains by it.
        #expect(now.isSuperset(of: before))
        let past = Set(graph.ancestors(of: [target], includingDependencies: false))
        if own.contains(id), !before.isDisjoint(with: past) {
          #expect(now.isSuperset(of: past))
          #expect(now.subtracting(before).isSubset(of: past))
        } else {
          #expect(now == before)
        }
      }
      moved += changes.isEmpty ? 0 : 1
      // Done once, it is done.
      #expect(try after.rebase(own, onto: target) == [])
    }
    #expect(moved > 300)
  }
}
