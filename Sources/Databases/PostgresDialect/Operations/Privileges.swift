import Dialects
import Revisions

extension PostgresDialect {
  func grant(_ grant: Grant) throws(DialectError) -> [Statement] {
    let (prefix, target) = try privilegeTarget(grant.target)
    var text = "\(prefix)GRANT \(try privilegeList(grant.privileges, on: grant.target)) ON \(target)"
    text += " TO \(try granteeNames(grant.roles))"
    if grant.grantOption != .without { text += " WITH GRANT OPTION" }
    return [Statement(text)]
  }

  func revoke(_ revoke: Revoke) throws(DialectError) -> [Statement] {
    let (prefix, target) = try privilegeTarget(revoke.target)
    var text = "\(prefix)REVOKE \(revoke.grantOption == .only ? "GRANT OPTION FOR " : "")"
    text += "\(try privilegeList(revoke.privileges, on: revoke.target)) ON \(target)"
    text += " FROM \(try granteeNames(revoke.roles))\(cascade(revoke.cascade))"
    return [Statement(text)]
  }

  private func granteeNames(_ roles: [Role]) throws(DialectError) -> String {
    guard !roles.isEmpty else { throw DialectError("privileges are given to nobody") }
    return try roleNames(roles)
  }

  private func privilegeList(_ privileges: [Privilege], on target: PrivilegeTarget) throws(DialectError) -> String {
    guard !privileges.isEmpty else { throw DialectError("no privilege is named") }
    var column: [String] = []
    if case .object(.column(_, let name)) = target { column = [name] }
    var parts: [String] = []
    for privilege in privileges {
      let columns = privilege.columns + column
      parts.append(privilege.kind.rawValue + (columns.isEmpty ? "" : " (\(try quotedList(columns)))"))
    }
    return parts.joined(separator: ", ")
  }

  /// What stands behind ON, and what stands before GRANT or REVOKE where objects of the future are meant.
  private func privilegeTarget(_ target: PrivilegeTarget) throws(DialectError) -> (prefix: String, text: String) {
    switch target {
    case .object(.column(let table, _)), .object(.view(let table)), .object(.materializedView(let table)):
      return ("", "TABLE \(try quoted(table))")
    case .object(.index), .object(.constraint), .object(.domainConstraint), .object(.trigger), .object(.policy),
      .object(.extension):
      throw DialectError("there are no privileges on \(target.words): PostgreSQL has none for that kind")
    case .object(let object): return ("", try address(of: object))
    case .all(.types, _), .all(.schemas, _):
      throw DialectError(
        "privileges on \(target.words) cannot be given at once", hint: "name each, or use `.future`")
    case .all(let kind, let schema): return ("", "ALL \(kind.rawValue) IN SCHEMA \(try quoted(schema))")
    case .future(.procedures, _, _):
      throw DialectError(
        "PostgreSQL does not tell future procedures from functions", hint: "use `.future(.routines)`")
    case .future(let kind, let schema, let creator):
      var prefix = "ALTER DEFAULT PRIVILEGES "
      if let creator { prefix += "FOR ROLE \(try roleName(creator)) " }
      if let schema { prefix += "IN SCHEMA \(try quoted(schema)) " }
      return (prefix, kind.rawValue)
    }
  }
}

extension PrivilegeTarget {
  /// The target as a sentence has it.
  fileprivate var words: String {
    switch self {
    case .object(let object): "\(object)"
    case .all(let kind, let schema): "all \(kind.rawValue.lowercased()) in \(schema)"
    case .future(let kind, _, _): "future \(kind.rawValue.lowercased())"
    }
  }
}
