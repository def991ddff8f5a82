import Revisions

extension SwiftRendering {
  /// `Enum("mood", "sad", "ok")`
  func expression(_ type: EnumType) -> SwiftExpression {
    .call("Enum") { arguments in
      arguments.add(expression(type.name))
      arguments.add(each: type.values.map { .string($0) })
      arguments.add("comment", .string(type.comment))
    }
  }

  /// `Domain("email", .text, notNull: true)`
  func expression(_ domain: Domain) -> SwiftExpression {
    .call("Domain") { arguments in
      add(domain, to: &arguments)
      arguments.add("comment", .string(domain.comment))
    }
  }

  /// What `Domain` and `CreateDomain` have in common.
  func add(_ domain: Domain, to arguments: inout SwiftArguments) {
    arguments.add(expression(domain.name))
    arguments.add(expression(domain.type))
    arguments.add("notNull", flag: !domain.isNullable)
    arguments.add("default", expression(domain.defaultValue))
    arguments.add("collation", expression(domain.collation))
    arguments.add("checks", each: domain.checks.map { expression($0) })
  }

  /// `CompositeType("address", attributes: [.attribute("street", .text)])`
  func expression(_ type: CompositeType) -> SwiftExpression {
    .call("CompositeType") { arguments in
      arguments.add(expression(type.name))
      arguments.add("attributes", .array(type.attributes.map { expression($0) }))
      arguments.add("comment", .string(type.comment))
    }
  }

  /// `.attribute("street", .text)`
  func expression(_ attribute: CompositeType.Attribute) -> SwiftExpression {
    .call(".attribute") { arguments in
      arguments.add(.string(attribute.name))
      arguments.add(expression(attribute.type))
      arguments.add("collation", expression(attribute.collation))
    }
  }
}
