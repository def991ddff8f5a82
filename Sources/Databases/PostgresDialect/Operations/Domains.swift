import Dialects
import Revisions

extension PostgresDialect {
  func createDomain(_ create: CreateDomain) throws(DialectError) -> [Statement] {
    let domain = create.domain
    var text = "CREATE DOMAIN \(try quoted(domain.name)) AS \(try typeName(domain.type))"
    if let collation = domain.collation { text += " COLLATE \(try quoted(collation))" }
    if let value = domain.defaultValue { text += " DEFAULT \(try defaultText(value, for: domain.type))" }
    if !domain.isNullable { text += " NOT NULL" }
    var later: [Statement] = []
    for check in domain.checks {
      let clause = try tableConstraint(.check(check))
      if check.isValidated {
        text += " " + clause
      } else {
        later.append(Statement("ALTER DOMAIN \(try quoted(domain.name)) ADD \(clause) NOT VALID"))
      }
    }
    return [Statement(text)] + later + (try comments(domain.comment, on: .domain(domain.name)))
  }

  func dropDomain(_ drop: DropDomain) throws(DialectError) -> [Statement] {
    [Statement("DROP DOMAIN \(ifExists(drop.ifExists))\(try quoted(drop.name))\(cascade(drop.cascade))")]
  }

  /// ALTER DOMAIN makes one change at a time.
  func alterDomain(_ alter: AlterDomain) throws(DialectError) -> [Statement] {
    let head = "ALTER DOMAIN \(try quoted(alter.name)) "
    var statements: [Statement] = []
    for change in alter.changes {
      let action: String
      switch change {
      case .setDefault(let value, _): action = "SET DEFAULT \(try defaultText(value, for: nil))"
      case .dropDefault: action = "DROP DEFAULT"
      case .nullable(let flag): action = flag ? "DROP NOT NULL" : "SET NOT NULL"
      case .addCheck(let check): action = try addedConstraint(.check(check))
      case .dropCheck(let name, _): action = "DROP CONSTRAINT \(try quoted(name))"
      case .validateCheck(let name): action = "VALIDATE CONSTRAINT \(try quoted(name))"
      }
      statements.append(Statement(head + action))
    }
    return statements
  }
}
