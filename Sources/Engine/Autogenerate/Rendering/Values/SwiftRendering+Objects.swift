import Revisions

extension SwiftRendering {
  /// `.table("users")`, `.column(table: "users", "email")`
  func expression(_ object: DatabaseObject) -> SwiftExpression {
    switch object {
    case .table(let name): named(".table", name)
    case .column(let table, let column):
      .call(".column") { arguments in
        arguments.add("table", expression(table))
        arguments.add(.string(column))
      }
    case .constraint(let name, let table): part(".constraint", name, of: table)
    case .domainConstraint(let name, let domain): part(".domainConstraint", name, of: domain)
    case .index(let name): named(".index", name)
    case .view(let name): named(".view", name)
    case .materializedView(let name): named(".materializedView", name)
    case .sequence(let name): named(".sequence", name)
    case .schema(let name): .call(".schema") { $0.add(.string(name)) }
    case .type(let name): named(".type", name)
    case .domain(let name): named(".domain", name)
    case .function(let name, let types): routine(".function", name, types)
    case .procedure(let name, let types): routine(".procedure", name, types)
    case .trigger(let name, let table): part(".trigger", name, of: table)
    case .policy(let name, let table): part(".policy", name, of: table)
    case .extension(let name): .call(".extension") { $0.add(.string(name)) }
    case .database(let name): .call(".database") { $0.add(.string(name)) }
    case .other(let kind, let address):
      .call(".other") { arguments in
        arguments.add(.string(kind))
        arguments.add(expression(address))
      }
    }
  }

  /// `Namespace("app")`
  func expression(_ namespace: Namespace) -> SwiftExpression {
    .call("Namespace") { arguments in
      arguments.add(.string(namespace.name))
      arguments.add("comment", .string(namespace.comment))
    }
  }

  /// `Extension("pg_trgm")`
  func expression(_ extension: Extension) -> SwiftExpression {
    .call("Extension") { arguments in
      add(`extension`, to: &arguments)
      arguments.add("comment", .string(`extension`.comment))
    }
  }

  /// What `Extension` and `CreateExtension` have in common.
  func add(_ extension: Extension, to arguments: inout SwiftArguments) {
    arguments.add(.string(`extension`.name))
    arguments.add("schema", .string(`extension`.schema))
    arguments.add("version", .string(`extension`.version))
  }

  /// `SQLObject("COLLATION", "german", create: "…")`
  func expression(_ object: SQLObject) -> SwiftExpression {
    var plain = SQLObject(object.kind, object.address, create: object.creation)
    plain.relation = object.relation
    return .call("SQLObject") { arguments in
      arguments.add(.string(object.kind))
      arguments.add(.string(object.address))
      arguments.add("create", expression(object.creation))
      if object != plain { arguments.add("drop", expression(object.removal)) }
    }
  }

  private func named(_ kind: String, _ name: QualifiedName) -> SwiftExpression {
    .call(kind) { $0.add(expression(name)) }
  }

  private func part(_ kind: String, _ name: String, of owner: QualifiedName) -> SwiftExpression {
    .call(kind) { arguments in
      arguments.add(.string(name))
      arguments.add("on", expression(owner))
    }
  }

  private func routine(_ kind: String, _ name: QualifiedName, _ types: [String]) -> SwiftExpression {
    .call(kind) { arguments in
      arguments.add(expression(name))
      arguments.add(.strings(types))
    }
  }
}
