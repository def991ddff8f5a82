import Revisions

extension SwiftRendering {
  /// `"app"`, `.public`
  func expression(_ role: Role) -> SwiftExpression {
    switch role {
    case .named(let name): .string(name)
    case .public: .code(".public")
    case .currentUser: .code(".currentUser")
    case .sessionUser: .code(".sessionUser")
    }
  }

  func expression(_ role: Role?) -> SwiftExpression? { role.map { expression($0) } }

  /// `.select`, `.update("name", "email")`
  func expression(_ privilege: Privilege) -> SwiftExpression {
    if privilege.columns.isEmpty { return .code(".\(privilege.kind)") }
    switch privilege.kind {
    case .all, .select, .insert, .update, .references:
      return .call(".\(privilege.kind)") { $0.add(each: privilege.columns.map { .string($0) }) }
    case .delete, .truncate, .trigger, .maintain, .usage, .execute, .create, .connect, .temporary:
      return .call(".init") { arguments in
        arguments.add(.code(".\(privilege.kind)"))
        arguments.add("columns", .strings(privilege.columns))
      }
    }
  }

  /// `.table("users")`, `.allTables(inSchema: "app")`
  func expression(_ target: PrivilegeTarget) -> SwiftExpression {
    switch target {
    case .object(.function(let name, [])): return .call(".function") { $0.add(expression(name)) }
    case .object(.procedure(let name, [])): return .call(".procedure") { $0.add(expression(name)) }
    case .object(let object):
      switch object {
      case .table, .view, .materializedView, .sequence, .schema, .type, .domain, .function, .procedure, .database:
        return expression(object)
      case .column, .constraint, .domainConstraint, .index, .trigger, .policy, .extension, .other:
        return .call(".object") { $0.add(expression(object)) }
      }
    case .all(let kind, let schema):
      switch kind {
      case .tables: return all(".allTables", in: schema)
      case .sequences: return all(".allSequences", in: schema)
      case .functions: return all(".allFunctions", in: schema)
      case .routines: return all(".allRoutines", in: schema)
      case .procedures, .types, .schemas:
        return .call(".all") { arguments in
          arguments.add(.code(".\(kind)"))
          arguments.add("inSchema", .string(schema))
        }
      }
    case .future(let kind, let schema, let role):
      return .call(".future") { arguments in
        arguments.add(.code(".\(kind)"))
        arguments.add("inSchema", .string(schema))
        arguments.add("createdBy", expression(role))
      }
    }
  }

  /// `Policy("own", on: "notes", to: "app", using: "owner = current_user")`
  func expression(_ policy: Policy) -> SwiftExpression {
    .call("Policy") { arguments in
      add(policy, to: &arguments)
      arguments.add("comment", .string(policy.comment))
    }
  }

  /// What `Policy` and `CreatePolicy` have in common.
  func add(_ policy: Policy, to arguments: inout SwiftArguments) {
    arguments.add(.string(policy.name))
    arguments.add("on", expression(policy.table))
    if policy.command != .all { arguments.add("for", .code(".\(policy.command)")) }
    if !policy.isPermissive { arguments.add("permissive", .flag(false)) }
    switch policy.roles {
    case []: arguments.add("roles", .array([]))
    case [.public]: break
    default: arguments.add("to", each: policy.roles.map { expression($0) })
    }
    arguments.add("using", expression(policy.using))
    arguments.add("check", expression(policy.check))
  }

  private func all(_ name: String, in schema: String) -> SwiftExpression {
    .call(name) { $0.add("inSchema", .string(schema)) }
  }
}
