/// Creates an enumeration.
public struct CreateEnum: OperationValue, Hashable, Codable {
  /// The enumeration to create.
  public var type: EnumType
  public let location: SourceLocation

  /// Creates an enumeration of values in their order: `CreateEnum("mood", "sad", "ok")`.
  public init(_ name: QualifiedName, _ values: String..., file: String = #fileID, line: Int = #line) {
    self.init(EnumType(name, values: values), file: file, line: line)
  }

  /// Creates an enumeration as a value has it.
  public init(_ type: EnumType, file: String = #fileID, line: Int = #line) {
    self.type = type
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createEnum(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropEnum(DropEnum(was: type, file: file, line: line))
  }
}

/// Drops an enumeration.
public struct DropEnum: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it, such as columns, is dropped too.
  public var cascade: Bool
  /// The enumeration as it was, for the way back.
  public var former: EnumType?
  public let location: SourceLocation

  /// Drops an enumeration; it can be turned round only where its values are given.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops an enumeration of values in their order: `DropEnum("mood", was: "sad", "ok")`.
  public init(
    _ name: QualifiedName, was first: String, _ others: String..., file: String = #fileID, line: Int = #line
  ) {
    self.init(was: EnumType(name, values: [first] + others), file: file, line: line)
  }

  /// Drops an enumeration known as a value, so that the way back can create it again.
  public init(was former: EnumType, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropEnum(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropEnum(\"\(name)\") does not list its values: use `was:`") }
    return .createEnum(CreateEnum(former, file: file, line: line))
  }
}

/// Adds a value to an enumeration, which cannot be used before the transaction that adds it has committed.
public struct AddEnumValue: OperationValue, Hashable, Codable {
  /// The enumeration.
  public var type: QualifiedName
  /// The value to add.
  public var value: String
  /// Where it comes in the order; nil is behind all others.
  public var position: Position?
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  /// Whether the way back leaves it there, and so the way forth may find it.
  public var isKept: Bool
  public let location: SourceLocation

  /// Where a value comes in the order.
  public enum Position: Hashable, Sendable, Codable {
    case before(String)
    case after(String)
  }

  /// Adds a value behind all others: `AddEnumValue("mood", "happy")`.
  ///
  /// PostgreSQL cannot take a value out of an enumeration. So there is no way back unless `kept` says that it leaves the
  /// value there, or the downgrade is written out with ``ReplaceEnum``.
  public init(
    _ type: QualifiedName, _ value: String, ifNotExists: Bool = false, kept: Bool = false, file: String = #fileID,
    line: Int = #line
  ) {
    self.init(type, value, at: nil, ifNotExists: ifNotExists, kept: kept, file: file, line: line)
  }

  /// Adds a value behind another: `AddEnumValue("mood", "meh", after: "sad")`.
  public init(
    _ type: QualifiedName, _ value: String, after other: String, ifNotExists: Bool = false, kept: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.init(type, value, at: .after(other), ifNotExists: ifNotExists, kept: kept, file: file, line: line)
  }

  /// Adds a value before another: `AddEnumValue("mood", "awful", before: "sad")`.
  public init(
    _ type: QualifiedName, _ value: String, before other: String, ifNotExists: Bool = false, kept: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.init(type, value, at: .before(other), ifNotExists: ifNotExists, kept: kept, file: file, line: line)
  }

  /// Adds a value at a place in the order.
  public init(
    _ type: QualifiedName, _ value: String, at position: Position?, ifNotExists: Bool = false, kept: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.type = type
    self.value = value
    self.position = position
    self.ifNotExists = ifNotExists || kept
    isKept = kept
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .addEnumValue(self) }

  /// Where the value is kept, the same: it is there, and so nothing is done.
  public func reversed() throws(IrreversibleError) -> Operation {
    guard isKept else {
      throw irreversible(
        """
        AddEnumValue("\(type)", "\(value)") has no reverse: PostgreSQL cannot take a value out of an enumeration. \
        Write the downgrade out with ReplaceEnum, or let `kept: true` leave the value there
        """)
    }
    return operation
  }
}

/// Gives a value of an enumeration another name.
public struct RenameEnumValue: OperationValue, Hashable, Codable {
  /// The enumeration.
  public var type: QualifiedName
  /// The value.
  public var value: String
  /// The name that it gets.
  public var newValue: String
  public let location: SourceLocation

  /// Renames a value: `RenameEnumValue("mood", "ok", to: "fine")`.
  public init(
    _ type: QualifiedName, _ value: String, to newValue: String, file: String = #fileID, line: Int = #line
  ) {
    self.type = type
    self.value = value
    self.newValue = newValue
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .renameEnumValue(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .renameEnumValue(RenameEnumValue(type, newValue, to: value, file: file, line: line))
  }
}

/// Gives an enumeration other values, or another order, for what can only be had by making it anew.
///
/// A type of the same name is created, the columns are changed to it, and the former one is dropped; comment, owner and
/// privileges are those of the former one. A row with a value that is no longer there is an error, unless the column says
/// what becomes of it.
///
/// Every column of that type has to be named, with its default where it has one. What else uses the type (checks, indexes
/// with a predicate, views, functions, domains, policies) has to be dropped before and created again after: where any of
/// that is there, nothing is changed and the error lists it.
public struct ReplaceEnum: OperationValue, Hashable, Codable {
  /// The enumeration.
  public var type: QualifiedName
  /// The values that it has from now on, in their order.
  public var values: [String]
  /// The values that it had, for the way back.
  public var former: [String]?
  /// The columns of that type.
  public var columns: [Use]
  public let location: SourceLocation

  /// A column whose type is the enumeration.
  public struct Use: Hashable, Sendable, Codable {
    /// The table.
    public var table: QualifiedName
    /// The column.
    public var column: String
    /// The column's default; it is dropped meanwhile, as the database could not change its type.
    public var defaultValue: Column.DefaultValue?
    /// Whether the column is an array of the enumeration.
    public var isArray: Bool
    /// How a value becomes one of the new type; nil is by its name.
    public var using: SQLFragment?
    /// The same for the way back.
    public var reverseUsing: SQLFragment?

    /// A column of that type: `.column("people", "mood", default: .literal("ok"))`.
    public static func column(
      _ table: QualifiedName, _ column: String, default value: Column.DefaultValue? = nil, array: Bool = false,
      using: SQLFragment? = nil, reverseUsing: SQLFragment? = nil
    ) -> Use {
      Use(
        table: table, column: column, defaultValue: value, isArray: array, using: using, reverseUsing: reverseUsing)
    }
  }

  /// Gives an enumeration other values: `ReplaceEnum("mood", ["sad", "ok"], from: ["sad", "meh", "ok"], in: .column("people", "mood"))`.
  public init(
    _ type: QualifiedName, _ values: [String], from former: [String]? = nil, in columns: Use..., file: String = #fileID,
    line: Int = #line
  ) {
    self.init(type, values, from: former, columns: columns, file: file, line: line)
  }

  /// Gives an enumeration other values, where a list has its columns.
  public init(
    _ type: QualifiedName, _ values: [String], from former: [String]?, columns: [Use], file: String = #fileID,
    line: Int = #line
  ) {
    self.type = type
    self.values = values
    self.former = former
    self.columns = columns
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .replaceEnum(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("ReplaceEnum(\"\(type)\") does not list its former values: use `from:`")
    }
    let back = columns.map { use in
      var back = use
      back.using = use.reverseUsing
      back.reverseUsing = use.using
      return back
    }
    return .replaceEnum(ReplaceEnum(type, former, from: values, columns: back, file: file, line: line))
  }
}
