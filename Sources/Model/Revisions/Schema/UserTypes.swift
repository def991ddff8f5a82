/// An enumeration: a type whose values are listed, in their order.
public struct EnumType: Hashable, Sendable, Codable {
  /// The name.
  public var name: QualifiedName
  /// The values, from the smallest to the largest.
  public var values: [String]
  /// What it is for.
  public var comment: String?

  /// Makes an enumeration of values in their order.
  public init(_ name: QualifiedName, values: [String], comment: String? = nil) {
    self.name = name
    self.values = values
    self.comment = comment
  }

  /// Makes an enumeration of values in their order: `EnumType("mood", "sad", "ok")`.
  public init(_ name: QualifiedName, _ values: String..., comment: String? = nil) {
    self.init(name, values: values, comment: comment)
  }
}

/// A type with rules of its own: another type, and what its values must satisfy.
public struct Domain: Hashable, Sendable, Codable {
  /// The name.
  public var name: QualifiedName
  /// The type that it is made of.
  public var type: DataType
  /// Whether NULL may stand in it.
  public var isNullable: Bool
  /// The value where none is given; nil is NULL.
  public var defaultValue: Column.DefaultValue?
  /// A collation's name, for text.
  public var collation: QualifiedName?
  /// What each value satisfies; the value itself is called `VALUE`.
  public var checks: [Check]
  /// What it is for.
  public var comment: String?

  /// Makes a domain: `Domain("email", .text, checks: Check("VALUE LIKE '%@%'"))`.
  public init(
    _ name: QualifiedName, _ type: DataType, notNull: Bool = false, default value: Column.DefaultValue? = nil,
    collation: QualifiedName? = nil, checks: Check..., comment: String? = nil
  ) {
    self.name = name
    self.type = type
    isNullable = !notNull
    defaultValue = value
    self.collation = collation
    self.checks = checks
    self.comment = comment
  }
}

/// A type of several attributes, as a table's row is.
public struct CompositeType: Hashable, Sendable, Codable {
  /// The name.
  public var name: QualifiedName
  /// The attributes, in their order.
  public var attributes: [Attribute]
  /// What it is for.
  public var comment: String?

  /// One attribute of a composite type.
  public struct Attribute: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// What it holds.
    public var type: DataType
    /// A collation's name, for text; nil is the type's own.
    public var collation: QualifiedName?

    /// Makes an attribute.
    public init(_ name: String, _ type: DataType, collation: QualifiedName? = nil) {
      self.name = name
      self.type = type
      self.collation = collation
    }

    /// Makes an attribute: `.attribute("street", .text)`.
    public static func attribute(_ name: String, _ type: DataType, collation: QualifiedName? = nil) -> Attribute {
      Attribute(name, type, collation: collation)
    }
  }

  /// Makes a composite type of attributes in their order.
  public init(_ name: QualifiedName, attributes: [Attribute], comment: String? = nil) {
    self.name = name
    self.attributes = attributes
    self.comment = comment
  }
}
