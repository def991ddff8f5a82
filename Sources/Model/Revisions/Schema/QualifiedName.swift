/// The name of a table, view or index, in a schema or in the connection's own.
///
/// A literal is the bare name: a dot in it is part of the name, never a separator.
public struct QualifiedName: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The schema; nil is the default one.
  public var schema: String?
  /// The name within its schema.
  public var name: String

  /// Makes a name.
  public init(_ name: String, schema: String? = nil) {
    self.schema = schema
    self.name = name
  }

  public init(stringLiteral value: String) {
    schema = nil
    name = value
  }

  public var description: String { schema.map { "\($0).\(name)" } ?? name }
}

extension QualifiedName {
  private enum CodingKeys: String, CodingKey { case schema, name }

  /// A bare name is a text, one with a schema has both.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self.init(name)
    } else {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        try container.decode(String.self, forKey: .name),
        schema: try container.decodeIfPresent(String.self, forKey: .schema))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    guard let schema else {
      var container = encoder.singleValueContainer()
      return try container.encode(name)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schema, forKey: .schema)
    try container.encode(name, forKey: .name)
  }
}
