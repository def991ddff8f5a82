import MigrationPlanning
import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("The way from one graph to another")
struct SwitchingTests {
  private func steps(
    _ here: [String], _ there: [String], from rows: String, edited: String = ""
  ) throws -> String {
    let (here, there, edited) = (try graph(here), try graph(there), ids(edited))
    let down = try here.planRetreat(to: there, from: ids(rows)) { !edited.contains($0) }
    let up = try there.planUpgrade(to: selectors("heads"), from: down.to)
    return (down.steps + up.steps).map { ($0.direction == .upgrade ? "+" : "-") + $0.revision.rawValue }
      .joined(separator: " ")
  }

  @Test("What only this graph has is taken back, the last one first, and what only the other has comes after")
  func parted() throws {
    #expect(try steps(["a", "x: a", "y: x"], ["a", "b: a", "c: b"], from: "y") == "-y -x +b +c")
    #expect(try steps(["a", "x: a", "y: x"], ["a", "b: a"], from: "a") == "+b", "only what is applied")
    #expect(try steps(["a"], ["a"], from: "a") == "")
    #expect(
      try steps(["a", "b: a"], ["b", "a: b"], from: "b") == "-b -a +b +a", "in another order nothing is the same")
  }

  @Test("What does something else there is taken back and applied anew, with what follows it")
  func edited() throws {
    #expect(try steps(["a", "b: a", "c: b"], ["a", "b: a", "c: b"], from: "c", edited: "b") == "-c -b +b +c")
  }

  @Test("What has another place there is taken back; another name for the same place is no other place")
  func moved() throws {
    #expect(try steps(["a", "x: a"], ["a", "b: a", "x: b"], from: "x") == "-x +b +x")
    #expect(try steps(["a", "b: a", "x: b"], ["a", "b: a", "x: b | a"], from: "x") == "")
    #expect(try steps(["a", "b: a", "x: b | a"], ["a", "b: a", "x: b"], from: "x") == "")
  }

  @Test("A merge that the other graph lacks leaves both of its branches")
  func merge() throws {
    let lines = ["a", "b: a", "c: a"]
    let plan = try graph(lines + ["m: b c"]).planRetreat(to: graph(lines), from: ids("m")) { _ in true }
    #expect(plan.steps.map(\.revision) == ids("m") && plan.to == ids("b c"))
  }

  @Test("Random pairs of graphs: no more is taken back than has to be, and the other graph's heads are reached")
  func random() throws {
    var random = SplitMix64(seed: 17)
    var kept = 0
    for _ in 0..<1_500 {
      let all = RandomGraph(limit: 12, using: &random)
      let here = try RevisionGraph(all.revisions)
      // The other graph lacks some revisions, with what needs them, and has some of its own.
      let lacking = Set(
        here.descendants(of: all.revisions.filter { _ in random.once(in: 8) }.map(\.id), includingDependencies: true))
      var others = all.revisions.filter { !lacking.contains($0.id) }
      for number in 0..<Int.random(in: 0...3, using: &random) {
        let parents = others.shuffled(using: &random).prefix(1).map(\.id)
        others.append(RevisionMetadata(id: RevisionID("new\(number)"), parents: parents))
      }
      let there = try RevisionGraph(others)
      let edited = Set(all.revisions.filter { _ in random.once(in: 10) }.map(\.id))
      let rows = all.rows(here, using: &random)
      let down = try here.planRetreat(to: there, from: rows) { !edited.contains($0) }
      let up = try there.planUpgrade(to: selectors("heads"), from: down.to)

      let applied = Set(here.ancestors(of: rows, includingDependencies: true))
      let gone = Set(here.descendants(of: Array(lacking.union(edited)), includingDependencies: true))
      #expect(Set(down.steps.map(\.revision)) == applied.intersection(gone))
      // Each is taken back before what it needs.
      var present = applied
      for step in down.steps {
        present.remove(step.revision)
        #expect(present.isDisjoint(with: here.descendants(of: [step.revision], includingDependencies: true)))
      }
      for step in up.steps {
        #expect(
          present.isSuperset(
            of: Set(there.ancestors(of: [step.revision], includingDependencies: true)).subtracting([step.revision])))
        present.insert(step.revision)
      }
      #expect(present == Set(others.map(\.id)))
      #expect(up.to == there.effectiveHeads || up.steps.isEmpty)
      kept += down.steps.isEmpty || present.isDisjoint(with: applied) ? 0 : 1
    }
    #expect(kept > 200)
  }
}
