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
    case .dependsOnTimeZone: "depends-on-time-zone"
    case .convertsByText: "converts-by-text"
    case .olderVersion: "older-version"
    case .failsWithRows: "fails-with-rows"
    case .failsIfViolated: "fails-if-violated"
    case .failsWithRemovedValues: "fails-with-removed-values"
    case .rewritesTable: "rewrites-table"
    case .scansTable: "scans-table"
    case .losesPrivileges: "loses-privileges"
    case .exposesRows: "exposes-rows"
    }
  }

  /// The hazard as a sentence has it.
  var words: String {
    switch self {
    case .losesData: "loses data"
    case .mayLoseValues: "values may not fit the new type, or not say the same in it"
    case .dependsOnTimeZone:
      "depends on the time zone of the session that runs it: using: … AT TIME ZONE says which is meant"
    case .convertsByText:
      "there is no cast: values go by their text, and it fails where one does not fit; using: says another way"
    case .olderVersion:
      "an extension seldom has a script that leads to an older version: pg_extension_update_paths lists those it has"
    case .failsWithRemovedValues:
      "fails where a row has a value that goes: UPDATE those rows before, say by using: in the revision what becomes of it, or write RenameEnumValue instead where it only has another name"
    case .failsWithRows: "fails where the table has rows: give it a default, or add it nullable and fill it first"
    case .failsIfViolated: "fails where rows break it"
    case .rewritesTable: "rewrites the table"
    case .scansTable: "reads the whole table"
    case .losesPrivileges: "privileges on it have to be granted again"
    case .exposesRows: "rows become visible that policies kept from being seen"
    }
  }

  /// Whether a person has to look before it runs.
  var isGrave: Bool {
    switch self {
    case .losesData, .mayLoseValues, .convertsByText, .dependsOnTimeZone, .failsWithRows, .losesPrivileges,
      .exposesRows, .olderVersion, .failsWithRemovedValues:
      true
    case .failsIfViolated, .rewritesTable, .scansTable: false
    }
  }
}

extension PlannedOperation {
  /// What it takes where nothing is lost, in a few words: while a table is rewritten or read, others wait for it.
  var cost: String? {
    let costs = hazards.filter { !$0.isGrave && ($0 != .scansTable || !hazards.contains(.rewritesTable)) }
    return costs.isEmpty ? nil : costs.map(\.words).joined(separator: ", ")
  }
}
