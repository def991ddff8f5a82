import Dialects
import Revisions

extension PostgresDialect {
  /// An object as COMMENT ON and most forms of ALTER address it: its kind, and its name.
  func address(of object: DatabaseObject) throws(DialectError) -> String {
    switch object {
    case .table(let name): return "TABLE \(try quoted(name))"
    case .column(let table, let column): return "COLUMN \(try quoted(table)).\(try quoted(column))"
    case .constraint(let name, let table): return "CONSTRAINT \(try quoted(name)) ON \(try quoted(table))"
    case .domainConstraint(let name, let domain):
      return "CONSTRAINT \(try quoted(name)) ON DOMAIN \(try quoted(domain))"
    case .index(let name): return "INDEX \(try quoted(name))"
    case .view(let name): return "VIEW \(try quoted(name))"
    case .materializedView(let name): return "MATERIALIZED VIEW \(try quoted(name))"
    case .sequence(let name): return "SEQUENCE \(try quoted(name))"
    case .schema(let name): return "SCHEMA \(try quoted(name))"
    case .type(let name): return "TYPE \(try quoted(name))"
    case .domain(let name): return "DOMAIN \(try quoted(name))"
    case .function(let name, let arguments):
      return "FUNCTION \(try quoted(name))(\(arguments.joined(separator: ", ")))"
    case .procedure(let name, let arguments):
      return "PROCEDURE \(try quoted(name))(\(arguments.joined(separator: ", ")))"
    case .trigger(let name, let table): return "TRIGGER \(try quoted(name)) ON \(try quoted(table))"
    case .policy(let name, let table): return "POLICY \(try quoted(name)) ON \(try quoted(table))"
    case .extension(let name): return "EXTENSION \(try quoted(name))"
    case .database(let name): return "DATABASE \(try quoted(name))"
    case .other(let kind, let address): return "\(kind) \(try rendered(address))"
    }
  }

  /// A role: a name, or one of the words for a role.
  func roleName(_ role: Role) throws(DialectError) -> String {
    switch role {
    case .named(let name): try quoted(name)
    case .public, .currentUser, .sessionUser: role.description
    }
  }

  func roleNames(_ roles: [Role]) throws(DialectError) -> String {
    var names: [String] = []
    for role in roles { names.append(try roleName(role)) }
    return names.joined(separator: ", ")
  }

  /// Storage parameters between parentheses: `("fillfactor" = '70')`; one of the database's own choice is left out.
  func parameterList(_ parameters: StorageParameters) throws(DialectError) -> String {
    var parts: [String] = []
    for parameter in parameters.list {
      guard let value = parameter.value else { continue }
      parts.append("\(try parameterName(parameter.name)) = \(try literal(.text(value)))")
    }
    return "(\(parts.joined(separator: ", ")))"
  }

  /// ` WITH (…)` for storage parameters; empty where there are none.
  func withClause(_ parameters: StorageParameters) throws(DialectError) -> String {
    guard parameters.list.contains(where: { $0.value != nil }) else { return "" }
    return " WITH " + (try parameterList(parameters))
  }

  /// What stands before a dot in a parameter's name is a namespace: `toast.autovacuum_enabled`.
  func parameterName(_ name: String) throws(DialectError) -> String {
    var parts: [String] = []
    for part in name.split(separator: ".", omittingEmptySubsequences: false) { parts.append(try quoted(String(part))) }
    return parts.joined(separator: ".")
  }
}
