/// Anything in a database that has an address: what a comment, a grant, an owner or a new name is given to.
public enum DatabaseObject: Hashable, Sendable, Codable {
  case table(QualifiedName)
  /// A column of a table, of a view, or an attribute of a composite type: `.column(table: "users", "email")`.
  case column(table: QualifiedName, String)
  case constraint(String, on: QualifiedName)
  case domainConstraint(String, on: QualifiedName)
  /// An index, which stands in the schema of its table.
  case index(QualifiedName)
  case view(QualifiedName)
  case materializedView(QualifiedName)
  case sequence(QualifiedName)
  case schema(String)
  /// An enumeration, a composite type, or another type that is not a domain.
  case type(QualifiedName)
  case domain(QualifiedName)
  /// A function, told from others of its name by its arguments' types: `.function("f", ["integer"])`.
  case function(QualifiedName, [String])
  /// A procedure, told from others of its name by its arguments' types.
  case procedure(QualifiedName, [String])
  case trigger(String, on: QualifiedName)
  case policy(String, on: QualifiedName)
  case `extension`(String)
  case database(String)
  /// Anything else, by the words that stand before its address in SQL, and the address: `.other("FOREIGN SERVER", "films")`.
  case other(String, SQLFragment)

  /// The object's own name, without its schema or table; nil where it is only known as SQL.
  public var name: String? {
    switch self {
    case .table(let name), .index(let name), .view(let name), .materializedView(let name), .sequence(let name),
      .type(let name), .domain(let name), .function(let name, _), .procedure(let name, _):
      name.name
    case .column(_, let name), .constraint(let name, _), .domainConstraint(let name, _), .trigger(let name, _),
      .policy(let name, _), .schema(let name), .extension(let name), .database(let name):
      name
    case .other: nil
    }
  }

  /// The schema that the object stands in, by itself or with its table; nil where that is not said, or it stands in none.
  public var schema: String? {
    switch self {
    case .table(let name), .index(let name), .view(let name), .materializedView(let name), .sequence(let name),
      .type(let name), .domain(let name), .function(let name, _), .procedure(let name, _), .column(let name, _),
      .constraint(_, let name), .domainConstraint(_, let name), .trigger(_, let name), .policy(_, let name):
      name.schema
    case .schema, .extension, .database, .other: nil
    }
  }

  /// The same object under another name; nil where it is only known as SQL.
  public func renamed(to newName: String) -> DatabaseObject? {
    func renamed(_ old: QualifiedName) -> QualifiedName { QualifiedName(newName, schema: old.schema) }
    return switch self {
    case .table(let name): .table(renamed(name))
    case .column(let table, _): .column(table: table, newName)
    case .constraint(_, let table): .constraint(newName, on: table)
    case .domainConstraint(_, let domain): .domainConstraint(newName, on: domain)
    case .index(let name): .index(renamed(name))
    case .view(let name): .view(renamed(name))
    case .materializedView(let name): .materializedView(renamed(name))
    case .sequence(let name): .sequence(renamed(name))
    case .schema: .schema(newName)
    case .type(let name): .type(renamed(name))
    case .domain(let name): .domain(renamed(name))
    case .function(let name, let arguments): .function(renamed(name), arguments)
    case .procedure(let name, let arguments): .procedure(renamed(name), arguments)
    case .trigger(_, let table): .trigger(newName, on: table)
    case .policy(_, let table): .policy(newName, on: table)
    case .extension: .extension(newName)
    case .database: .database(newName)
    case .other: nil
    }
  }

  /// The same object in another schema; nil where it does not stand in one by itself.
  public func moved(to schema: String) -> DatabaseObject? {
    func moved(_ old: QualifiedName) -> QualifiedName { QualifiedName(old.name, schema: schema) }
    return switch self {
    case .table(let name): .table(moved(name))
    case .view(let name): .view(moved(name))
    case .materializedView(let name): .materializedView(moved(name))
    case .sequence(let name): .sequence(moved(name))
    case .type(let name): .type(moved(name))
    case .domain(let name): .domain(moved(name))
    case .function(let name, let arguments): .function(moved(name), arguments)
    case .procedure(let name, let arguments): .procedure(moved(name), arguments)
    case .extension: self
    case .column, .constraint, .domainConstraint, .index, .schema, .trigger, .policy, .database, .other: nil
    }
  }
}

extension DatabaseObject: CustomStringConvertible {
  /// The kind and the name, as a sentence has them: `table app.users`.
  public var description: String {
    switch self {
    case .table(let name): "table \(name)"
    case .column(let table, let name): "column \(table).\(name)"
    case .constraint(let name, let table): "constraint \(name) of \(table)"
    case .domainConstraint(let name, let domain): "constraint \(name) of domain \(domain)"
    case .index(let name): "index \(name)"
    case .view(let name): "view \(name)"
    case .materializedView(let name): "materialized view \(name)"
    case .sequence(let name): "sequence \(name)"
    case .schema(let name): "schema \(name)"
    case .type(let name): "type \(name)"
    case .domain(let name): "domain \(name)"
    case .function(let name, let arguments): "function \(name)(\(arguments.joined(separator: ", ")))"
    case .procedure(let name, let arguments): "procedure \(name)(\(arguments.joined(separator: ", ")))"
    case .trigger(let name, let table): "trigger \(name) on \(table)"
    case .policy(let name, let table): "policy \(name) on \(table)"
    case .extension(let name): "extension \(name)"
    case .database(let name): "database \(name)"
    case .other(let kind, let address): "\(kind.lowercased()) \(address.plainText ?? "")"
    }
  }
}
