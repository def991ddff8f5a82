import Dialects
import Revisions

extension PostgresDialect {
  func createCompositeType(_ create: CreateCompositeType) throws(DialectError) -> [Statement] {
    let type = create.type
    var attributes: [String] = []
    for attribute in type.attributes { attributes.append(try attributeDefinition(attribute)) }
    return [Statement("CREATE TYPE \(try quoted(type.name)) AS (\(attributes.joined(separator: ", ")))")]
      + (try comments(type.comment, on: .type(type.name)))
  }

  func dropCompositeType(_ drop: DropCompositeType) throws(DialectError) -> [Statement] {
    [try dropType(drop.name, ifExists: drop.ifExists, cascade: drop.cascade)]
  }

  /// A new name cannot be given together with other changes, and those behind it may use it.
  func alterCompositeType(_ alter: AlterCompositeType) throws(DialectError) -> [Statement] {
    let head = "ALTER TYPE \(try quoted(alter.name)) "
    var statements: [Statement] = []
    var actions: [String] = []
    for change in alter.changes {
      switch change {
      case .add(let attribute): actions.append("ADD ATTRIBUTE \(try attributeDefinition(attribute))")
      case .drop(let name, _): actions.append("DROP ATTRIBUTE \(try quoted(name))")
      case .type(let name, let type, _):
        actions.append("ALTER ATTRIBUTE \(try quoted(name)) TYPE \(try typeName(type))")
      case .rename(let name, let newName):
        if !actions.isEmpty { statements.append(Statement(head + actions.joined(separator: ", "))) }
        actions = []
        statements.append(Statement(head + "RENAME ATTRIBUTE \(try quoted(name)) TO \(try quoted(newName))"))
      }
    }
    if !actions.isEmpty { statements.append(Statement(head + actions.joined(separator: ", "))) }
    return statements
  }

  private func attributeDefinition(_ attribute: CompositeType.Attribute) throws(DialectError) -> String {
    let collation = try attribute.collation.map { name throws(DialectError) in " COLLATE \(try quoted(name))" } ?? ""
    return "\(try quoted(attribute.name)) \(try typeName(attribute.type))\(collation)"
  }
}
