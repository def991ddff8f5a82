/// Something that a role may be allowed to do.
public struct Privilege: Hashable, Sendable, Codable {
  /// What it allows.
  public var kind: Kind
  /// The columns for which it does; empty is all of them.
  public var columns: [String]

  /// What a privilege allows.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case all = "ALL"
    case select = "SELECT"
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
    case truncate = "TRUNCATE"
    case references = "REFERENCES"
    case trigger = "TRIGGER"
    case maintain = "MAINTAIN"
    case usage = "USAGE"
    case execute = "EXECUTE"
    case create = "CREATE"
    case connect = "CONNECT"
    case temporary = "TEMPORARY"
  }

  /// Makes a privilege.
  public init(_ kind: Kind, columns: [String] = []) {
    self.kind = kind
    self.columns = columns
  }

  /// All that there is for the object.
  public static let all = Privilege(.all)
  public static let select = Privilege(.select)
  public static let insert = Privilege(.insert)
  public static let update = Privilege(.update)
  public static let delete = Privilege(.delete)
  public static let truncate = Privilege(.truncate)
  public static let references = Privilege(.references)
  public static let trigger = Privilege(.trigger)
  public static let maintain = Privilege(.maintain)
  public static let usage = Privilege(.usage)
  public static let execute = Privilege(.execute)
  public static let create = Privilege(.create)
  public static let connect = Privilege(.connect)
  public static let temporary = Privilege(.temporary)

  /// All that there is for some columns.
  public static func all(_ columns: String...) -> Privilege { Privilege(.all, columns: columns) }
  /// Reading some columns: `.select("id", "name")`.
  public static func select(_ columns: String...) -> Privilege { Privilege(.select, columns: columns) }
  /// Giving some columns a value in new rows.
  public static func insert(_ columns: String...) -> Privilege { Privilege(.insert, columns: columns) }
  /// Changing some columns.
  public static func update(_ columns: String...) -> Privilege { Privilege(.update, columns: columns) }
  /// Referring to some columns by a foreign key.
  public static func references(_ columns: String...) -> Privilege { Privilege(.references, columns: columns) }
}

/// What privileges are about.
public enum PrivilegeTarget: Hashable, Sendable, Codable {
  /// One object.
  case object(DatabaseObject)
  /// All objects of a kind that stand in a schema now.
  case all(Kind, inSchema: String)
  /// All objects of a kind that a role will create, in a schema or in any; without `createdBy`, the role that runs the
  /// revision.
  case future(Kind, inSchema: String? = nil, createdBy: Role? = nil)

  /// A kind of objects that privileges can be given for at once.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case tables = "TABLES"
    case sequences = "SEQUENCES"
    case functions = "FUNCTIONS"
    case procedures = "PROCEDURES"
    /// Functions and procedures.
    case routines = "ROUTINES"
    /// Only those of the future.
    case types = "TYPES"
    /// Only those of the future.
    case schemas = "SCHEMAS"
  }

  /// A table, a view or a materialized view.
  public static func table(_ name: QualifiedName) -> PrivilegeTarget { .object(.table(name)) }
  public static func view(_ name: QualifiedName) -> PrivilegeTarget { .object(.view(name)) }
  public static func materializedView(_ name: QualifiedName) -> PrivilegeTarget { .object(.materializedView(name)) }
  public static func sequence(_ name: QualifiedName) -> PrivilegeTarget { .object(.sequence(name)) }
  public static func schema(_ name: String) -> PrivilegeTarget { .object(.schema(name)) }
  public static func type(_ name: QualifiedName) -> PrivilegeTarget { .object(.type(name)) }
  public static func domain(_ name: QualifiedName) -> PrivilegeTarget { .object(.domain(name)) }
  public static func function(_ name: QualifiedName, _ argumentTypes: [String] = []) -> PrivilegeTarget {
    .object(.function(name, argumentTypes))
  }
  public static func procedure(_ name: QualifiedName, _ argumentTypes: [String] = []) -> PrivilegeTarget {
    .object(.procedure(name, argumentTypes))
  }
  public static func database(_ name: String) -> PrivilegeTarget { .object(.database(name)) }
  /// All tables and views that stand in a schema now.
  public static func allTables(inSchema schema: String) -> PrivilegeTarget { .all(.tables, inSchema: schema) }
  /// All sequences that stand in a schema now.
  public static func allSequences(inSchema schema: String) -> PrivilegeTarget { .all(.sequences, inSchema: schema) }
  /// All functions that stand in a schema now.
  public static func allFunctions(inSchema schema: String) -> PrivilegeTarget { .all(.functions, inSchema: schema) }
  /// All functions and procedures that stand in a schema now.
  public static func allRoutines(inSchema schema: String) -> PrivilegeTarget { .all(.routines, inSchema: schema) }
}

/// Whether a privilege comes with the right to hand it on.
public enum GrantOption: Hashable, Sendable, Codable {
  /// The privilege alone.
  case without
  /// The privilege and the right to hand it on.
  case with
  /// The right to hand it on, to somebody who has the privilege already, and keeps it.
  case only
}
