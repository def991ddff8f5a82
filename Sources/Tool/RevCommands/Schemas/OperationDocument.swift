internal import Autogenerate
internal import ModelData
internal import Revisions

/// Differences as other programs read them.
struct DifferenceDocument: Encodable {
  let upToDate: Bool
  let operations: [OperationDocument]
  /// Differences for which there is no operation.
  let inexpressible: [String]
  /// What is there and cannot be compared.
  let unsupported: [String]

  enum CodingKeys: String, CodingKey {
    case upToDate = "up_to_date"
    case operations, inexpressible, unsupported
  }

  init(_ comparison: SchemaComparison) throws {
    upToDate = comparison.isUpToDate
    operations = try comparison.upgrade.operations.map(OperationDocument.init)
    inexpressible = comparison.upgrade.inexpressible
    unsupported = comparison.former.unsupported + comparison.wanted.unsupported
  }
}

/// An operation as other programs read it.
struct OperationDocument: Encodable {
  /// What it does, in a line.
  let summary: String
  /// What it may cost.
  let hazards: [String]
  /// The operation itself, with one key that says what it is.
  let operation: ModelData

  init(_ planned: PlannedOperation) throws {
    summary = planned.operation.summary
    hazards = planned.hazards.map(\.code)
    operation = try ModelData(planned.operation)
  }
}

extension Hazard {
  /// A name that programs can rely on.
  var code: String {
    switch self {
    case .losesData: "loses-data"
    case .mayLoseValues: "may-lose-values"
    case .failsWithRows: "fails-with-rows"
    case .failsIfViolated: "fails-if-violated"
    case .rewritesTable: "rewrites-table"
    case .scansTable: "scans-table"
    case .losesPrivileges: "loses-privileges"
    }
  }

  /// The hazard as a sentence has it.
  var words: String {
    switch self {
    case .losesData: "loses data"
    case .mayLoseValues: "values may not fit the new type"
    case .failsWithRows: "fails where the table has rows: give it a default, or add it nullable and fill it first"
    case .failsIfViolated: "fails where rows break the rule"
    case .rewritesTable: "writes the whole table anew, and locks it meanwhile"
    case .scansTable: "reads the whole table, and keeps others from writing meanwhile"
    case .losesPrivileges: "privileges on it have to be granted again"
    }
  }

  /// Whether a person has to look before it runs.
  var isGrave: Bool {
    switch self {
    case .losesData, .mayLoseValues, .failsWithRows, .losesPrivileges: true
    case .failsIfViolated, .rewritesTable, .scansTable: false
    }
  }
}
