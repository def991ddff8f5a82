internal import Revisions

extension SelectorResolver {
  /// Takes steps along parents from a revision, or from base where `start` is nil, and returns where they end.
  ///
  /// - Parameter stoppingShort: Whether to end at the last revision, or at base, where there are fewer steps to take.
  func walk(
    from start: Int?, _ offset: SelectorExpression.Offset, _ branch: Branch?, stoppingShort: Bool
  ) throws(SelectorError) -> Int? {
    var place = start
    for taken in 0..<offset.count {
      var ways: [Int]
      switch offset.direction {
      case .up:
        ways = place.map { graph.lineage.dependents[$0].map(Int.init) } ?? graph.lineage.bases
        if let branch { ways.removeAll { !branch.lineage.contains($0) } }
      case .down:
        guard let here = place else {
          if stoppingShort { return nil }
          throw .tooFewSteps(selector: selector, wanted: offset.count, available: taken)
        }
        ways = graph.lineage.prerequisites[here].map(Int.init)
        // Below the branch's own revision all parents are of its lineage, so a branch narrows nothing there.
        if let branch, ways.count > 1 { ways.removeAll { !branch.lineage.contains($0) } }
        if ways.isEmpty {
          place = nil
          continue
        }
      }
      if ways.count > 1 {
        throw .ambiguousStep(from: place.map(graph.id), candidates: graph.ids(ways), selector: selector)
      }
      guard let way = ways.first else {
        if stoppingShort { return place }
        throw .tooFewSteps(selector: selector, wanted: offset.count, available: taken)
      }
      place = way
    }
    return place
  }
}
