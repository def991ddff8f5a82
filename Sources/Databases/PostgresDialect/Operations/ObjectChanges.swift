import Dialects
import Revisions

extension PostgresDialect {
  func comment(_ comment: Comment) throws(DialectError) -> [Statement] {
    [try self.comment(comment.text, on: comment.object)]
  }

  func rename(_ rename: Rename) throws(DialectError) -> [Statement] {
    let new = try quoted(rename.newName)
    switch rename.object {
    case .column(let table, let column):
      return [try alterTable(table, ["RENAME COLUMN \(try quoted(column)) TO \(new)"])]
    case .constraint(let name, let table):
      return [try alterTable(table, ["RENAME CONSTRAINT \(try quoted(name)) TO \(new)"])]
    case .domainConstraint(let name, let domain):
      return [Statement("ALTER DOMAIN \(try quoted(domain)) RENAME CONSTRAINT \(try quoted(name)) TO \(new)")]
    case .extension: throw DialectError("the \(rename.object) cannot be renamed: an extension's name is its own")
    case let object: return [Statement("ALTER \(try address(of: object)) RENAME TO \(new)")]
    }
  }

  func setSchema(_ set: SetSchema) throws(DialectError) -> [Statement] {
    switch set.object {
    case .table, .view, .materializedView, .sequence, .type, .domain, .function, .procedure, .extension, .other:
      return [Statement("ALTER \(try address(of: set.object)) SET SCHEMA \(try quoted(set.schema))")]
    case .index, .column, .constraint, .trigger, .policy:
      throw DialectError("the \(set.object) stands in the schema of its table", hint: "move the table")
    case .domainConstraint: throw DialectError("the \(set.object) stands in the schema of its domain")
    case .schema, .database: throw DialectError("the \(set.object) does not stand in a schema")
    }
  }

  func setOwner(_ set: SetOwner) throws(DialectError) -> [Statement] {
    switch set.object {
    case .table, .view, .materializedView, .sequence, .schema, .type, .domain, .function, .procedure, .database, .other:
      let owner = try ownerName(set.owner, of: "the \(set.object)")
      return [Statement("ALTER \(try address(of: set.object)) OWNER TO \(owner)")]
    case .index, .column, .constraint, .trigger, .policy:
      throw DialectError("the \(set.object) belongs to the owner of its table", hint: "change the table's owner")
    case .domainConstraint: throw DialectError("the \(set.object) belongs to the owner of its domain")
    case .extension: throw DialectError("the \(set.object) stays with the role that created it")
    }
  }

  func ownerName(_ role: Role, of what: String) throws(DialectError) -> String {
    guard role != .public else { throw DialectError("\(what) is to belong to everybody, which nothing can") }
    return try roleName(role)
  }

  func setTablespace(_ set: SetTablespace) throws(DialectError) -> [Statement] {
    switch set.object {
    case .table, .index, .materializedView:
      return [Statement("ALTER \(try address(of: set.object)) SET TABLESPACE \(try quoted(set.tablespace))")]
    default: throw DialectError("the \(set.object) has no tablespace that could be changed")
    }
  }

  func setStorageParameters(_ set: SetStorageParameters) throws(DialectError) -> [Statement] {
    let head: String
    var prefix = ""
    switch set.object {
    case .table, .index, .view, .materializedView: head = try address(of: set.object)
    case .column(let table, let column):
      head = "TABLE \(try quoted(table))"
      prefix = "ALTER COLUMN \(try quoted(column)) "
    default: throw DialectError("the \(set.object) has no storage parameters")
    }
    var actions: [String] = []
    if set.parameters.list.contains(where: { $0.value != nil }) {
      actions.append("\(prefix)SET \(try parameterList(set.parameters))")
    }
    var reset: [String] = []
    for parameter in set.parameters.list where parameter.value == nil {
      reset.append(try parameterName(parameter.name))
    }
    if !reset.isEmpty { actions.append("\(prefix)RESET (\(reset.joined(separator: ", ")))") }
    return actions.isEmpty ? [] : [Statement("ALTER \(head) \(actions.joined(separator: ", "))")]
  }
}
