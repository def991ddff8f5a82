/// All that one direction of a revision does.
public struct Operations: Sendable, Codable {
  /// What the direction consists of.
  public enum Content: Sendable, Codable {
    /// Operations, one after the other.
    case steps([Operation])
    /// The other direction turned round: each operation's reverse, last to first.
    case reversed
    /// There is no way back, for the reason given.
    case irreversible(String)
  }

  /// What the direction consists of.
  public var content: Content

  /// Makes a direction of operations in their order.
  public init(_ steps: [Operation]) { content = .steps(steps) }

  /// Makes a direction of what it consists of.
  public init(content: Content) { self.content = content }

  /// Turns the other direction round; an operation that does not carry enough to be turned round is an error.
  public static var reversed: Operations { Operations(content: .reversed) }

  /// Says that there is no way back, and why.
  public static func irreversible(_ reason: String) -> Operations { Operations(content: .irreversible(reason)) }
}

/// Both directions of a revision.
public struct RevisionOperations: Sendable {
  /// What brings a database up to the revision.
  public var upgrade: Operations
  /// What takes it back.
  public var downgrade: Operations

  /// Makes the pair.
  public init(upgrade: Operations, downgrade: Operations) {
    self.upgrade = upgrade
    self.downgrade = downgrade
  }

  /// The operations of a direction in the order in which they run.
  ///
  /// Throws ``IrreversibleError`` where the direction has no operations: it was declared irreversible, or it is the
  /// reverse of something that cannot be turned round.
  public func steps(_ direction: Direction) throws(IrreversibleError) -> [Operation] {
    let (asked, other) = direction == .upgrade ? (upgrade, downgrade) : (downgrade, upgrade)
    switch asked.content {
    case .steps(let steps): return steps
    case .irreversible(let reason): throw IrreversibleError(reason: reason)
    case .reversed:
      switch other.content {
      case .steps(let steps): return try steps.turnedRound()
      case .irreversible(let reason): throw IrreversibleError(reason: reason)
      case .reversed: throw IrreversibleError(reason: "both directions are declared as the reverse of the other")
      }
    }
  }
}

/// Why something has no way back.
public struct IrreversibleError: Error, Hashable, Sendable {
  /// Why there is no way back.
  public let reason: String
  /// The operation that cannot be turned round; nil where the direction itself was declared irreversible.
  public let location: SourceLocation?

  /// Makes an error.
  public init(reason: String, location: SourceLocation? = nil) {
    self.reason = reason
    self.location = location
  }
}

/// Reads operations from the body of `upgrade`, `downgrade`, `When` or `OutsideTransaction`.
@resultBuilder
public enum OperationsBuilder {
  public static func buildExpression(_ operation: some OperationConvertible) -> Operations { operation.operations }

  public static func buildExpression(_ operations: Operations) -> Operations { operations }

  public static func buildBlock() -> Operations { Operations([]) }

  public static func buildBlock(_ only: Operations) -> Operations { only }

  public static func buildBlock(_ parts: Operations...) -> Operations {
    var steps: [Operation] = []
    for part in parts {
      switch part.content {
      case .steps(let more): steps += more
      case .reversed:
        return .irreversible("'.reversed' has to stand alone: it is the whole of a direction")
      case .irreversible: return part
      }
    }
    return Operations(steps)
  }

  @available(*, unavailable, message: "a revision is a straight line: use When(.sqlite) { … } or Live(…)")
  public static func buildOptional(_ part: Operations?) -> Operations { Operations([]) }

  @available(*, unavailable, message: "a revision is a straight line: use When(.sqlite) { … } or Live(…)")
  public static func buildEither(first: Operations) -> Operations { first }

  @available(*, unavailable, message: "a revision is a straight line: use When(.sqlite) { … } or Live(…)")
  public static func buildEither(second: Operations) -> Operations { second }

  @available(*, unavailable, message: "a revision is a straight line: list the operations, or use Live(…)")
  public static func buildArray(_ parts: [Operations]) -> Operations { Operations([]) }
}
