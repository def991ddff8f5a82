import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Random schemas", .enabled(if: PostgresPrograms.areInstalled))
struct RandomSchemaTests {
  @Test("are taken back step by step to what they were before each step, with or without names for their constraints")
  func reversal() async throws {
    for seed in 0..<rounds(6) {
      var schema = RandomSchema(seed: UInt64(seed))
      let operations = schema.operations(count: 25)
      let middle = Int.random(in: 1..<operations.count, using: &schema.random)
      try await withDatabase("CREATE SCHEMA \"s 1\"; CREATE EXTENSION btree_gist") { database in
        let empty = try await database.schemaDump()
        try await database.apply(Array(operations[..<middle]))
        let half = try await database.schemaDump()
        try await database.apply(Array(operations[middle...]))
        try await database.apply(operations[middle...].reversed().map { try $0.reversed() })
        #expect(try await database.schemaDump() == half, "seed \(seed), from \(middle)")
        try await database.apply(operations[..<middle].reversed().map { try $0.reversed() })
        #expect(try await database.schemaDump() == empty, "seed \(seed)")
      }
    }
  }
}

/// Tables with columns, constraints and indexes drawn at random, and changes to them.
struct RandomSchema {
  var random: SplitMix64
  private var tables: [Table] = []
  private var number = 0
  /// The columns that have been changed: each is once, since its change says what was there before.
  private var changed: Set<String> = []

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// Operations that can be carried out one after the other, and turned round.
  mutating func operations(count: Int) -> [Operation] {
    (0..<count).map { position in
      position < 2 || random.once(in: 4) ? create().operation : change()
    }
  }

  private mutating func name() -> String {
    number += 1
    return pick(["t", "Tab le", "q\"x", "ünï", "select"]) + "\(number)"
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  /// A name for a constraint, or none.
  private mutating func constraintName() -> String? { random.once(in: 2) ? name() : nil }

  private mutating func column() -> Column {
    let kinds: [(DataType, SQLValue)] = [
      (.integer, -3), (.bigInteger, 9), (.decimal(9, 2), 1.5), (.text, "it's"), (.string(20), "a\\b"), (.boolean, true),
      (.timestampWithTimeZone, "2026-11-21 00:00:00+00"), (.jsonb, "{}"), (.binary, .blob([0, 39])), (.uuid, nil),
      (.array(of: .integer), "{1,2}"), (.date, "2026-11-21"),
    ]
    let (type, value) = pick(kinds)
    var column = Column(name(), type)
    if random.once(in: 3) { column = column.notNull() }
    if random.once(in: 3) { column = column.default(value) }
    if random.once(in: 5) { column = column.comment("it's \(number)") }
    if random.once(in: 6), case .text = type { column = column.collate("C") }
    return column
  }

  private mutating func create() -> CreateTable {
    var columns = [Column("id", .bigInteger).notNull(), Column("n", .integer), Column("m", .integer).notNull()]
    columns += (0..<Int.random(in: 0...4, using: &random)).map { _ in column() }
    if random.once(in: 2) { columns[0] = columns[0].identity(always: random.once(in: 2)) }
    if random.once(in: 5) { columns.append(Column(name(), .integer).generated(as: "n * 2")) }
    var table = Table(
      QualifiedName(name(), schema: random.once(in: 3) ? "s 1" : nil), columns: columns,
      comment: random.once(in: 4) ? "a table" : nil)
    table.constraints = [.primaryKey(PrimaryKey(columns: ["id"], name: constraintName()))]
    for _ in 0..<Int.random(in: 0...3, using: &random) { table.constraints.append(constraint()) }
    tables.append(table)
    return CreateTable(table)
  }

  private mutating func constraint() -> TableConstraint {
    let name = constraintName()
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      var unique = Unique(
        columns: pick([["n"], ["m", "n"], ["id", "m"]]), name: name, deferrable: pick([.no, .initiallyDeferred]))
      unique.nullsAreDistinct = random.once(in: 2)
      return .unique(unique)
    case 1: return .check(Check(pick(["n > 0", "m BETWEEN 1 AND 9 OR n IS NULL", "n IN (1, 2, 3)"]), name: name))
    case 2: return .exclusion(Exclusion(.column("n", with: "="), .column("m", with: "<>"), name: name))
    case 3 where !tables.isEmpty:
      let parent = pick(tables).name
      return .foreignKey(
        ForeignKey(
          columns: ["n"], references: parent, random.once(in: 2) ? ["id"] : [], name: name,
          onDelete: pick(ForeignKey.Action.allCases), onUpdate: pick([.noAction, .cascade]),
          deferrable: pick([.no, .initiallyImmediate])))
    default: return .check(Check("m <> \(number)", name: name))
    }
  }

  private mutating func change() -> Operation {
    let position = pick(Array(tables.indices))
    let table = tables[position].name
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return AddColumn(table, column()).operation
    case 1, 2: return AddConstraint(constraint(), to: table).operation
    case 3:
      return CreateIndex(
        Index(
          name(), on: table,
          parts: [pick([.descending("n"), .expression("n + m"), .column("m", nulls: .first)]), "id"],
          include: random.once(in: 2) ? ["m"] : [], where: random.once(in: 2) ? "n > 0" : nil)
      ).operation
    case 4 where changed.insert("type \(position)").inserted:
      return AlterColumn(table, "m", .type(.bigInteger, from: .integer)).operation
    case 5 where changed.insert("comment \(position)").inserted:
      return Comment(on: .column(table: table, "m"), "new").operation
    default:
      tables[position].name.name = name()
      return RenameTable(table.name, to: tables[position].name.name, schema: table.schema).operation
    }
  }
}
