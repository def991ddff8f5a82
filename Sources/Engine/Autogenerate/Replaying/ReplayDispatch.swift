package import Revisions

extension SchemaReplay {
  /// Follows operations in their order.
  package mutating func apply(_ operations: [Operation]) throws(ReplayError) {
    for operation in operations { try apply(operation) }
  }

  /// Follows an operation. Throws where it does not fit what is there; the schema is then worth nothing any more.
  package mutating func apply(_ operation: Operation) throws(ReplayError) {
    let inner: [Operation]
    do throws(ReplayError.Problem) {
      switch operation {
      case .when(let when): inner = try Self.steps(of: when.dialect == dialectName ? when.then : when.otherwise)
      case .outsideTransaction(let outside): inner = try Self.steps(of: outside.body)
      default:
        inner = []
        try follow(operation)
      }
    } catch {
      throw ReplayError(
        problem: error, operation: String(describing: type(of: operation.value)), location: operation.value.location)
    }
    try apply(inner)
  }

  private static func steps(of operations: Operations) throws(ReplayError.Problem) -> [Operation] {
    switch operations.content {
    case .steps(let steps): return steps
    case .irreversible(let reason): throw .irreversible(reason)
    case .reversed: throw .irreversible("'.reversed' has to stand alone: it is the whole of a direction")
    }
  }

  private mutating func follow(_ operation: Operation) throws(ReplayError.Problem) {
    switch operation {
    case .createTable(let value): try create(value)
    case .dropTable(let value): try drop(value)
    case .renameTable(let value): try rename(value)
    case .alterTable(let value): try alter(value)
    case .attachPartition(let value): try attach(value)
    case .detachPartition(let value): try detach(value)
    case .addColumn(let value): try add(value)
    case .dropColumn(let value): try drop(value)
    case .alterColumn(let value): try alter(value)
    case .renameColumn(let value): try rename(value)
    case .addConstraint(let value): try add(value)
    case .dropConstraint(let value): try drop(value)
    case .alterConstraint(let value): try alter(value)
    case .validateConstraint(let value): try validate(value)
    case .invalidateConstraint(let value): try invalidate(value)
    case .createIndex(let value): try create(value)
    case .dropIndex(let value): try drop(value)
    case .attachIndex(let value): try attach(value)
    case .createView(let value): try create(value)
    case .dropView(let value): try drop(value)
    case .createMaterializedView(let value): try create(value)
    case .dropMaterializedView(let value): try drop(value)
    case .refreshMaterializedView(let value): try refresh(value)
    case .createTrigger(let value): try create(value)
    case .dropTrigger(let value): try drop(value)
    case .setTriggerState(let value): try setState(value)
    case .createRoutine(let value): try create(value)
    case .dropRoutine(let value): try drop(value)
    case .createEnum(let value): try create(value)
    case .dropEnum(let value): try drop(value)
    case .addEnumValue(let value): try add(value)
    case .renameEnumValue(let value): try rename(value)
    case .replaceEnum(let value): try replace(value)
    case .createDomain(let value): try create(value)
    case .dropDomain(let value): try drop(value)
    case .alterDomain(let value): try alter(value)
    case .createCompositeType(let value): try create(value)
    case .dropCompositeType(let value): try drop(value)
    case .alterCompositeType(let value): try alter(value)
    case .createSequence(let value): try create(value)
    case .dropSequence(let value): try drop(value)
    case .alterSequence(let value): try alter(value)
    case .createSchema(let value): try create(value)
    case .dropSchema(let value): try drop(value)
    case .createExtension(let value): try create(value)
    case .dropExtension(let value): try drop(value)
    case .updateExtension(let value): try update(value)
    case .grant(let value): try grant(value)
    case .revoke(let value): try revoke(value)
    case .createPolicy(let value): try create(value)
    case .dropPolicy(let value): try drop(value)
    case .alterPolicy(let value): try alter(value)
    case .setRowSecurity(let value): try setRowSecurity(value)
    case .comment(let value): try comment(value)
    case .rename(let value): try rename(value)
    case .setSchema(let value): try setSchema(value)
    case .setTablespace(let value): try setTablespace(value)
    case .setStorageParameters(let value): try setStorageParameters(value)
    case .sql(let value): try follow(value)
    case .live(let value): unfollowed.append(UnfollowedOperation(what: .live(value.label), location: value.location))
    // Rows are no part of a schema, nor is who owns an object.
    case .insertRows, .deleteRows, .setOwner: break
    case .when, .outsideTransaction: break
    }
  }
}
