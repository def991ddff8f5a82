/// An extension of a database: types, functions and index methods that it does not have by itself.
public struct Extension: Hashable, Sendable, Codable {
  /// The name.
  public var name: String
  /// The schema that its objects stand in; nil is the extension's own choice, or the default schema.
  public var schema: String?
  /// The version; nil is the one that the server has for new databases.
  public var version: String?
  /// What it is for.
  public var comment: String?

  /// Makes an extension.
  public init(_ name: String, schema: String? = nil, version: String? = nil, comment: String? = nil) {
    self.name = name
    self.schema = schema
    self.version = version
    self.comment = comment
  }
}
