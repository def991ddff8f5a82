/// Creates a domain: a type with rules of its own.
public struct CreateDomain: OperationValue, Hashable, Codable {
  /// The domain to create.
  public var domain: Domain
  public let location: SourceLocation

  /// Creates a domain: `CreateDomain("email", .text, checks: Check("VALUE LIKE '%@%'", name: "ck_email"))`.
  public init(
    _ name: QualifiedName, _ type: DataType, notNull: Bool = false, default value: Column.DefaultValue? = nil,
    collation: QualifiedName? = nil, checks: Check..., file: String = #fileID, line: Int = #line
  ) {
    var domain = Domain(name, type, notNull: notNull, default: value, collation: collation)
    domain.checks = checks
    self.init(domain, file: file, line: line)
  }

  /// Creates a domain as a value has it.
  public init(_ domain: Domain, file: String = #fileID, line: Int = #line) {
    self.domain = domain
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createDomain(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropDomain(DropDomain(was: domain, file: file, line: line))
  }
}

/// Drops a domain.
public struct DropDomain: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it, such as columns, is dropped too.
  public var cascade: Bool
  /// The domain as it was, for the way back.
  public var former: Domain?
  public let location: SourceLocation

  /// Drops a domain; it can be turned round only where it is said what it was.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a domain known as a value, so that the way back can create it again.
  public init(was former: Domain, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropDomain(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropDomain(\"\(name)\") does not say what it was: use `was:`") }
    return .createDomain(CreateDomain(former, file: file, line: line))
  }
}

/// Changes what a domain asks of its values.
public struct AlterDomain: OperationValue, Hashable, Codable {
  /// The domain.
  public var name: QualifiedName
  /// What changes, in the order in which it does.
  public var changes: [Change]
  public let location: SourceLocation

  /// Changes a domain: `AlterDomain("email", .notNull, .addCheck(Check("VALUE <> ''", name: "ck_email")))`.
  public init(_ name: QualifiedName, _ changes: Change..., file: String = #fileID, line: Int = #line) {
    self.init(name, changes: changes, file: file, line: line)
  }

  /// Changes a domain in the ways listed.
  public init(_ name: QualifiedName, changes: [Change], file: String = #fileID, line: Int = #line) {
    self.name = name
    self.changes = changes
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterDomain(self) }

  /// One change to a domain. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable, Codable {
    /// Another default.
    case setDefault(Column.DefaultValue, from: Column.DefaultValue? = nil)
    /// No default.
    case dropDefault(from: Column.DefaultValue? = nil)
    /// Whether NULL may stand in it.
    case nullable(Bool)
    /// A check more; the way back needs its name.
    case addCheck(Check)
    /// A check less.
    case dropCheck(String, from: Check? = nil)
    /// Checks the values that were there before a check was added as `notValid()`; there is no way back.
    case validateCheck(String)

    /// Refuses NULL from now on.
    public static var notNull: Change { .nullable(false) }
    /// Takes NULL from now on.
    public static var nullable: Change { .nullable(true) }

    /// The change that takes this one back; nil where it is not said what was there before.
    fileprivate var reversed: Change? {
      switch self {
      case .setDefault(let new, let from): from.map { .setDefault($0, from: new) } ?? .dropDefault(from: new)
      case .dropDefault(let from): from.map { .setDefault($0) }
      case .nullable(let flag): .nullable(!flag)
      case .addCheck(let check): check.name.map { .dropCheck($0, from: check) }
      case .dropCheck(_, let from): from.map { .addCheck($0) }
      case .validateCheck: nil
      }
    }
  }

  public func reversed() throws(IrreversibleError) -> Operation {
    for change in changes {
      switch change {
      case .validateCheck(let check):
        throw irreversible(
          "AlterDomain(\"\(name)\", .validateCheck(\"\(check)\")) has no reverse: write the downgrade out")
      case .addCheck(let check) where check.name == nil:
        throw irreversible("AlterDomain(\"\(name)\", .addCheck(…)) does not name the check: use `name:`")
      default: continue
      }
    }
    guard let back = Self.reversed(changes, by: \.reversed) else {
      throw irreversible("AlterDomain(\"\(name)\") does not say what was there before: use `from:`")
    }
    return .alterDomain(AlterDomain(name, changes: back, file: file, line: line))
  }
}
