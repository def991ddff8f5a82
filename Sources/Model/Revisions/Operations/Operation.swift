/// One change to a database, as a value: what a revision says, and what a dialect turns into statements.
///
/// The cases are closed, so that the compiler names every place that a new operation has to be taught to.
public indirect enum Operation: Sendable, Codable {
  // Tables and what they are made of
  case createTable(CreateTable)
  case dropTable(DropTable)
  case renameTable(RenameTable)
  case alterTable(AlterTable)
  case attachPartition(AttachPartition)
  case detachPartition(DetachPartition)
  case addColumn(AddColumn)
  case dropColumn(DropColumn)
  case alterColumn(AlterColumn)
  case renameColumn(RenameColumn)
  case addConstraint(AddConstraint)
  case dropConstraint(DropConstraint)
  case alterConstraint(AlterConstraint)
  case validateConstraint(ValidateConstraint)
  case invalidateConstraint(InvalidateConstraint)
  case createIndex(CreateIndex)
  case dropIndex(DropIndex)
  case attachIndex(AttachIndex)

  // Views, triggers, routines
  case createView(CreateView)
  case dropView(DropView)
  case createMaterializedView(CreateMaterializedView)
  case dropMaterializedView(DropMaterializedView)
  case refreshMaterializedView(RefreshMaterializedView)
  case createTrigger(CreateTrigger)
  case dropTrigger(DropTrigger)
  case setTriggerState(SetTriggerState)
  case createRoutine(CreateRoutine)
  case dropRoutine(DropRoutine)

  // Types and sequences
  case createEnum(CreateEnum)
  case dropEnum(DropEnum)
  case addEnumValue(AddEnumValue)
  case renameEnumValue(RenameEnumValue)
  case replaceEnum(ReplaceEnum)
  case createDomain(CreateDomain)
  case dropDomain(DropDomain)
  case alterDomain(AlterDomain)
  case createCompositeType(CreateCompositeType)
  case dropCompositeType(DropCompositeType)
  case alterCompositeType(AlterCompositeType)
  case createSequence(CreateSequence)
  case dropSequence(DropSequence)
  case alterSequence(AlterSequence)

  // Schemas and extensions
  case createSchema(CreateSchema)
  case dropSchema(DropSchema)
  case createExtension(CreateExtension)
  case dropExtension(DropExtension)
  case updateExtension(UpdateExtension)

  // Who may do what
  case grant(Grant)
  case revoke(Revoke)
  case createPolicy(CreatePolicy)
  case dropPolicy(DropPolicy)
  case alterPolicy(AlterPolicy)
  case setRowSecurity(SetRowSecurity)

  // What any object has
  case comment(Comment)
  case rename(Rename)
  case setSchema(SetSchema)
  case setOwner(SetOwner)
  case setTablespace(SetTablespace)
  case setStorageParameters(SetStorageParameters)

  // Rows
  case insertRows(InsertRows)
  case deleteRows(DeleteRows)

  // Anything else
  case sql(SQL)
  case when(When)
  case live(Live)
  case outsideTransaction(OutsideTransaction)
}

/// What can stand in the body of `upgrade` or `downgrade`.
///
/// A type of your own conforms by listing the operations that it stands for.
public protocol OperationConvertible: Sendable {
  /// The operations that this stands for, in their order.
  var operations: Operations { get }
}

/// An operation's own value: it knows its case, its reverse, and where it stands in its script.
public protocol OperationValue: OperationConvertible {
  /// This value as a case of ``Operation``.
  var operation: Operation { get }
  /// Where it stands in its script.
  var location: SourceLocation { get }
  /// The operation that takes this one back.
  ///
  /// Throws ``IrreversibleError`` where it does not carry enough to be turned round.
  func reversed() throws(IrreversibleError) -> Operation
}

extension OperationValue {
  public var operations: Operations { Operations([operation]) }

  var file: String { location.file }
  var line: Int { location.line }

  /// Why this operation has no reverse.
  func irreversible(_ reason: String) -> IrreversibleError { IrreversibleError(reason: reason, location: location) }
}

extension Operation {
  /// The operation that takes this one back.
  ///
  /// Throws ``IrreversibleError`` where the operation does not carry enough to be turned round.
  public func reversed() throws(IrreversibleError) -> Operation { try value.reversed() }

  /// The value behind the case.
  public var value: any OperationValue {
    switch self {
    case .createTable(let value): value
    case .dropTable(let value): value
    case .renameTable(let value): value
    case .alterTable(let value): value
    case .attachPartition(let value): value
    case .detachPartition(let value): value
    case .addColumn(let value): value
    case .dropColumn(let value): value
    case .alterColumn(let value): value
    case .renameColumn(let value): value
    case .addConstraint(let value): value
    case .dropConstraint(let value): value
    case .alterConstraint(let value): value
    case .validateConstraint(let value): value
    case .invalidateConstraint(let value): value
    case .createIndex(let value): value
    case .dropIndex(let value): value
    case .attachIndex(let value): value
    case .createView(let value): value
    case .dropView(let value): value
    case .createMaterializedView(let value): value
    case .dropMaterializedView(let value): value
    case .refreshMaterializedView(let value): value
    case .createTrigger(let value): value
    case .dropTrigger(let value): value
    case .setTriggerState(let value): value
    case .createRoutine(let value): value
    case .dropRoutine(let value): value
    case .createEnum(let value): value
    case .dropEnum(let value): value
    case .addEnumValue(let value): value
    case .renameEnumValue(let value): value
    case .replaceEnum(let value): value
    case .createDomain(let value): value
    case .dropDomain(let value): value
    case .alterDomain(let value): value
    case .createCompositeType(let value): value
    case .dropCompositeType(let value): value
    case .alterCompositeType(let value): value
    case .createSequence(let value): value
    case .dropSequence(let value): value
    case .alterSequence(let value): value
    case .createSchema(let value): value
    case .dropSchema(let value): value
    case .createExtension(let value): value
    case .dropExtension(let value): value
    case .updateExtension(let value): value
    case .grant(let value): value
    case .revoke(let value): value
    case .createPolicy(let value): value
    case .dropPolicy(let value): value
    case .alterPolicy(let value): value
    case .setRowSecurity(let value): value
    case .comment(let value): value
    case .rename(let value): value
    case .setSchema(let value): value
    case .setOwner(let value): value
    case .setTablespace(let value): value
    case .setStorageParameters(let value): value
    case .insertRows(let value): value
    case .deleteRows(let value): value
    case .sql(let value): value
    case .when(let value): value
    case .live(let value): value
    case .outsideTransaction(let value): value
    }
  }
}
