import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("The one form of a schema")
struct CanonicalTests {
  private func canonical(_ table: Table, _ others: any SchemaElement...) throws -> Table? {
    var schema = Schema { table }
    for other in others { other.declare(in: &schema) }
    return try SQLiteDialect().canonical(schema).tables.first { $0.name.name == table.name.name }
  }

  private func expression(_ text: SQLFragment) throws -> String? {
    let table = Table("t") {
      Column("price", .integer).check(text)
      Column("b c", .text)
      Column("key", .text)
    }
    guard case .check(let check)? = try canonical(table)?.constraints.first else { return nil }
    return check.expression.plainText
  }

  @Test("does not depend on blanks, comments, outer parentheses, or the case of keywords")
  func blanks() throws {
    for text: SQLFragment in ["price>0 AND price is not null", "((\n price > 0 /* ! */ and price IS NOT NULL)) -- x"] {
      #expect(try expression(text) == "price > 0 AND price IS NOT NULL")
    }
    #expect(try expression("f( price,- -1 )+-2 = 'And  ''is' ") == "f(price, - -1) + -2 = 'And  ''is'")
    #expect(try expression("(price > 0) OR (price < 1)") == "(price > 0) OR (price < 1)")
    #expect(try expression("key->>'a' || \"b c\"") == "key ->> 'a' || \"b c\"")
  }

  @Test("has a column's name as it was declared, however it is written")
  func names() throws {
    for text: SQLFragment in ["PRICE > 0", "\"price\" > 0", "[Price] > 0", "`price` > 0", "\(identifier: "price") > 0"]
    {
      #expect(try expression(text) == "price > 0")
    }
    #expect(try expression("[B C] = lower(KEY)") == "\"b c\" = lower(key)")
    // A function and a type are no columns.
    #expect(try expression("PRICE(1) = CAST(price AS Price)") == "price(1) = CAST(price AS Price)")
  }

  @Test("does not depend on where a constraint stands, nor on the order of constraints")
  func constraints() throws {
    let onColumns = Table("t") {
      Column("id", .bigInteger).primaryKey()
      Column("a", .text).unique(name: "u").check("a <> ''")
      Column("p", .integer).references("parent", "id", onDelete: .cascade)
    }
    let onTable = Table("t") {
      Column("id", .integer)
      Column("a", .text)
      Column("p", .integer)
      ForeignKey(columns: ["P"], references: "Parent", onDelete: .cascade)
      Check("(\"a\" <> '')")
      Unique("A", name: "u")
      PrimaryKey("ID")
    }
    let parent = Table("parent") { Column("id", .integer).primaryKey().identity() }
    let first = try canonical(onColumns, parent)
    #expect(try canonical(onTable, parent) == first)
    #expect(
      first?.constraints == [
        .primaryKey(PrimaryKey("id")), .unique(Unique("a", name: "u")), .check(Check("a <> ''")),
        .foreignKey(ForeignKey(columns: ["p"], references: "parent", ["id"], onDelete: .cascade)),
      ])
    #expect(first?.columns.first == Column("id", .integer).notNull())
  }

  @Test("has a literal where the default is one, and none where it is NULL")
  func defaults() throws {
    let given: [(Column.DefaultValue, Column.DefaultValue?)] = [
      (.literal(.null), nil), (.expression("( NULL )"), nil), (.expression("(5)"), .literal(5)),
      (.expression("- 5"), .literal(-5)), (.expression("+1.50"), .literal(1.5)),
      (.expression("'it''s'"), .literal("it's")),
      (.expression("true"), .literal(true)), (.expression("x'0aFf'"), .literal(.blob([10, 255]))),
      (.expression("current_timestamp"), .currentTimestamp), (.expression("(1+2)"), .expression("1 + 2")),
      (.expression("0x10"), .expression("0x10")),
      (.literal(.double(0.1 + 0.2)), .expression("1.0 * 1351079888211149 / 4503599627370496")),
    ]
    for (value, expected) in given {
      let column = try canonical(Table("t") { Column("a", .text).default(value) })?.columns.first
      #expect(column?.defaultValue == expected, "\(value)")
    }
  }

  @Test("has the type that SQLite's spelling of it is read as")
  func types() throws {
    let given: [(DataType, DataType)] = [
      (.jsonb, .json), (.array(of: .text), .json), (.interval, .text), (.timestampWithTimeZone, .timestamp),
      (.uuid, .char(length: 36)), (.raw("varchar ( 20 )"), .varchar(length: 20)), (.raw("Integer"), .integer),
      (.raw("NUMERIC(10,2)"), .decimal(10, 2)), (.raw("double  precision"), .double),
      (.raw("NVARCHAR( 9 )"), .raw("NVARCHAR(9)")),
      (.named("mood"), .text), (.raw(""), .raw("")),
    ]
    for (type, expected) in given {
      #expect(try canonical(Table("t") { Column("a", type) })?.columns.first?.type == expected, "\(type)")
    }
    let strict = try canonical(
      Table("t", strict: true) {
        Column("a", .boolean); Column("b", .decimal(9, 2)); Column("c", .raw("any"))
      })
    #expect(strict?.columns.map(\.type) == [.integer, .real, .raw("any")])
    // An integer that is the whole key is the row's number, but not under another name.
    #expect(try canonical(Table("t") { Column("a", .bigInteger).primaryKey() })?.columns.first?.type == .integer)
    #expect(
      try canonical(Table("t") { Column("a", .raw("BIGINT")).primaryKey() })?.columns.first?.type == .raw("BIGINT"))
  }

  @Test("leaves out what SQLite does not keep")
  func leftOut() throws {
    var index = Index("i", on: "T", "A", using: .gin, include: ["b"], with: ["fillfactor": 70], comment: "why")
    index.parts[0].nulls = .first
    let schema = Schema {
      Table("t", comment: "what") {
        Column("a", .text).comment("x").storage(.external).collate("binary")
        Column("b", .integer).references("t", "a", deferrable: .initiallyImmediate)
      }
      index
      Comment(on: .table("t"), "what")
    }
    let canonical = try SQLiteDialect().canonical(schema)
    #expect(canonical.indexes == [Index("i", on: "t", "a")])
    #expect(canonical.tables.first?.columns == [Column("a", .text), Column("b", .integer)])
    #expect(
      canonical.tables.first?.constraints == [.foreignKey(ForeignKey(columns: ["b"], references: "t", ["a"]))])
    #expect(canonical.tables.first?.comment == nil)
    #expect(canonical.comments.isEmpty)
  }

  @Test("keeps what a table and a column were called before")
  func renames() throws {
    let table = Table("t", renamedFrom: "s") { Column("a", .text).renamed(from: "z") }
    #expect(try canonical(table)?.renamedFrom == "s")
    #expect(try canonical(table)?.columns.first?.renamedFrom == "z")
  }

  @Test(
    "refuses what SQLite does not have and rows depend on",
    arguments: [
      Schema { Enum("mood", "sad", "ok") }, Schema { Namespace("app") }, Schema { DatabaseSequence("s") },
      Schema { Table("t") { Column("a", .text).identity() } },
      Schema { Table("t") { Column("a", .integer).primaryKey().identity(start: 5) } },
      Schema { Table("t", inherits: ["u"]) { Column("a", .text) } },
      Schema {
        Table("t") {
          Column("a", .text); Exclusion(.column("a", with: "="))
        }
      },
      Schema {
        Table("t") {
          Column("a", .text); ForeignKey(columns: ["a"], references: QualifiedName("t", schema: "b"))
        }
      },
      Schema { Index("i", on: "t", "a", unique: true, nullsNotDistinct: true) },
      Schema { Trigger("r", on: "t", .after, [.insert, .delete], body: "SELECT 1;") },
      Schema { Trigger("r", on: "t", .after, [.insert], execute: "f") },
      Schema { SQLObject("RULE", "r", create: "CREATE RULE r") },
    ])
  func refused(schema: Schema) {
    #expect(throws: DialectError.self) { try SQLiteDialect().canonical(schema) }
  }
}
