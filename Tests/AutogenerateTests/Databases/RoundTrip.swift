import Dialects
import Revisions

@testable import Autogenerate

/// A declared schema, made from nothing, changed into another, and back.
struct RoundTrip<Database: DatabaseUnderTest> {
  let database: Database
  /// What is declared first.
  let first: Schema
  /// What is declared then; it may say what was renamed.
  let second: Schema
  var hasRows = true

  private var dialect: Database.Kind { database.dialect }

  /// What the way there and back consisted of.
  struct Summary {
    var operations: [Revisions.Operation] = []
    /// Whether each operation had a reverse.
    var wasReversed = false
    /// Whether there were rows in the tables.
    var hadRows = false
  }

  /// Goes all the way; where rows break a rule of a schema, without rows.
  static func check(_ database: Database, from first: Schema, to second: Schema) async throws -> Summary {
    var trip = RoundTrip(database: database, first: first, second: second)
    do {
      do {
        return try await trip.run()
      } catch is RowsBreakRules {
      } catch is DialectError {
      } catch let error as DatabaseError where database.isViolation(error) {
      }
      trip.hasRows = false
      return try await trip.run()
    } catch {
      throw RoundTripFailure("\(error)\n\(database.log.joined(separator: ";\n"))")
    }
  }

  func run() async throws -> Summary {
    var summary = Summary(hadRows: hasRows)
    database.log = []
    try await database.clear()
    let a = try dialect.canonical(first)
    let creation = try SchemaDiff(from: Schema(), to: a, dialect: dialect)
    try await at("making the first schema") { try await database.carryOut(creation.operations.map(\.operation)) }
    let former = try await database.reflect()
    try await expectNothingLeft(from: former, to: a, "after making the first schema")
    if hasRows { try await database.fill(former) }

    let declared = try dialect.canonical(second)
    let renames = Renames(declaredIn: declared, from: former)
    let wanted = try await settled(declared, like: former, renames)
    let upgrade = try SchemaDiff(from: former, to: wanted, renames: renames, dialect: dialect)
    guard upgrade.inexpressible.isEmpty else { throw RoundTripFailure("not expressible: \(upgrade.inexpressible)") }
    let operations = upgrade.operations.map(\.operation)
    summary.operations = operations
    let kept = Survivors(from: former, to: wanted, renames)
    let rows = try await database.rows(of: kept.former)

    try await there(operations, declared, rows, kept)
    var reversed: [Revisions.Operation]? = []
    do { reversed = try operations.reversed().map { try $0.reversed() } } catch is IrreversibleError { reversed = nil }
    if let reversed {
      summary.wasReversed = true
      try await back(reversed, former, rows, kept, "by what was turned round")
      try await there(operations, declared, rows, kept)
    }
    let downgrade = try SchemaDiff(from: wanted, to: former, renames: renames.inverted, dialect: dialect)
    guard downgrade.inexpressible.isEmpty else { throw RoundTripFailure("not expressible: \(downgrade.inexpressible)") }
    try await back(downgrade.operations.map(\.operation), former, rows, kept, "by the comparison the other way round")
    return summary
  }

  private func there(
    _ operations: [Revisions.Operation], _ declared: Schema, _ rows: [[String]], _ kept: Survivors
  ) async throws {
    database.log.append("-- There: " + operations.map { "\(type(of: $0.value))" }.joined(separator: " "))
    try await at("on the way there") { try await database.carryOut(operations) }
    try await expectNothingLeft(from: try await database.reflect(), to: declared, "on the way there")
    guard try await database.rows(of: kept.wanted) == rows else {
      throw RoundTripFailure("rows are lost on the way there")
    }
  }

  private func back(
    _ operations: [Revisions.Operation], _ former: Schema, _ rows: [[String]], _ kept: Survivors, _ how: String
  ) async throws {
    database.log.append("-- Back \(how)")
    try await at("on the way back \(how)") { try await database.carryOut(operations) }
    let found = try await database.reflect()
    if let difference = SchemaDifference.first(found, former) {
      throw RoundTripFailure("the first schema is not back \(how): \(difference)")
    }
    guard try await database.rows(of: kept.former) == rows else {
      throw RoundTripFailure("rows are lost on the way back \(how)")
    }
  }

  private func expectNothingLeft(from reflected: Schema, to declared: Schema, _ when: String) async throws {
    let renames = Renames(declaredIn: declared, from: reflected)
    let wanted = try await settled(declared, like: reflected, renames)
    let left = try SchemaDiff(from: reflected, to: wanted, renames: renames, dialect: dialect)
    guard !left.isEmpty else { return }
    let difference = SchemaDifference.first(reflected, wanted) ?? "no difference"
    let list = left.operations.map { "\n  \($0.operation.value)" }.joined()
    throw RoundTripFailure("something is left to do: \(left.inexpressible)\(list)\n\(difference)\n\(when)")
  }

  /// What is declared, in the words that the database has for it.
  private func settled(_ declared: Schema, like reflected: Schema, _ renames: Renames) async throws -> Schema {
    guard try Settlement.isNeeded(declared, reflected, renames: renames, dialect: dialect) else { return declared }
    let readBack = try await at("making the declared schema on a scratch database") {
      try await database.readBack(declared)
    }
    return try Settlement.settled(
      declared: declared, readBack: readBack, reflected: reflected, renames: renames, dialect: dialect)
  }

  private func at<Value>(_ stage: @autoclosure () -> String, _ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as RoundTripFailure {
      throw RoundTripFailure("\(error)\n\(stage())")
    } catch let error as DialectError where !hasRows {
      throw RoundTripFailure("\(error)\n\(stage())")
    } catch let error as DatabaseError where !hasRows || !database.isViolation(error) {
      throw RoundTripFailure("\(error) \(error.statement ?? "")\n\(stage())")
    }
  }
}

/// The columns whose values must be the same after a change.
struct Survivors {
  private(set) var former: [(table: QualifiedName, columns: [String])] = []
  private(set) var wanted: [(table: QualifiedName, columns: [String])] = []

  init(from schema: Schema, to other: Schema, _ renames: Renames) {
    for table in other.tables {
      let name = renames.tables.first { $0.to == table.name }?.from ?? table.name
      guard let old = schema.tables.first(where: { $0.name == name }) else { continue }
      var pairs: [(String, String)] = []
      for column in table.columns where column.generated == nil {
        let name = renames.columns.first { $0.table == table.name && $0.to == column.name }?.from ?? column.name
        guard let former = old.columns.first(where: { $0.name == name }), former.generated == nil,
          former.type == column.type
        else { continue }
        pairs.append((former.name, column.name))
      }
      guard !pairs.isEmpty else { continue }
      former.append((old.name, pairs.map(\.0)))
      wanted.append((table.name, pairs.map(\.1)))
    }
  }
}

/// In what two schemas differ but for the order of columns.
enum SchemaDifference {
  static func first(_ found: Schema, _ wanted: Schema) -> String? {
    var (found, wanted) = (found.withColumnsSorted(), wanted.withColumnsSorted())
    // A constraint that is declared without a name is content with any.
    for position in found.tables.indices {
      guard let table = wanted.tables.first(where: { $0.name == found.tables[position].name }) else { continue }
      found.tables[position].constraints = found.tables[position].constraints.map { constraint in
        !table.constraints.contains(constraint) && table.constraints.contains(constraint.unnamed)
          ? constraint.unnamed : constraint
      }
      found.tables[position].constraints.sort { "\($0)" < "\($1)" }
    }
    for position in wanted.tables.indices { wanted.tables[position].constraints.sort { "\($0)" < "\($1)" } }
    guard found != wanted else { return nil }
    for (part, other) in zip(Mirror(reflecting: found).children, Mirror(reflecting: wanted).children) {
      let (left, right) = (Mirror(reflecting: part.value).children, Mirror(reflecting: other.value).children)
      let (ours, theirs) = (left.map { "\($0.value)" }, right.map { "\($0.value)" })
      let (more, less) = (ours.filter { !theirs.contains($0) }, theirs.filter { !ours.contains($0) })
      guard !more.isEmpty || !less.isEmpty || ours != theirs else { continue }
      if part.label == "tables" {
        for table in found.tables {
          guard let other = wanted.tables.first(where: { $0.name == table.name }), table != other else { continue }
          return "table \(table.name): \(parts(Mirror(reflecting: table), Mirror(reflecting: other)))"
        }
      }
      return "\(part.label ?? "") are\n\(more.joined(separator: "\n"))\nand should be\n\(less.joined(separator: "\n"))"
    }
    return "nothing that can be seen"
  }

  private static func parts(_ found: Mirror, _ wanted: Mirror) -> String {
    var result = ""
    for (part, other) in zip(found.children, wanted.children) where "\(part.value)" != "\(other.value)" {
      let (left, right) = (Mirror(reflecting: part.value), Mirror(reflecting: other.value))
      let (ours, theirs) = (left.children.map { "\($0.value)" }, right.children.map { "\($0.value)" })
      result += "\(part.label ?? "") are\n\(ours.filter { !theirs.contains($0) }.joined(separator: "\n"))\n"
      result += "and should be\n\(theirs.filter { !ours.contains($0) }.joined(separator: "\n"))\n"
    }
    return result
  }
}
