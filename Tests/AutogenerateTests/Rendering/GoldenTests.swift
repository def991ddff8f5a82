import Revisions
import Testing

@testable import Autogenerate

@Suite("What rendered Swift looks like")
struct GoldenTests {
  private func swift(_ operation: any OperationValue) -> String { SwiftRendering().swift(operation.operation) }

  @Test("a constraint of one column stands on the column, and names that follow by themselves are left out")
  func constraints() {
    let table = Table(
      "orders",
      columns: [
        Column("id", .bigInteger).notNull().identity(), Column("user_id", .bigInteger).notNull(),
        Column("number", .varchar(length: 20)).notNull(), Column("total", .numeric(precision: 10, scale: 2)),
      ],
      constraints: [
        .primaryKey(PrimaryKey("id", name: "orders_pkey")), .unique(Unique("number", name: "orders_number_key")),
        .unique(Unique("user_id", "number", name: "uq_orders")), .check(Check("total >= 0", name: "ck_total")),
        .foreignKey(ForeignKey(columns: ["user_id"], references: "users", ["id"], name: "fk_user", onDelete: .cascade)),
      ])
    let rendering = SwiftRendering { constraint, table in constraint.name?.hasPrefix(table.name.name) == true }
    #expect(
      rendering.swift(.createTable(CreateTable(table))) == """
        CreateTable("orders") {
          Column("id", .bigInteger).primaryKey().identity()
          Column("user_id", .bigInteger).notNull().references("users", "id", name: "fk_user", onDelete: .cascade)
          Column("number", .string(20)).notNull().unique()
          Column("total", .decimal(10, 2))
          Unique("user_id", "number", name: "uq_orders")
          Check("total >= 0", name: "ck_total")
        }
        """)
  }

  @Test("a column that does not fit on its line goes on before a modifier")
  func longColumn() {
    let column = Column("responsible_employee_id", .bigInteger).notNull().default(0)
      .references("employees", "id", name: "fk_departments_responsible_employee_id", onDelete: .setDefault)
    #expect(
      swift(AddColumn("departments", column)) == """
        AddColumn(
          "departments",
          Column("responsible_employee_id", .bigInteger).notNull().default(0)
            .references("employees", "id", name: "fk_departments_responsible_employee_id", onDelete: .setDefault))
        """)
  }

  @Test("a text with lines has them in the script, and one with quotes or backslashes reads as it is")
  func texts() {
    #expect(
      swift(CreateView("totals", as: "SELECT user_id,\n       sum(total)\n  FROM orders")) == #"""
        CreateView(
          "totals",
          as: """
            SELECT user_id,
                   sum(total)
              FROM orders
            """)
        """#)
    #expect(swift(SQL(#"SELECT "a" ~ '^\d+$'"#)) == ##"SQL(#"SELECT "a" ~ '^\d+$'"#)"##)
    #expect(swift(SQL("a\u{202E}\"b\u{0}")) == #"SQL("a\u{202E}\"b\u{0}")"#)
    let long = String(repeating: "word ", count: 30) + "end"
    #expect(
      swift(SQL(SQLFragment(stringLiteral: long))) == #"""
        SQL(
          """
          word word word word word word word word word word word word word word word word word word word word word word word \
          word word word word word word word end
          """)
        """#)
  }

  @Test("rows stand on lines of their own where there are several")
  func rows() {
    #expect(
      swift(InsertRows(into: "roles", columns: ["id", "name"], rows: [[1, "admin"], [2, "user"]], key: ["id"])) == """
        InsertRows(
          into: "roles", columns: ["id", "name"],
          rows: [
            [1, "admin"],
            [2, "user"],
          ],
          key: ["id"])
        """)
  }

  @Test("a closure cannot be read back, and what stands for it does not compile")
  func live() {
    let operation = Live("fill", file: "versions/a.swift", line: 12) { _ in }
    #expect(
      swift(operation) == """
        Live("fill") { _ in
          #error("copy what versions/a.swift:12 runs")
        }
        """)
  }

  @Test("a large schema has a value for each table, with what belongs to it")
  func schema() {
    var schema = Schema()
    schema.enums = [Enum("state", "new", "paid")]
    schema.tables = ["users", "orders", "items", "default"].map {
      Table(QualifiedName($0), columns: [Column("id", .integer)])
    }
    schema.tables.append(Table(QualifiedName("users", schema: "archive"), columns: [Column("id", .integer)]))
    schema.indexes = [Index("ix_users", on: "users", "id")]
    schema.views = [View("v", as: "SELECT 1")]
    #expect(
      SwiftRendering().file(of: schema) == """
        import Revisions

        let enums = Enum("state", "new", "paid")

        let users = Schema {
          Table("users") {
            Column("id", .integer)
          }
          Index("ix_users", on: "users", "id")
        }

        let orders = Table("orders") {
          Column("id", .integer)
        }

        let items = Table("items") {
          Column("id", .integer)
        }

        let tableDefault = Table("default") {
          Column("id", .integer)
        }

        let archiveUsers = Table("users", schema: "archive") {
          Column("id", .integer)
        }

        let views = View("v", as: "SELECT 1")

        let schema = Schema {
          enums
          users
          orders
          items
          tableDefault
          archiveUsers
          views
        }

        """)
  }
}
