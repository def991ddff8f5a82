/// Creates a composite type.
public struct CreateCompositeType: OperationValue, Hashable, Codable {
  /// The type to create.
  public var type: CompositeType
  public let location: SourceLocation

  /// Creates a composite type: `CreateCompositeType("address", .attribute("street", .text), .attribute("city", .text))`.
  public init(
    _ name: QualifiedName, _ attributes: CompositeType.Attribute..., file: String = #fileID, line: Int = #line
  ) {
    self.init(CompositeType(name, attributes: attributes), file: file, line: line)
  }

  /// Creates a composite type as a value has it.
  public init(_ type: CompositeType, file: String = #fileID, line: Int = #line) {
    self.type = type
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createCompositeType(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropCompositeType(DropCompositeType(was: type, file: file, line: line))
  }
}

/// Drops a composite type.
public struct DropCompositeType: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it, such as columns, is dropped too.
  public var cascade: Bool
  /// The type as it was, for the way back.
  public var former: CompositeType?
  public let location: SourceLocation

  /// Drops a composite type; it can be turned round only where it is said what it was.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a composite type known as a value, so that the way back can create it again.
  public init(was former: CompositeType, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropCompositeType(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropCompositeType(\"\(name)\") does not say what it was: use `was:`") }
    return .createCompositeType(CreateCompositeType(former, file: file, line: line))
  }
}

/// Changes the attributes of a composite type.
public struct AlterCompositeType: OperationValue, Hashable, Codable {
  /// The type.
  public var name: QualifiedName
  /// What changes, in the order in which it does.
  public var changes: [Change]
  public let location: SourceLocation

  /// Changes a composite type: `AlterCompositeType("address", .addAttribute("country", .text))`.
  public init(_ name: QualifiedName, _ changes: Change..., file: String = #fileID, line: Int = #line) {
    self.init(name, changes: changes, file: file, line: line)
  }

  /// Changes a composite type in the ways listed.
  public init(_ name: QualifiedName, changes: [Change], file: String = #fileID, line: Int = #line) {
    self.name = name
    self.changes = changes
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterCompositeType(self) }

  /// One change to a composite type. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable, Codable {
    /// An attribute more, behind the others.
    case add(CompositeType.Attribute)
    /// An attribute less.
    case drop(String, from: CompositeType.Attribute? = nil)
    /// Another type for an attribute.
    case type(String, DataType, from: DataType? = nil)
    /// Another name for an attribute.
    case rename(String, to: String)

    /// An attribute more, behind the others: `.addAttribute("country", .text)`.
    public static func addAttribute(_ name: String, _ type: DataType) -> Change {
      .add(CompositeType.Attribute(name, type))
    }

    /// The change that takes this one back; nil where it is not said what was there before.
    fileprivate var reversed: Change? {
      switch self {
      case .add(let attribute): .drop(attribute.name, from: attribute)
      case .drop(_, let from): from.map { .add($0) }
      case .type(let name, let new, let from): from.map { .type(name, $0, from: new) }
      case .rename(let name, let new): .rename(new, to: name)
      }
    }
  }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let back = Self.reversed(changes, by: \.reversed) else {
      throw irreversible("AlterCompositeType(\"\(name)\") does not say what was there before: use `from:`")
    }
    return .alterCompositeType(AlterCompositeType(name, changes: back, file: file, line: line))
  }
}
