import Dialects
import Revisions

extension PostgresDialect {
  func attachPartition(_ attach: AttachPartition) throws(DialectError) -> [Statement] {
    [try self.attach(attach.partition, to: Partition(of: attach.parent, attach.bound))]
  }

  func attach(_ table: QualifiedName, to partition: Partition) throws(DialectError) -> Statement {
    try alterTable(
      partition.parent, ["ATTACH PARTITION \(try quoted(table)) \(try boundClause(partition.bound))"])
  }

  func detachPartition(_ detach: DetachPartition) throws(DialectError) -> [Statement] {
    var statement = try alterTable(
      detach.parent,
      ["DETACH PARTITION \(try quoted(detach.partition))\(detach.concurrently ? " CONCURRENTLY" : "")"])
    if detach.concurrently { statement.transactionRule = .outside }
    return [statement]
  }

  /// ` PARTITION BY …`: how a table's rows are spread.
  func partitionKey(_ partitioning: Partitioning) throws(DialectError) -> String {
    guard !partitioning.parts.isEmpty else { throw DialectError("a table is partitioned by nothing") }
    var parts: [String] = []
    for part in partitioning.parts {
      var text: String
      switch part.key {
      case .column(let column): text = try quoted(column)
      case .expression(let expression): text = try enclosed(expression)
      }
      if let collation = part.collation { text += " COLLATE \(try quoted(collation))" }
      if let operators = part.operatorClass { text += " \(try quoted(operators))" }
      parts.append(text)
    }
    return " PARTITION BY \(partitioning.strategy.rawValue) (\(parts.joined(separator: ", ")))"
  }

  /// The rows of a partition: `FOR VALUES …`, or `DEFAULT`.
  func boundClause(_ bound: PartitionBound) throws(DialectError) -> String {
    switch bound {
    case .range(let lower, let upper):
      return "FOR VALUES FROM (\(try boundValues(lower))) TO (\(try boundValues(upper)))"
    case .list(let values): return "FOR VALUES IN (\(try boundValues(values)))"
    case .hash(let modulus, let remainder): return "FOR VALUES WITH (MODULUS \(modulus), REMAINDER \(remainder))"
    case .default: return "DEFAULT"
    }
  }

  private func boundValues(_ values: [PartitionBound.Value]) throws(DialectError) -> String {
    guard !values.isEmpty else { throw DialectError("a partition's bound has no values") }
    var parts: [String] = []
    for value in values {
      switch value {
      case .literal(let literal): parts.append(try self.literal(literal))
      case .expression(let expression): parts.append(try enclosed(expression))
      case .minimum: parts.append("MINVALUE")
      case .maximum: parts.append("MAXVALUE")
      }
    }
    return parts.joined(separator: ", ")
  }
}
