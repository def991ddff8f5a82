import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
import SQLiteDialect
import SQLiteDriver
import Testing

@testable import PostgresDialect

@Suite("What it takes that a column gets another type")
struct TypeChangeTests {
  private static let wider: [(DataType, DataType)] = [
    (.varchar(length: 20), .varchar(length: 40)), (.varchar(length: 20), .text), (.text, .varchar(length: nil)),
    (.numeric(precision: 5, scale: 2), .numeric(precision: 9, scale: 2)),
    (.numeric(precision: 5, scale: 2), .numeric), (.bit(length: 3, varying: true), .varbit()), (.cidr, .inet),
    (.timestamp(precision: 3), .timestamp), (.time(precision: 3), .time), (.smallInteger, .integer),
    (.integer, .bigInteger), (.integer, .numeric), (.integer, .double), (.real, .double), (.char(length: 3), .text),
    (.char(length: 3), .char(length: 5)), (.json, .jsonb), (.date, .timestamp), (.uuid, .text),
    (.timestamp, .timestampWithTimeZone), (.timestampWithTimeZone, .timestamp),
    (.array(of: .integer), .array(of: .bigInteger)), (.date, .timestampWithTimeZone),
  ]
  private static let other: [(DataType, DataType)] = [
    (.varchar(length: 40), .varchar(length: 20)), (.text, .varchar(length: 20)),
    (.numeric(precision: 9, scale: 2), .numeric(precision: 9, scale: 4)), (.bigInteger, .integer), (.double, .real),
    (.integer, .real), (.bigInteger, .double), (.binary, .text), (.date, .text), (.timestamp, .date),
    (.timestampWithTimeZone, .date), (.timestamp, .timestamp(precision: 3)),
    (.text, .integer), (.timestampWithTimeZone, .text), (.text, .timestampWithTimeZone),
  ]

  @Test(
    "PostgreSQL rewrites a table exactly where that is said, and no value is lost where that is not",
    .enabled(if: PostgresPrograms.areInstalled))
  func postgres() async throws {
    let database = try await PostgresUnderTest()
    let dialect = database.dialect
    try await database.connection.run("SET timezone = 'America/New_York'")
    for (pairs, keeps) in [(Self.wider, true), (Self.other, false)] {
      for (former, type) in pairs {
        let cost = dialect.cost(ofChanging: former, to: type)
        #expect(cost.contains(.mayLoseValues) != keeps, "\(former) \(type)")
        try await database.clear()
        try await database.carryOut([CreateTable(Table("t", columns: [Column("c", former)])).operation])
        let before = try await database.connection.query("SELECT pg_relation_filenode('t')::int8")
        let using = try dialect.conversion(of: "c", from: former, to: type)
        try await database.carryOut([AlterColumn("t", "c", .type(type, from: former, using: using)).operation])
        let after = try await database.connection.query("SELECT pg_relation_filenode('t')::int8")
        #expect((before != after) == cost.contains(.rewritesTable), "\(former) \(type)")
      }
    }
    try await database.close()
  }

  private static let builtIn: [DataType] = [
    .smallInteger, .integer, .bigInteger, .numeric, .decimal(5, 2), .real, .double, .boolean, .text, .string(9),
    .char(length: 3), .binary, .date, .time, .time(withTimeZone: true), .timestamp, .timestampWithTimeZone, .interval,
    .json, .jsonb, .uuid, .bit(length: 8), .varbit(), .inet, .cidr, .macaddr, .xml, .tsvector, .tsquery,
    .range(of: .integer), .range(of: .bigInteger), .multirange(of: .integer), .array(of: .integer), .array(of: .text),
    .array(of: .boolean), .array(of: .date),
  ]

  @Test(
    "Any type becomes any other on PostgreSQL, and where there is no cast it is said that values go by their text",
    .enabled(if: PostgresPrograms.areInstalled))
  func conversions() async throws {
    let database = try await PostgresUnderTest()
    let dialect = database.dialect
    for former in Self.builtIn {
      for type in Self.builtIn where type != former {
        let using = try dialect.conversion(of: "c", from: former, to: type)
        let name = try dialect.typeName(type)
        let create = CreateTable(Table("t", columns: [Column("c", former)])).operation
        try await database.carryOut([create, AlterColumn("t", "c", .type(type, from: former, using: using)).operation])
        // Without more than a cast of the server's own.
        try await database.clear()
        let change = AlterColumn("t", "c", .type(type, from: former, using: .raw("c::\(name)"))).operation
        let hasCast = (try? await database.carryOut([create, change])) != nil
        try await database.clear()
        let saysSo = dialect.cost(ofChanging: former, to: type).contains(.convertsByText)
        let isOfTruth = former == .boolean || type == .boolean
        #expect(saysSo == !hasCast || isOfTruth, "\(former) \(type)")
      }
    }
    try await database.close()
  }

  @Test("A column of one enumeration becomes one of another, by the texts", .enabled(if: PostgresPrograms.areInstalled))
  func enumerations() async throws {
    func schema(_ type: DataType) -> Schema {
      Schema {
        Enum("mood", values: ["a", "b", "c"])
        Enum("look", values: ["c", "b", "a"])
        Domain("small", .integer)
        Table("people") {
          Column("id", .integer).primaryKey(); Column("feels", type)
        }
      }
    }
    for type: DataType in [.named("look"), .text] {
      #expect(try await PostgresUnderTest.check(schema(.named("mood")), schema(type)) == ["AlterColumn"])
    }
    #expect(try await PostgresUnderTest.check(schema(.named("small")), schema(.bigInteger)) == ["AlterColumn"])
  }

  @Test("A point in time becomes one on a clock by the session's time zone")
  func timeZones() {
    let dialect = PostgresDialect()
    for (former, type) in Self.wider + Self.other {
      func isZoned(_ type: DataType) -> Bool { type == .timestampWithTimeZone }
      #expect(
        dialect.cost(ofChanging: former, to: type).contains(.dependsOnTimeZone) == (isZoned(former) != isZoned(type)),
        "\(former) \(type)")
    }
  }

  @Test("SQLite rewrites a table for any other type, and converts values by the letters in its name")
  func sqlite() {
    let dialect = SQLiteDialect()
    func cost(_ former: DataType, _ type: DataType) -> TypeChangeCost { dialect.cost(ofChanging: former, to: type) }
    #expect(cost(.varchar(length: 20), .varchar(length: 40)) == .rewritesTable)
    #expect(cost(.varchar(length: 40), .varchar(length: 20)) == .rewritesTable)
    #expect(cost(.integer, .text) == .rewritesTable)
    #expect(cost(.text, .integer) == [.rewritesTable, .mayLoseValues])
    #expect(cost(.real, .text) == [.rewritesTable, .mayLoseValues])
    #expect(cost(.text, .text) == [])
  }
}
