import Revisions

extension SwiftRendering {
  /// An operation as a person would write it.
  func expression(_ operation: Operation) -> SwiftExpression {
    switch operation {
    case .createTable(let operation): expression(operation)
    case .dropTable(let operation): expression(operation)
    case .renameTable(let operation): expression(operation)
    case .alterTable(let operation): expression(operation)
    case .attachPartition(let operation): expression(operation)
    case .detachPartition(let operation): expression(operation)
    case .addColumn(let operation): expression(operation)
    case .dropColumn(let operation): expression(operation)
    case .alterColumn(let operation): expression(operation)
    case .renameColumn(let operation): expression(operation)
    case .addConstraint(let operation): expression(operation)
    case .dropConstraint(let operation): expression(operation)
    case .alterConstraint(let operation): expression(operation)
    case .validateConstraint(let operation): expression(operation)
    case .invalidateConstraint(let operation): expression(operation)
    case .createIndex(let operation): expression(operation)
    case .dropIndex(let operation): expression(operation)
    case .attachIndex(let operation): expression(operation)
    case .createView(let operation): expression(operation)
    case .dropView(let operation): expression(operation)
    case .createMaterializedView(let operation): expression(operation)
    case .dropMaterializedView(let operation): expression(operation)
    case .refreshMaterializedView(let operation): expression(operation)
    case .createTrigger(let operation): expression(operation)
    case .dropTrigger(let operation): expression(operation)
    case .setTriggerState(let operation): expression(operation)
    case .createRoutine(let operation): expression(operation)
    case .dropRoutine(let operation): expression(operation)
    case .createEnum(let operation): expression(operation)
    case .dropEnum(let operation): expression(operation)
    case .addEnumValue(let operation): expression(operation)
    case .renameEnumValue(let operation): expression(operation)
    case .replaceEnum(let operation): expression(operation)
    case .createDomain(let operation): expression(operation)
    case .dropDomain(let operation): expression(operation)
    case .alterDomain(let operation): expression(operation)
    case .createCompositeType(let operation): expression(operation)
    case .dropCompositeType(let operation): expression(operation)
    case .alterCompositeType(let operation): expression(operation)
    case .createSequence(let operation): expression(operation)
    case .dropSequence(let operation): expression(operation)
    case .alterSequence(let operation): expression(operation)
    case .createSchema(let operation): expression(operation)
    case .dropSchema(let operation): expression(operation)
    case .createExtension(let operation): expression(operation)
    case .dropExtension(let operation): expression(operation)
    case .updateExtension(let operation): expression(operation)
    case .grant(let operation): expression(operation)
    case .revoke(let operation): expression(operation)
    case .createPolicy(let operation): expression(operation)
    case .dropPolicy(let operation): expression(operation)
    case .alterPolicy(let operation): expression(operation)
    case .setRowSecurity(let operation): expression(operation)
    case .comment(let operation): expression(operation)
    case .rename(let operation): expression(operation)
    case .setSchema(let operation): expression(operation)
    case .setOwner(let operation): expression(operation)
    case .setTablespace(let operation): expression(operation)
    case .setStorageParameters(let operation): expression(operation)
    case .insertRows(let operation): expression(operation)
    case .deleteRows(let operation): expression(operation)
    case .sql(let operation): expression(operation)
    case .when(let operation): expression(operation)
    case .live(let operation): expression(operation)
    case .outsideTransaction(let operation): expression(operation)
    }
  }

  /// A drop of something told by its name alone.
  func drop(
    _ operation: String, _ name: SwiftExpression, ifExists: Bool, cascade: Bool = false
  ) -> SwiftExpression {
    .call(operation) { arguments in
      arguments.add(name)
      arguments.add("ifExists", flag: ifExists)
      arguments.add("cascade", flag: cascade)
    }
  }

  /// A drop of something known as a value.
  func drop(_ operation: String, was former: SwiftExpression, ifExists: Bool) -> SwiftExpression {
    .call(operation) { arguments in
      arguments.add("was", former)
      arguments.add("ifExists", flag: ifExists)
    }
  }
}
