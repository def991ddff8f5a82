import Revisions

extension SwiftRendering {
  func expression(_ operation: CreateTable) -> SwiftExpression {
    let (table, options) = (operation.table, operation.table.options)
    if let partition = options.partition, table == Self.partition(like: table) {
      return .call("CreateTable") { arguments in
        arguments.add(.string(table.name.name))
        arguments.add("schema", .string(table.name.schema))
        arguments.add("partitionOf", expression(partition.parent))
        arguments.add(expression(partition.bound))
        arguments.add("comment", .string(table.comment))
        arguments.add("partitionBy", options.partitioning.map { expression($0) })
        arguments.add("with", nonEmpty(options.storageParameters))
        arguments.add("tablespace", .string(options.tablespace))
        arguments.add("ifNotExists", flag: operation.ifNotExists)
      }
    }
    let isPlain = Self.isPlain(table)
    return .call(
      "CreateTable",
      { arguments in
        if isPlain { add(table, to: &arguments) } else { arguments.add(expression(table)) }
        arguments.add("ifNotExists", flag: operation.ifNotExists)
      }, closures: isPlain ? [body(of: table)] : [])
  }

  func expression(_ operation: DropTable) -> SwiftExpression {
    guard let table = operation.former, !operation.cascade else {
      return .call("DropTable") { arguments in
        arguments.add(.string(operation.table.name))
        arguments.add("schema", .string(operation.table.schema))
        arguments.add("ifExists", flag: operation.ifExists)
        arguments.add("cascade", flag: operation.cascade)
      }
    }
    if Self.isPlain(table), !operation.ifExists {
      return .call("DropTable", { add(table, to: &$0) }, closures: [body(of: table)])
    }
    return drop("DropTable", was: expression(table), ifExists: operation.ifExists)
  }

  func expression(_ operation: RenameTable) -> SwiftExpression {
    .call("RenameTable") { arguments in
      arguments.add(.string(operation.table.name))
      arguments.add("to", .string(operation.newName))
      arguments.add("schema", .string(operation.table.schema))
    }
  }

  func expression(_ operation: AlterTable) -> SwiftExpression {
    .call("AlterTable") { arguments in
      arguments.add(expression(operation.table))
      arguments.add(each: operation.changes.map { expression($0) })
    }
  }

  func expression(_ operation: AttachPartition) -> SwiftExpression {
    .call("AttachPartition") { arguments in
      arguments.add(expression(operation.partition))
      arguments.add("to", expression(operation.parent))
      arguments.add(expression(operation.bound))
    }
  }

  func expression(_ operation: DetachPartition) -> SwiftExpression {
    .call("DetachPartition") { arguments in
      arguments.add(expression(operation.partition))
      arguments.add("from", expression(operation.parent))
      arguments.add("concurrently", flag: operation.concurrently)
      arguments.add("was", expression(operation.former))
    }
  }

  /// Whether the initialisers of the operations say all of the table, and not only `Table` does.
  private static func isPlain(_ table: Table) -> Bool {
    table.options.partition == nil && table.options.clusteredIndex == nil && table.renamedFrom == nil
  }

  /// A partition with no more than what its operation's initialiser says.
  private static func partition(like table: Table) -> Table {
    var options = Table.Options()
    options.partition = table.options.partition
    options.partitioning = table.options.partitioning
    options.storageParameters = table.options.storageParameters
    options.tablespace = table.options.tablespace
    return Table(table.name, comment: table.comment, options: options)
  }

  private func expression(_ change: AlterTable.Change) -> SwiftExpression {
    switch change {
    case .unlogged(let flag): .code(".unlogged(\(flag))")
    case .replicaIdentity(let new, let former):
      .call(".replicaIdentity") { arguments in
        arguments.add(expression(new))
        if former != .primaryKey { arguments.add("from", expression(former)) }
      }
    case .clusteredIndex(let new, let former):
      .call(".clusteredIndex") { arguments in
        arguments.add(.string(new) ?? .null)
        arguments.add("from", .string(former))
      }
    case .inherit(let parent): .call(".inherit") { $0.add(expression(parent)) }
    case .disinherit(let parent): .call(".disinherit") { $0.add(expression(parent)) }
    case .accessMethod(let new, let former):
      .call(".accessMethod") { arguments in
        arguments.add(.string(new))
        arguments.add("from", .string(former))
      }
    }
  }
}
