import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("Looking up expressions")
struct SelectorResolutionTests {
  /// a → b → (c1 → d1 "left", c2 → d2 "right"), and a second root that c2's side depends on.
  private static let lines = [
    "a1b2:", "b1b2: a1b2", "c1c2: b1b2 || left", "d1d2: c1c2", "c3c4: b1b2 || right", "d3d4: c3c4 | eeff1",
    "eeff1: || lib", "eeff2: eeff1",
  ]

  private func resolve(_ text: String, rows: String? = nil) throws -> [RevisionID] {
    let graph = try graph(Self.lines)
    let current = try rows.map { try graph.applied(versionRows: ids($0)) }
    return try graph.resolve(SelectorExpression(parsing: text), current: current).revisions
  }

  @Test(
    "each form stands for its revisions",
    arguments: [
      ("b1b2", "b1b2"), ("b1b", "b1b2"), ("b", "b1b2"), ("left", "c1c2"), ("left@head", "d1d2"),
      ("heads", "d1d2 d3d4 eeff2"),
      ("base", ""), ("left@base", ""), ("d3@head", "d3d4"), ("d3d4@base+2", "b1b2"), ("left@base+3", "c1c2"),
      ("lib@base+1", "eeff1"), ("left@b1b2", "b1b2"), ("left@left", "c1c2"), ("right@head-1", "c3c4"),
      ("d1d2-3", "a1b2"), ("a1b2-1", ""),
      ("left-0", "c1c2"), ("a1b2+1", "b1b2"), ("b1b2@heads", "d1d2 d3d4"), ("lib@heads", "eeff2"), ("'eeff1'", "eeff1"),
      ("'c1c2'@head-2", "b1b2"), ("left@b1b2+1", "c1c2"),
    ])
  func forms(text: String, expected: String) throws {
    #expect(try resolve(text) == ids(expected))
  }

  @Test(
    "what counts from the database does so from its heads",
    arguments: [
      ("current", "c1c2 eeff1", "c1c2 eeff1"), ("current", "", ""), ("left@current", "c1c2 eeff1", "c1c2"),
      ("-1", "d1d2", "c1c2"), ("current-1", "d1d2", "c1c2"), ("-2", "b1b2", ""), ("+1", "a1b2", "b1b2"),
      ("current+1", "a1b2", "b1b2"), ("left@+1", "a1b2", "b1b2"), ("right@+1", "d1d2", "c3c4"),
      ("lib@+1", "d3d4", "eeff2"),
      ("lib@-1", "d3d4", ""), ("right@+4", "", "d3d4"), ("+0", "c1c2", "c1c2"), ("lib@+1", "b1b2", "eeff1"),
    ])
  func current(text: String, rows: String, expected: String) throws {
    #expect(try resolve(text, rows: rows) == ids(expected))
  }

  @Test(
    "what stands for nothing, or for too much, is refused with the names",
    arguments: [
      ("zzzz", nil, .unknownRevision("zzzz", selector: "zzzz", nearest: [], isShort: false)),
      ("zz", nil, .unknownRevision("zz", selector: "zz", nearest: [], isShort: true)),
      ("b1c2", nil, .unknownRevision("b1c2", selector: "b1c2", nearest: ["b1b2", "c1c2"], isShort: false)),
      ("lfet", nil, .unknownRevision("lfet", selector: "lfet", nearest: ["left"], isShort: false)),
      ("haed", nil, .unknownRevision("haed", selector: "haed", nearest: ["head"], isShort: false)),
      ("'b1b'", nil, .unknownRevision("b1b", selector: "'b1b'", nearest: ["b1b2", "a1b2"], isShort: false)),
      ("'left'", nil, .unknownRevision("left", selector: "'left'", nearest: ["left"], isShort: false)),
      ("libb@head", nil, .unknownBranch("libb", selector: "libb@head", nearest: ["lib"])),
      ("head@head", nil, .unknownBranch("head", selector: "head@head", nearest: ["head", "heads"])),
      (
        "eeff", nil,
        .ambiguousPrefix("eeff", selector: "eeff", candidates: ["eeff1", "eeff2"], count: 2, isShort: false)
      ),
      (
        "ee@head", nil,
        .ambiguousPrefix("ee", selector: "ee@head", candidates: ["eeff1", "eeff2"], count: 2, isShort: true)
      ),
      ("left@c3c4", nil, .notInBranch("c3c4", branch: "left", selector: "left@c3c4")),
      ("left@c3", nil, .notInBranch("c3c4", branch: "left", selector: "left@c3")),
      ("head", nil, .multipleHeads(["d1d2", "d3d4", "eeff2"], effectiveHead: nil, selector: "head")),
      ("b1b2@head", nil, .multipleHeads(["d1d2", "d3d4"], effectiveHead: nil, selector: "b1b2@head")),
      ("heads-1", nil, .multipleHeads(["d1d2", "d3d4", "eeff2"], effectiveHead: nil, selector: "heads-1")),
      ("base+1", nil, .ambiguousStep(from: nil, candidates: ["a1b2", "eeff1"], selector: "base+1")),
      ("b1b2+1", nil, .ambiguousStep(from: "b1b2", candidates: ["c1c2", "c3c4"], selector: "b1b2+1")),
      ("left+3", nil, .tooFewSteps(selector: "left+3", wanted: 3, available: 1)),
      ("a1b2-2", nil, .tooFewSteps(selector: "a1b2-2", wanted: 2, available: 1)),
      ("base-1", nil, .tooFewSteps(selector: "base-1", wanted: 1, available: 0)),
      ("current", nil, .needsDatabase(selector: "current")),
      ("-1", nil, .needsDatabase(selector: "-1")),
      ("left@+1", nil, .needsDatabase(selector: "left@+1")),
      ("-1", "c1c2 eeff2", .multipleCurrentHeads(["c1c2", "eeff2"], selector: "-1")),
      ("current+1", "c1c2 eeff2", .multipleCurrentHeads(["c1c2", "eeff2"], selector: "current+1")),
      ("b1b2@+1", "c1c2 c3c4", .multipleCurrentHeads(["c1c2", "c3c4"], selector: "b1b2@+1")),
      ("lib@-1", "c1c2", .branchNotApplied("lib", selector: "lib@-1")),
      ("-1", "", .tooFewSteps(selector: "-1", wanted: 1, available: 0)),
    ] as [(String, String?, SelectorError)])
  func refusals(text: String, rows: String?, expected: SelectorError) {
    #expect(throws: expected) { try resolve(text, rows: rows) }
  }

  @Test("an id comes before a label, and a label before the beginning of an id")
  func precedence() throws {
    let graph = try graph(["ab:", "abc: ab", "abcd: abc || x", "xy: abcd"])
    #expect(try graph.resolve(SelectorExpression(parsing: "ab")).revisions == ["ab"])
    #expect(try graph.resolve(SelectorExpression(parsing: "x")).revisions == ["abcd"])
  }

  @Test("a branch chooses among ids that begin alike")
  func branchNarrowsPrefix() throws {
    let graph = try graph(["some1: || one", "some2: || two"])
    #expect(try graph.resolve(SelectorExpression(parsing: "two@some")).revisions == ["some2"])
  }

  @Test("a head that another needs leaves one that implies all, and the error says so")
  func effectiveHead() throws {
    let graph = try graph(["a:", "b: | a"])
    #expect(throws: SelectorError.multipleHeads(["a", "b"], effectiveHead: "b", selector: "head")) {
      try graph.resolve(.head)
    }
    #expect(try graph.resolve(.heads).revisions == ["b"])
  }

  @Test("the beginning of an id is reported with the id, and as short below four characters")
  func abbreviations() throws {
    let graph = try graph(Self.lines)
    let short = try graph.resolve(SelectorExpression(parsing: "d1@b1b"))
    #expect(short.abbreviations.map(\.text) == ["d1", "b1b"])
    #expect(short.abbreviations.map(\.revision) == ["d1d2", "b1b2"])
    #expect(short.abbreviations.map(\.isShort) == [true, true])
    #expect(try graph.resolve(SelectorExpression(parsing: "eeff1")).abbreviations.isEmpty)
    let long = try RevisionGraph([RevisionMetadata(id: "0123456789ab")])
    #expect(try long.resolve(SelectorExpression(parsing: "0123")).abbreviations.map(\.isShort) == [false])
  }

  @Test("ids are told apart and ordered by their bytes, not by what they look like")
  func bytes() throws {
    // As text, e with a combining accent comes after f.
    let graph = try graph(["e\u{301}x:", "f1:"])
    #expect(graph.heads == ["e\u{301}x", "f1"])
    #expect(try graph.resolve(SelectorExpression(parsing: "f")).revisions == ["f1"])
  }

  @Test("at most ten ids that begin alike are named, with how many there are")
  func manyCandidates() throws {
    let all = (10..<40).map { RevisionID("aa\($0)") }
    let graph = try RevisionGraph(all.map { RevisionMetadata(id: $0) })
    let expected = SelectorError.ambiguousPrefix(
      "aa", selector: "aa", candidates: Array(all.prefix(10)), count: 30, isShort: true)
    #expect(throws: expected) { try graph.resolve(SelectorExpression(parsing: "aa")) }
  }

  @Test("without revisions head and heads are base")
  func empty() throws {
    let graph = try RevisionGraph([])
    for selector in [SelectorExpression.head, .heads, .base] { #expect(try graph.resolve(selector).revisions == []) }
  }

  @Test("the beginnings of ids find what a look at every id finds")
  func prefixes() throws {
    var random = SplitMix64(seed: 9)
    for _ in 0..<(rounds(50)) {
      let names = Set(
        (0..<30).map { _ in
          String((0..<Int.random(in: 1...4, using: &random)).compactMap { _ in "abé".randomElement(using: &random) })
        })
      let graph = try RevisionGraph(names.map { RevisionMetadata(id: RevisionID($0)) })
      for prefix in ["a", "b", "é", "ab", "aé", "ba", "bb", "aba", "éé"] where !names.contains(prefix) {
        let expected = names.filter { $0.utf8.starts(with: prefix.utf8) }.map { RevisionID($0) }.sorted()
        switch Result(catching: { try graph.resolve(SelectorExpression(parsing: prefix)).revisions }) {
        case .success(let found): #expect(found == expected)
        case .failure(SelectorError.ambiguousPrefix(_, _, let candidates, let count, _)):
          #expect(candidates == Array(expected.prefix(10)) && count == expected.count)
        case .failure: #expect(expected.isEmpty)
        }
      }
    }
  }
}
