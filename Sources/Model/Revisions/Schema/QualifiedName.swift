/// The name of a table, view or index, in a schema or in the connection's own.
///
/// A literal is the bare name: a dot in it is part of the name, never a separator.
public struct QualifiedName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
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
