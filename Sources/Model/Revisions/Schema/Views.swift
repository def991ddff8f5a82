/// A view: a query under a name.
public struct View: Hashable, Sendable, Codable {
  /// The name.
  public var name: QualifiedName
  /// The names of its columns, where they are not those of the query.
  public var columns: [String]
  /// The query that it stands for.
  public var query: SQLFragment
  /// What only some databases have.
  public var options: Options
  /// What it is for.
  public var comment: String?

  /// What only some databases have.
  public struct Options: Hashable, Sendable, Codable {
    /// Whether the view's own conditions come before those of whoever reads it.
    public var isSecurityBarrier: Bool
    /// Whether the tables are read with the rights of whoever reads the view, rather than of its owner.
    public var isSecurityInvoker: Bool
    /// Whether a row that is written through the view must be seen by it.
    public var checkOption: CheckOption?

    /// Makes options; without arguments, a view with nothing special.
    public init(securityBarrier: Bool = false, securityInvoker: Bool = false, checkOption: CheckOption? = nil) {
      isSecurityBarrier = securityBarrier
      isSecurityInvoker = securityInvoker
      self.checkOption = checkOption
    }
  }

  /// Which views must see a row that is written through one.
  public enum CheckOption: String, Hashable, Sendable, Codable {
    /// The view itself.
    case local = "LOCAL"
    /// The view, and all that it is made of.
    case cascaded = "CASCADED"
  }

  /// Makes a view.
  public init(
    _ name: QualifiedName, columns: [String] = [], as query: SQLFragment, options: Options = Options(),
    comment: String? = nil
  ) {
    self.name = name
    self.columns = columns
    self.query = query
    self.options = options
    self.comment = comment
  }
}

/// A materialized view: the rows of a query, kept until they are refreshed.
public struct MaterializedView: Hashable, Sendable, Codable {
  /// The name.
  public var name: QualifiedName
  /// The names of its columns, where they are not those of the query.
  public var columns: [String]
  /// The query whose rows it keeps.
  public var query: SQLFragment
  /// Whether it is filled as it is created; else it cannot be read before it is refreshed.
  public var isPopulated: Bool
  /// How its rows are kept.
  public var storageParameters: StorageParameters
  /// Where its rows are kept; nil is the database's own choice.
  public var tablespace: String?
  /// The access method that keeps its rows; nil is the database's own choice.
  public var accessMethod: String?
  /// What it is for.
  public var comment: String?

  /// Makes a materialized view.
  public init(
    _ name: QualifiedName, columns: [String] = [], as query: SQLFragment, withData: Bool = true,
    with storageParameters: StorageParameters = [:], tablespace: String? = nil, accessMethod: String? = nil,
    comment: String? = nil
  ) {
    self.name = name
    self.columns = columns
    self.query = query
    isPopulated = withData
    self.storageParameters = storageParameters
    self.tablespace = tablespace
    self.accessMethod = accessMethod
    self.comment = comment
  }
}
