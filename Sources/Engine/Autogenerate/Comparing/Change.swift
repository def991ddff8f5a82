import Dialects
package import Revisions

/// One operation that brings a schema nearer to another, with what it takes to find its place among others.
struct Change {
  var operation: Operation
  /// Where it comes where nothing else decides.
  var rank: Rank
  /// What is there only once it has run.
  var creates: Set<ObjectKey> = []
  /// What is gone once it has run.
  var drops: Set<ObjectKey> = []
  /// What has to be there before it runs.
  var uses: Set<ObjectKey> = []
  /// What has to be there until it has run.
  var frees: Set<ObjectKey> = []
  /// What of that is there by a word alone that may mean something else.
  var doubtful: Set<ObjectKey> = []
  /// What of that only the text of a routine's body names, which has a meaning once it runs.
  var inBody: Set<ObjectKey> = []
  /// Whether it says the names that things have before any is renamed.
  var precedesRenames = false
  var hazards: [Hazard] = []
  /// What a person would look for it under: the table, or the object's own name.
  var subject: QualifiedName

  init(_ operation: some OperationValue, _ rank: Rank, of subject: QualifiedName) {
    self.init(operation.operation, rank, of: subject)
  }

  init(_ operation: Operation, _ rank: Rank, of subject: QualifiedName) {
    self.operation = operation
    self.rank = rank
    self.subject = subject
  }

  /// The order in which people expect changes that do not depend on each other.
  enum Rank: Int, Comparable {
    /// What has to be committed before the rest can use it comes first, so that the rest stays in one transaction.
    case addValue
    case rename
    /// What is asked of the database before it is changed.
    case note
    case dropComment, dropGrant, dropTrigger, dropPolicy, dropView, dropForeignKey, dropConstraint, dropIndex,
      dropPartition
    case createNamespace, createExtension, createType, createOperator, createRoutine, createSequence
    case createTable, alterTable, addColumn, alterColumn, dropColumn, createPartition
    case addConstraint, addForeignKey, createIndex
    case createView, createTrigger, createPolicy
    case dropTable, dropSequence, dropRoutine, dropOperator, dropType, dropExtension, dropNamespace
    case other, comment, grant

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }
}

/// An operation that autogenerate came to, and what to think of before it runs.
package struct PlannedOperation: Sendable {
  package var operation: Operation
  package var hazards: [Hazard]
  /// The table or object that it is about.
  package var subject: QualifiedName

  /// The operation turned round; what that costs is not told.
  package func reversed() throws(IrreversibleError) -> PlannedOperation {
    PlannedOperation(operation: try operation.reversed(), hazards: [], subject: subject)
  }
}

/// What an operation may cost whoever runs it.
package enum Hazard: Hashable, Sendable {
  /// Rows, or values of a column, are gone afterwards.
  case losesData
  /// Values may not fit the new type, or lose digits.
  case mayLoseValues
  /// It fails where there are rows.
  case failsWithRows
  /// It fails where rows break the new rule.
  case failsIfViolated
  /// It fails where a row has a value that its type is to have no longer.
  case failsWithRemovedValues
  /// There is no way from the one type to the other but by the text of each value.
  case convertsByText
  /// What becomes of values depends on the time zone of the session that runs it.
  case dependsOnTimeZone
  /// The whole table is written anew, and locked meanwhile.
  case rewritesTable
  /// The whole table is read, and locked against writing meanwhile.
  case scansTable
  /// It was there before and is made again, and what was granted on it has to be granted anew by hand: because it is not known what that
  /// was, as where no database is compared, or because it was granted on columns of a view that reads otherwise now.
  case losesPrivileges
  /// An extension goes to an older version, for which it seldom has a script.
  case olderVersion
  /// Policies keep rows from being seen no longer.
  case exposesRows
}

extension Hazard {
  /// What it costs that a column gets another type.
  static func list(_ cost: TypeChangeCost) -> [Hazard] {
    (cost.contains(.rewritesTable) ? [.rewritesTable] : []) + (cost.contains(.mayLoseValues) ? [.mayLoseValues] : [])
      + (cost.contains(.dependsOnTimeZone) ? [.dependsOnTimeZone] : [])
      + (cost.contains(.convertsByText) ? [.convertsByText] : [])
  }
}
