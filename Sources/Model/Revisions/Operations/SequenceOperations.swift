/// Creates a sequence.
public struct CreateSequence: OperationValue, Hashable, Codable {
  /// The sequence to create.
  public var sequence: DatabaseSequence
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a sequence: `CreateSequence("order_numbers", start: 1000, ownedBy: .column("orders", "number"))`.
  public init(
    _ name: QualifiedName, _ type: DataType? = nil, start: Int64? = nil, increment: Int64? = nil,
    minimum: Int64? = nil, maximum: Int64? = nil, cache: Int64? = nil, cycles: Bool = false,
    ownedBy owner: DatabaseSequence.Owner? = nil, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      DatabaseSequence(
        name, type, start: start, increment: increment, minimum: minimum, maximum: maximum, cache: cache,
        cycles: cycles, ownedBy: owner),
      ifNotExists: ifNotExists, file: file, line: line)
  }

  /// Creates a sequence as a value has it.
  public init(_ sequence: DatabaseSequence, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.sequence = sequence
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createSequence(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropSequence(DropSequence(was: sequence, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops a sequence.
public struct DropSequence: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it, such as defaults, is dropped too.
  public var cascade: Bool
  /// The sequence as it was, for the way back.
  public var former: DatabaseSequence?
  public let location: SourceLocation

  /// Drops a sequence; it can be turned round only where it is said what it was.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a sequence known as a value, so that the way back can create it again.
  public init(was former: DatabaseSequence, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropSequence(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropSequence(\"\(name)\") does not say what it was: use `was:`") }
    return .createSequence(CreateSequence(former, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Changes how a sequence gives out numbers.
public struct AlterSequence: OperationValue, Hashable, Codable {
  /// The sequence.
  public var name: QualifiedName
  /// What changes, in the order in which it does.
  public var changes: [Change]
  public let location: SourceLocation

  /// Changes a sequence: `AlterSequence("order_numbers", .increment(10, from: 1))`.
  public init(_ name: QualifiedName, _ changes: Change..., file: String = #fileID, line: Int = #line) {
    self.init(name, changes: changes, file: file, line: line)
  }

  /// Changes a sequence in the ways listed.
  public init(_ name: QualifiedName, changes: [Change], file: String = #fileID, line: Int = #line) {
    self.name = name
    self.changes = changes
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterSequence(self) }

  /// The end of a sequence's numbers. A literal is a number.
  public enum Limit: Hashable, Sendable, Codable, ExpressibleByIntegerLiteral {
    /// That number.
    case at(Int64)
    /// The end that the type gives it.
    case ofType

    public init(integerLiteral value: Int64) { self = .at(value) }
  }

  /// One change to a sequence. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable, Codable {
    /// Another type.
    case type(DataType, from: DataType? = nil)
    /// Another number to begin with, when it is restarted.
    case start(Int64, from: Int64? = nil)
    /// Another distance between numbers.
    case increment(Int64, from: Int64? = nil)
    /// Another smallest number.
    case minimum(Limit, from: Limit? = nil)
    /// Another largest number.
    case maximum(Limit, from: Limit? = nil)
    /// How many numbers a session takes at a time.
    case cache(Int64, from: Int64? = nil)
    /// Whether it begins again at the other end.
    case cycles(Bool)
    /// The column with which it is dropped; nil is none.
    case ownedBy(DatabaseSequence.Owner?, from: DatabaseSequence.Owner? = nil)
    /// The next number that it gives out; nil is the one to begin with. There is no way back.
    case restart(with: Int64? = nil)

    /// The change that takes this one back; nil where it is not said what was there before.
    fileprivate var reversed: Change? {
      switch self {
      case .type(let new, let from): from.map { .type($0, from: new) }
      case .start(let new, let from): from.map { .start($0, from: new) }
      case .increment(let new, let from): from.map { .increment($0, from: new) }
      case .minimum(let new, let from): from.map { .minimum($0, from: new) }
      case .maximum(let new, let from): from.map { .maximum($0, from: new) }
      case .cache(let new, let from): from.map { .cache($0, from: new) }
      case .cycles(let flag): .cycles(!flag)
      case .ownedBy(let new, let from): .ownedBy(from, from: new)
      case .restart: nil
      }
    }
  }

  public func reversed() throws(IrreversibleError) -> Operation {
    for case .restart in changes {
      throw irreversible("AlterSequence(\"\(name)\", .restart(…)) has no reverse: write the downgrade out")
    }
    guard let back = Self.reversed(changes, by: \.reversed) else {
      throw irreversible("AlterSequence(\"\(name)\") does not say what was there before: use `from:`")
    }
    return .alterSequence(AlterSequence(name, changes: back, file: file, line: line))
  }
}
