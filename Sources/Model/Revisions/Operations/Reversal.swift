extension Array where Element == Operation {
  /// Each operation's reverse, last to first. Throws ``IrreversibleError`` for the first that has none.
  func turnedRound() throws(IrreversibleError) -> [Operation] {
    var result: [Operation] = []
    result.reserveCapacity(count)
    for operation in reversed() { result.append(try operation.reversed()) }
    return result
  }
}

extension OperationValue {
  /// Refuses to turn round what took more with it than it names.
  func refuseCascade(_ cascade: Bool) throws(IrreversibleError) {
    guard cascade else { return }
    throw irreversible(
      "\(Self.self) with `cascade` takes what it does not name: drop that first, by operations of its own, or write the way back out"
    )
  }

  /// Each change's reverse, last to first; nil where one has none.
  static func reversed<Change>(_ changes: [Change], by reverse: (Change) -> Change?) -> [Change]? {
    var result: [Change] = []
    result.reserveCapacity(changes.count)
    for change in changes.reversed() {
      guard let back = reverse(change) else { return nil }
      result.append(back)
    }
    return result
  }
}

extension Operations {
  /// The operations that take these back. Throws ``IrreversibleError`` where one has no reverse.
  func turnedRound() throws(IrreversibleError) -> Operations {
    switch content {
    case .steps(let steps): return Operations(try steps.turnedRound())
    case .irreversible(let reason): throw IrreversibleError(reason: reason)
    case .reversed: throw IrreversibleError(reason: "'.reversed' has to stand alone: it is the whole of a direction")
    }
  }

  /// The operations that take these back, or why there are none.
  var turnedRoundIfPossible: Operations {
    do throws(IrreversibleError) { return try turnedRound() } catch { return .irreversible(error.reason) }
  }
}
