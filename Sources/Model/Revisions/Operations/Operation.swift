/// One change to a database, as a value: what a revision says, and what a dialect turns into statements.
///
/// The cases are closed, so that the compiler names every place that a new operation has to be taught to.
public indirect enum Operation: Sendable {
  case createTable(CreateTable)
  case dropTable(DropTable)
  case renameTable(RenameTable)
  case addColumn(AddColumn)
  case dropColumn(DropColumn)
  case alterColumn(AlterColumn)
  case renameColumn(RenameColumn)
  case addConstraint(AddConstraint)
  case dropConstraint(DropConstraint)
  case createIndex(CreateIndex)
  case dropIndex(DropIndex)
  case createView(CreateView)
  case dropView(DropView)
  case createTrigger(CreateTrigger)
  case dropTrigger(DropTrigger)
  case insertRows(InsertRows)
  case deleteRows(DeleteRows)
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

/// An operation's own value: it knows its case, and where it stands in its script.
public protocol OperationValue: OperationConvertible {
  /// This value as a case of ``Operation``.
  var operation: Operation { get }
  /// Where it stands in its script.
  var location: SourceLocation { get }
}

extension OperationValue {
  public var operations: Operations { Operations([operation]) }
}

extension Operation {
  /// The value behind the case.
  public var value: any OperationValue {
    switch self {
    case .createTable(let value): value
    case .dropTable(let value): value
    case .renameTable(let value): value
    case .addColumn(let value): value
    case .dropColumn(let value): value
    case .alterColumn(let value): value
    case .renameColumn(let value): value
    case .addConstraint(let value): value
    case .dropConstraint(let value): value
    case .createIndex(let value): value
    case .dropIndex(let value): value
    case .createView(let value): value
    case .dropView(let value): value
    case .createTrigger(let value): value
    case .dropTrigger(let value): value
    case .insertRows(let value): value
    case .deleteRows(let value): value
    case .sql(let value): value
    case .when(let value): value
    case .live(let value): value
    case .outsideTransaction(let value): value
    }
  }
}
