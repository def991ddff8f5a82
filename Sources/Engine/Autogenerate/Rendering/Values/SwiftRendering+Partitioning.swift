import Revisions

extension SwiftRendering {
  /// `.range("at")`
  func expression(_ partitioning: Partitioning) -> SwiftExpression {
    .call(".\(partitioning.strategy)") { $0.add(each: partitioning.parts.map { expression($0) }) }
  }

  /// `.init(of: "measurements", .from("2026-01-01", to: "2027-01-01"))`
  func expression(_ partition: Partition) -> SwiftExpression {
    .call(".init") { arguments in
      arguments.add("of", expression(partition.parent))
      arguments.add(expression(partition.bound))
    }
  }

  /// `.from("a", to: "b")`, `.in("x", "y")`
  func expression(_ bound: PartitionBound) -> SwiftExpression {
    switch bound {
    case .range(let lower, let upper):
      .call(".from") { arguments in
        arguments.add(each: lower.map { expression($0) })
        arguments.add("to", each: upper.map { expression($0) })
      }
    case .list(let values): .call(".in") { $0.add(each: values.map { expression($0) }) }
    case .hash(let modulus, let remainder): .code(".hash(modulus: \(modulus), remainder: \(remainder))")
    case .default: .code(".default")
    }
  }

  func expression(_ bound: PartitionBound?) -> SwiftExpression? { bound.map { expression($0) } }

  private func expression(_ value: PartitionBound.Value) -> SwiftExpression {
    switch value {
    case .literal(.blob(let bytes)): .call(".literal") { $0.add(expression(.blob(bytes))) }
    case .literal(.double(let number)) where !number.isFinite:
      .call(".literal") { $0.add(expression(.double(number))) }
    case .literal(let literal): expression(literal)
    case .expression(let sql): .call(".expression") { $0.add(expression(sql)) }
    case .minimum: .code(".minimum")
    case .maximum: .code(".maximum")
    }
  }

  private func expression(_ part: Partitioning.Part) -> SwiftExpression {
    let isPlain = part.collation == nil && part.operatorClass == nil
    switch part.key {
    case .column(let column) where isPlain: return .string(column)
    case .expression(let sql) where isPlain: return .call(".expression") { $0.add(expression(sql)) }
    case .column, .expression:
      return .call(".init") { arguments in
        arguments.add(expression(part.key))
        arguments.add("collation", expression(part.collation))
        arguments.add("operatorClass", expression(part.operatorClass))
      }
    }
  }
}
