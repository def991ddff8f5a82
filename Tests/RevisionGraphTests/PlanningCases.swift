import Revisions

private func up(
  _ name: String, _ graph: [String], at rows: String = "", to target: String, runs steps: String, leaves heads: String
) -> PlanCase {
  PlanCase(name: name, graph: graph, direction: .upgrade, rows: rows, target: target, steps: steps, heads: heads)
}

private func down(
  _ name: String, _ graph: [String], at rows: String, to target: String, runs steps: String, leaves heads: String
) -> PlanCase {
  PlanCase(name: name, graph: graph, direction: .downgrade, rows: rows, target: target, steps: steps, heads: heads)
}

private let chain = ["a:", "b: a", "c: b", "d: c", "e: d"]

/// a → b, which two labelled branches leave.
private let fork = ["a:", "b: a", "c1: b || left", "d1: c1", "c2: b || right", "d2: c2"]

private let diamond = ["a:", "b: a", "c1: b", "d1: c1", "c2: b || right", "d2: c2", "e: d1 d2", "f: e"]

/// Two roots that are merged in d1, after which the second goes on by itself.
private let halfMerge = ["a1:", "b1: a1", "c1: b1", "a2:", "b2: a2", "c2: b2", "d1: c1 c2", "d2: c2"]

private let threeWay =
  halfMerge.filter { !$0.hasPrefix("d1") } + ["a3:", "b3: a3", "c3: b3", "d1: c1 c2 c3", "d3: c3"]

/// Three merges of several bases, with a revision that needs one base of each.
private let manyBases = [
  "a1:", "a2:", "a3:", "amerge: a1 a2 a3", "b1:", "b2:", "bmerge: b1 b2", "c1:", "c2:", "c3:", "cmerge: c1 c2 c3",
  "d1: | a3 b2 c1",
]

private let crissCross = ["a1:", "a2: a1", "a3: a2 | b1", "b1:", "b2: b1 | a2", "b3: b2"]

/// A merge of two parents of which one depends on the other.
private let mergeOfDependents = ["a1:", "b1: | a1", "m: a1 b1"]

private let repeatedDependency = ["a1:", "a2: a1", "a3: a2", "b1:", "b2: b1 | a3", "b3: b2", "b4: b3 | a3"]

private let twins = ["a:", "b1: a", "b2: a", "b3: a", "c1: b1 b2 b3", "c2: b1 b2 b3", "d1: c1", "d2: c2"]

private let dependentBranch = ["y1: || y", "x1: || x", "y2: y1 | x1", "x2: x1"]

private let needsOtherBranch = ["a1: || lib", "b1: a1", "c1: b1 || libc", "d1: c1", "a2:", "b2: a2", "c2: b2 | libc"]

private let dependentSide = ["a:", "b: a", "c1: b || left", "d1: c1", "c2: b || right", "d2: c2 | c1"]

let upgradeCases: [PlanCase] = [
  up("from nothing to a revision", chain, to: "c", runs: "a b c", leaves: "c"),
  up("from a revision to a later one", chain, at: "c", to: "e", runs: "d e", leaves: "e"),
  up("to a revision that is applied", chain, at: "c", to: "a", runs: "", leaves: "c"),
  up("to base", chain, at: "c", to: "base", runs: "", leaves: "c"),
  up("two steps on", chain, at: "a", to: "+2", runs: "b c", leaves: "c"),
  up("no steps on", chain, at: "a", to: "+0", runs: "", leaves: "a"),
  up("one step from nothing", chain, to: "+1", runs: "a", leaves: "a"),
  up("one step from base", chain, to: "base+1", runs: "a", leaves: "a"),
  up("two steps beyond a revision", chain, at: "a", to: "b+2", runs: "b c d", leaves: "d"),
  up("two steps before a revision", chain, at: "a", to: "d-2", runs: "b", leaves: "b"),
  up("to before the first revision", chain, at: "", to: "b-2", runs: "", leaves: ""),
  up("head of no revisions", [], to: "head", runs: "", leaves: ""),
  up("heads of no revisions", [], to: "heads", runs: "", leaves: ""),
  up("one side of a fork", fork, at: "b", to: "d1", runs: "c1 d1", leaves: "d1"),
  up("both sides of a fork", fork, at: "a", to: "heads", runs: "b c1 d1 c2 d2", leaves: "d1 d2"),
  up("several targets", fork, at: "a", to: "d2 c1", runs: "b c1 c2 d2", leaves: "c1 d2"),
  up("a target and its ancestor", fork, at: "a", to: "c1 d1", runs: "b c1 d1", leaves: "d1"),
  up("a branch to its head", fork, at: "b", to: "right@head", runs: "c2 d2", leaves: "d2"),
  up("a branch by an id in it", fork, at: "b", to: "d2@head", runs: "c2 d2", leaves: "d2"),
  up("a branch to before its head", fork, at: "b", to: "right@head-1", runs: "c2", leaves: "c2"),
  up(
    "a step into a branch without a row goes from the branch point", fork, at: "c1", to: "right@+1", runs: "c2",
    leaves: "c1 c2"),
  up("a step on in a branch that has a row", fork, at: "c1 c2", to: "right@+1", runs: "d2", leaves: "c1 d2"),
  up("steps into a branch of an empty database", fork, to: "right@+3", runs: "a b c2", leaves: "c2"),
  up("steps from base in a branch", fork, to: "left@base+3", runs: "a b c1", leaves: "c1"),
  up(
    "a step into a branch that only a dependency brought", dependentBranch, at: "y2", to: "x@+1", runs: "x2",
    leaves: "x2 y2"),
  up("to the revision that a label names", fork, to: "right", runs: "a b c2", leaves: "c2"),
  up("over a merge", diamond, at: "b", to: "f", runs: "c1 d1 c2 d2 e f", leaves: "f"),
  up("over a merge from one side", diamond, at: "c2", to: "e", runs: "c1 d1 d2 e", leaves: "e"),
  up("a merge of which one side has gone on", halfMerge, at: "b1 d2", to: "d1", runs: "c1 d1", leaves: "d1 d2"),
  up(
    "a merge of three of which two have gone on", threeWay, at: "b1 d2 d3", to: "d1",
    runs: "c1 d1", leaves: "d1 d2 d3"),
  up(
    "a merge of three of which one has gone on", threeWay, at: "b1 b2 d3", to: "d1", runs: "c1 c2 d1", leaves: "d1 d3"),
  up("a parent that was merged goes on", threeWay, at: "d1 d3", to: "d2", runs: "d2", leaves: "d1 d2 d3"),
  up("twin merges", twins, at: "a", to: "heads", runs: "b1 b2 b3 c1 d1 c2 d2", leaves: "d1 d2"),
  up(
    "merges that share a parent", ["a:", "b1: a", "b2: a", "b3: a", "c1: b1 b2", "c2: b2 b3"], at: "a", to: "heads",
    runs: "b1 b2 c1 b3 c2", leaves: "c1 c2"),
  up("dependencies come first", needsOtherBranch, at: "a2", to: "c2", runs: "b2 a1 b1 c1 c2", leaves: "c2"),
  up("a dependency on one's own parent", ["a1:", "a2: a1 | a1"], to: "a2", runs: "a1 a2", leaves: "a2"),
  up("a dependency on a grandparent", ["a:", "b: a", "c: b | a"], at: "b", to: "c", runs: "c", leaves: "c"),
  up("a dependency takes the row of what it implies", mergeOfDependents, at: "a1", to: "b1", runs: "b1", leaves: "b1"),
  up("a merge of a revision and its dependency", mergeOfDependents, at: "b1", to: "m", runs: "m", leaves: "m"),
  up("heads leaves out a head that another needs", ["a:", "b: | a"], to: "heads", runs: "a b", leaves: "b"),
  up("two bases", ["a1:", "b1: a1", "a2:", "b2: a2"], to: "heads", runs: "a1 b1 a2 b2", leaves: "b1 b2"),
  up(
    "a row that another implies goes with the first step", dependentBranch, at: "x1 y2", to: "x2", runs: "x2",
    leaves: "x2 y2"),
]

let downgradeCases: [PlanCase] = [
  down("to an earlier revision", chain, at: "e", to: "c", runs: "e d", leaves: "c"),
  down("to base", chain, at: "c", to: "base", runs: "c b a", leaves: ""),
  down("an empty database to base", chain, at: "", to: "base", runs: "", leaves: ""),
  down("to where the database is", chain, at: "e", to: "e", runs: "", leaves: "e"),
  down("to where a branched database is", fork, at: "c2 d1", to: "c2", runs: "", leaves: "c2 d1"),
  down("to where it is, by head", chain, at: "e", to: "head", runs: "", leaves: "e"),
  down("one step", chain, at: "c", to: "-1", runs: "c", leaves: "b"),
  down("three steps", chain, at: "e", to: "-3", runs: "e d c", leaves: "b"),
  down("no steps", chain, at: "e", to: "-0", runs: "", leaves: "e"),
  down("one step to base", chain, at: "a", to: "-1", runs: "a", leaves: ""),
  down("to beyond a revision", chain, at: "d", to: "a+2", runs: "d", leaves: "c"),
  down("to before a revision", chain, at: "d", to: "c-2", runs: "d c b", leaves: "a"),
  down("all children of the target go", fork, at: "d1 d2", to: "b", runs: "d2 c2 d1 c1", leaves: "b"),
  down("with a branch only its side goes", fork, at: "c1 d2", to: "left@b", runs: "c1", leaves: "d2"),
  down("the branch by an id within it", fork, at: "d1 d2", to: "c2@b", runs: "d2 c2", leaves: "d1"),
  down("the branch by the id of its head", fork, at: "d1 d2", to: "d1@b", runs: "d1 c1", leaves: "d2"),
  down("to so far above base", fork, at: "d1 d2", to: "base+2", runs: "d2 c2 d1 c1", leaves: "b"),
  down("to so far above base in a branch", fork, at: "d1 d2", to: "right@base+2", runs: "d2 c2", leaves: "d1"),
  down("to the first of a branch", fork, at: "d1 d2", to: "right@base+3", runs: "d2", leaves: "c2 d1"),
  down("to before a branch's head", fork, at: "d1 d2", to: "left@head-1", runs: "d1", leaves: "c1 d2"),
  down("a step back in a branch", fork, at: "d1 d2", to: "left@-1", runs: "d1", leaves: "c1 d2"),
  down("a step back that ends a branch", fork, at: "c1 d2", to: "left@-1", runs: "c1", leaves: "d2"),
  down("steps back from a named head", fork, at: "c1 d2", to: "d2-1", runs: "d2", leaves: "c1 c2"),
  down(
    "a step back in a branch that has forked before", ["a: || all", "b: a", "c1: b", "c2: b"], at: "c1", to: "all@-1",
    runs: "c1", leaves: "b"),
  down("a branch to its own base", fork, at: "d1 d2", to: "left@base", runs: "d2 c2 d1 c1 b a", leaves: ""),
  down("over a merge", diamond, at: "f", to: "b", runs: "f e d2 c2 d1 c1", leaves: "b"),
  down("a merge", diamond, at: "e", to: "-1", runs: "e", leaves: "d1 d2"),
  down("two steps, the second a merge", diamond, at: "f", to: "-2", runs: "f e", leaves: "d1 d2"),
  down("steps through a merge along a branch", diamond, at: "e", to: "right@-2", runs: "e d2", leaves: "c2 d1"),
  down("half a merge", halfMerge, at: "d1 d2", to: "b1", runs: "d1 c1", leaves: "b1 d2"),
  down("a third of a merge", threeWay, at: "d1 d2 d3", to: "b1", runs: "d1 c1", leaves: "b1 d2 d3"),
  down("a merge leaves what the other parent implies", mergeOfDependents, at: "m", to: "a1", runs: "m", leaves: "b1"),
  down("a merge to its dependent parent", mergeOfDependents, at: "m", to: "b1", runs: "m", leaves: "b1"),
  down(
    "a dependency is implied elsewhere", manyBases, at: "amerge bmerge cmerge d1", to: "b2", runs: "bmerge",
    leaves: "amerge b1 cmerge d1"),
  down(
    "what it alone implied comes back", manyBases, at: "amerge b1 cmerge d1", to: "d1@base", runs: "d1",
    leaves: "amerge b1 b2 cmerge"),
  down("criss-cross dependencies", crissCross, at: "a3 b2", to: "b1", runs: "b2", leaves: "a3"),
  down(
    "a dependency that an ancestor has too stays implied", repeatedDependency, at: "b4", to: "b3", runs: "b4",
    leaves: "b3"),
  down("a dependency on one's own parent", ["a1:", "a2: a1 | a1"], at: "a2", to: "a1", runs: "a2", leaves: "a1"),
  down(
    "unmerging drops what other parents imply", ["a:", "b: a", "c: b", "m: c a"], at: "m", to: "-1", runs: "m",
    leaves: "c"),
  down(
    "a branch alone though it depends on another", dependentSide, at: "d1 d2", to: "right@b", runs: "d2 c2",
    leaves: "d1"),
  down("a branch with what depends on it", dependentSide, at: "d1 d2", to: "left@b", runs: "d2 d1 c1", leaves: "c2"),
  down("a step back of one of two that depend", dependentBranch, at: "x2 y2", to: "x@-1", runs: "x2", leaves: "y2"),
  down(
    "a step back in a branch that only a dependency brought", dependentBranch, at: "y2", to: "x@-1", runs: "y2 x1",
    leaves: "y1"),
  down(
    "a step back in a branch counts from its row before what a dependency brought",
    ["a: || all", "b1: a", "b2: a", "y: | b1"], at: "b2 y", to: "all@-1", runs: "b2", leaves: "y"),
  down("rows of which one implies the other", dependentBranch, at: "x1 y2", to: "x@-1", runs: "y2 x1", leaves: "y1"),
  down(
    "a row that was redundant takes the place it gets anyway", dependentBranch, at: "x1 y2", to: "y@-1", runs: "y2",
    leaves: "x1 y1"),
  down("a dependency that is applied and has no children", dependentBranch, at: "y2", to: "x1", runs: "", leaves: "y2"),
]
