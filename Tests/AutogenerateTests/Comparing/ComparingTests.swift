import Revisions
import Testing

@testable import Autogenerate

/// What a comparison does with what others do not see.
@Suite("Comparing, case by case")
struct ComparingTests {
  private func operations(
    _ a: Schema, _ b: Schema, renames: Renames = Renames()
  ) throws -> [Revisions.Operation] {
    let (a, b) = (try PlainDialect().canonical(a), try PlainDialect().canonical(b))
    let operations = try SchemaDiff(from: a, to: b, renames: renames, dialect: PlainDialect()).operations.map(
      \.operation)
    let replay = try StrictReplay(operations, on: a)
    #expect(replay.complaints == [])
    let result = try PlainDialect().canonical(replay.schema).withColumnsSorted()
    #expect(result.filled(like: b) == b.withColumnsSorted())
    return operations
  }

  private func schema(_ values: [String]) -> Schema {
    var schema = Schema()
    schema.enums = [EnumType("mood", values: values)]
    return schema
  }

  @Test("Values are added to an enumeration anywhere, in an order that works, and nothing is made anew")
  func enumValues() throws {
    let all = ["a", "b", "c", "d", "e"]
    for kept in 1..<32 {
      let former = all.enumerated().filter { kept & (1 << $0.offset) != 0 }.map(\.element)
      let operations = try operations(schema(former), schema(all))
      #expect(operations.count == all.count - former.count)
      for case .replaceEnum in operations { Issue.record("\(former) is made anew") }
    }
  }

  @Test(
    "Where values go or change places the type is made anew", arguments: [["a", "c"], ["b", "a", "c"], ["x", "y"]])
  func replacedEnum(values: [String]) throws {
    let operations = try operations(schema(["a", "b", "c"]), schema(values))
    #expect(operations.count == 1)
    guard case .replaceEnum(let value)? = operations.first else {
      Issue.record("\(operations)")
      return
    }
    #expect(value.values == values)
  }

  @Test("A type that is made anew takes views, checks and defaults of its columns out of the way")
  func replacedEnumInUse() throws {
    func schema(_ values: [String], default value: String) -> Schema {
      Schema {
        EnumType("mood", values: values)
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("feels", .named("mood")).notNull().default(.text(value))
          Check("feels IS NOT NULL", name: "feels_set")
        }
        View("moods", as: "SELECT feels FROM people")
      }
    }
    let operations = try operations(schema(["a", "b"], default: "a"), schema(["b", "c"], default: "c"))
    let names = operations.map { "\(type(of: $0.value))" }
    #expect(
      names == [
        "DropView", "DropConstraint", "AlterColumn", "ReplaceEnum", "AlterColumn", "AddConstraint", "CreateView",
      ])
  }

  @Test("Foreign keys that lead in a circle are added once all tables are there, and dropped first", arguments: 1...5)
  func circles(length: Int) throws {
    var schema = Schema()
    for number in 0..<length {
      schema.tables.append(
        Table("t\(number)") {
          Column("id", .integer).primaryKey()
          Column("next", .integer).references(QualifiedName("t\((number + 1) % length)"), "id", name: "fk\(number)")
        })
    }
    let added = try operations(Schema(), schema)
    // One key of the circle is enough to break it; a table that refers to itself needs none.
    #expect(added.count == length + (length > 1 ? 1 : 0))
    let dropped = try operations(schema, Schema())
    #expect(dropped.count == added.count)
  }

  @Test("A known rename is one operation, and what mentions the name is left alone but for views of a renamed column")
  func renames() throws {
    func schema(_ table: QualifiedName, _ column: String) -> Schema {
      var schema = Schema()
      schema.tables = [
        Table(
          table,
          elements: [
            .column(Column("id", .integer)), .column(Column(column, .text)),
            .constraint(.primaryKey(PrimaryKey("id", name: "pk"))),
            .constraint(.check(Check("\(raw: column) <> ''", name: "set"))),
          ]),
        Table("orders") {
          Column("owner", .integer).references(table, "id", name: "owner_fk")
        },
      ]
      schema.indexes = [Index("ix", on: table, .expression("\(raw: column) || 'x'"))]
      schema.views = [View("all_people", as: "SELECT \(raw: column) FROM \(raw: table.name)")]
      return schema
    }
    let renames = Renames(
      tables: [.init(from: "users", to: "people")], columns: [.init(table: "people", from: "mail", to: "email")])
    let operations = try operations(schema("users", "mail"), schema("people", "email"), renames: renames)
    // The view would go on calling its own column by the former name.
    #expect(
      operations.map { "\(type(of: $0.value))" } == ["DropView", "RenameTable", "RenameColumn", "CreateView"])
    let back = try self.operations(schema("people", "email"), schema("users", "mail"), renames: renames.inverted)
    #expect(
      Set(back.map { "\(type(of: $0.value))" }) == ["RenameTable", "DropView", "RenameColumn", "CreateView"])
  }

  @Test(
    "Whether a materialized view is filled is no difference; made again, it is filled as it was",
    arguments: [true, false])
  func filledViews(isFilled: Bool) throws {
    func schema(_ query: SQLFragment, withData: Bool) -> Schema {
      Schema {
        Table("people") { Column("id", .integer) }
        MaterializedView("ids", as: query, withData: withData)
      }
    }
    let there = schema("SELECT id FROM people", withData: isFilled)
    #expect(try operations(there, schema("SELECT id FROM people", withData: !isFilled)).isEmpty)
    let wanted = schema("SELECT id, id FROM people", withData: !isFilled)
    let (old, new) = (try PlainDialect().canonical(there), try PlainDialect().canonical(wanted))
    let again = try SchemaDiff(from: old, to: new, dialect: PlainDialect()).operations.map(\.operation)
    let back = try SchemaDiff(from: new, to: old, dialect: PlainDialect(), declared: .former).operations.map(
      \.operation)
    for operations in [again, back] {
      #expect(operations.count == 2)
      for case .createMaterializedView(let made) in operations { #expect(made.view.isPopulated == isFilled) }
    }
    // A new one is made as it is declared.
    for case .createMaterializedView(let made) in try operations(Schema(), wanted) {
      #expect(made.view.isPopulated == !isFilled)
    }
  }

  @Test("A table that is called like a column leaves the column's checks alone when it is renamed")
  func renamedLikeAColumn() throws {
    func schema(_ table: QualifiedName) -> Schema {
      Schema {
        Table(
          table,
          elements: [
            .column(Column("status", .text)), .constraint(.check(Check("status <> ''", name: "set"))),
          ])
      }
    }
    let operations = try operations(
      schema("status"), schema("state"), renames: Renames(tables: [.init(from: "status", to: "state")]))
    #expect(operations.count == 1)
  }

  @Test("A constraint and an index that say the same under another name are renamed")
  func renamedParts() throws {
    func schema(_ suffix: String) -> Schema {
      Schema {
        Table("t") {
          Column("a", .integer)
          Unique("a", name: "u\(suffix)")
        }
        Index("ix\(suffix)", on: "t", "a")
      }
    }
    let operations = try operations(schema("1"), schema("2"))
    #expect(operations.map { "\(type(of: $0.value))" } == ["Rename", "Rename"])
  }

  @Test(
    "What a query reads behind a condition, or behind a query in parentheses, is there before it",
    arguments: [
      "SELECT t.id FROM t JOIN u ON t.id = u.id, z_view", "SELECT t.id FROM (SELECT id FROM t WHERE id > 1) t, z_view",
      "SELECT t.id FROM t JOIN u USING (id), z_view", "SELECT t.id FROM (t CROSS JOIN z_view)",
      "SELECT 1 IS DISTINCT FROM id FROM f(1, 2) f, z_view",
    ])
  func listsOfRelations(query: String) throws {
    let schema = Schema {
      Table("t") { Column("id", .integer) }
      Table("u") { Column("id", .integer) }
      View("z_view", as: "SELECT 1 AS a_view")
      View("a_view", as: .raw(query))
    }
    let operations = try SchemaDiff(from: Schema(), to: schema, dialect: PlainDialect()).operations.map(\.operation)
    let views = operations.compactMap { if case .createView(let create) = $0 { create.view.name.name } else { nil } }
    #expect(views == ["z_view", "a_view"])
  }
}
