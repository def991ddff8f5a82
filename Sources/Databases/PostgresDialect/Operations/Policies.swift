import Dialects
import Revisions

extension PostgresDialect {
  func createPolicy(_ create: CreatePolicy) throws(DialectError) -> [Statement] {
    let policy = create.policy
    var text = "CREATE POLICY \(try quoted(policy.name)) ON \(try quoted(policy.table))"
    if !policy.isPermissive { text += " AS RESTRICTIVE" }
    if policy.command != .all { text += " FOR \(policy.command.rawValue)" }
    if policy.roles != [.public], !policy.roles.isEmpty { text += " TO \(try roleNames(policy.roles))" }
    if let using = policy.using { text += " USING \(try enclosed(using))" }
    if let check = policy.check { text += " WITH CHECK \(try enclosed(check))" }
    return [Statement(text)] + (try comments(policy.comment, on: .policy(policy.name, on: policy.table)))
  }

  func dropPolicy(_ drop: DropPolicy) throws(DialectError) -> [Statement] {
    [Statement("DROP POLICY \(ifExists(drop.ifExists))\(try quoted(drop.name)) ON \(try quoted(drop.table))")]
  }

  /// ALTER POLICY knows its clauses in one order only; of several changes of a kind the last one counts.
  func alterPolicy(_ alter: AlterPolicy) throws(DialectError) -> [Statement] {
    var roles = ""
    var using = ""
    var check = ""
    for change in alter.changes {
      switch change {
      case .roles(let new, _): roles = " TO \(try roleNames(new.isEmpty ? [.public] : new))"
      case .using(let expression, _): using = " USING \(try enclosed(expression))"
      case .check(let expression, _): check = " WITH CHECK \(try enclosed(expression))"
      }
    }
    guard !alter.changes.isEmpty else { return [] }
    return [Statement("ALTER POLICY \(try quoted(alter.name)) ON \(try quoted(alter.table))\(roles)\(using)\(check)")]
  }

  func setRowSecurity(_ set: SetRowSecurity) throws(DialectError) -> [Statement] {
    var actions: [String] = []
    if let enabled = set.enabled { actions.append("\(enabled ? "ENABLE" : "DISABLE") ROW LEVEL SECURITY") }
    if let forced = set.forced { actions.append("\(forced ? "FORCE" : "NO FORCE") ROW LEVEL SECURITY") }
    return actions.isEmpty ? [] : [try alterTable(set.table, actions)]
  }
}
