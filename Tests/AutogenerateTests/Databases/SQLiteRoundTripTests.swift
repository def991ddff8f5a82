import Dialects
import RandomTesting
import Revisions
import SQLiteDialect
import SQLiteDriver
import SchemaTesting
import Testing

@testable import Autogenerate

@Suite("Schemas there and back on SQLite")
struct SQLiteRoundTripTests {
  @Test("What is generated leads there, leaves nothing to do, and leads back, for random schemas and changes to them")
  func random() async throws {
    let database = try await SQLiteUnderTest()
    var reversed = 0
    var filled = 0
    let count = rounds(60)
    for seed in 0..<count {
      var generator = SchemaGenerator(seed: UInt64(seed), for: .sqlite)
      let first = generator.schema()
      let second = generator.change(first)
      do {
        let summary = try await RoundTrip.check(database, from: first, to: second)
        reversed += summary.wasReversed ? 1 : 0
        filled += summary.hadRows ? 1 : 0
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(reversed > count / 2, "\(reversed) of \(count)")
    #expect(filled > count / 2, "\(filled) of \(count)")
  }
}

/// Changes that need a table made anew, or more than one operation, each there and back with rows in the tables.
@Suite("Single changes there and back on SQLite")
struct SQLiteChangeTests {
  @discardableResult
  private func check(_ first: Schema, _ second: Schema) async throws -> [String] {
    let summary = try await RoundTrip.check(SQLiteUnderTest(), from: first, to: second)
    #expect(summary.hadRows)
    return summary.operations.map { "\(type(of: $0.value))" }
  }

  @Test("A column goes with all that stands on it, though a word of SQL is called like it")
  func droppedColumn() async throws {
    let first = Schema {
      Table("end") {
        Column("id", .integer).primaryKey()
        Column("select", .text).unique()
        Column("end", .text)
      }
      Index("by_name", on: "end", "select")
      View("names", as: "SELECT id, \"select\" FROM \"end\"")
      Trigger("touch", on: "end", .after, [.insert], body: "SELECT CASE WHEN 1 THEN 2 END;")
    }
    let second = Schema {
      Table("end") { Column("id", .integer).primaryKey() }
      Trigger("touch", on: "end", .after, [.insert], body: "SELECT CASE WHEN 1 THEN 2 END;")
    }
    try await check(first, second)
  }

  @Test("A primary key gets other columns, and those of the former one stay as they were")
  func primaryKey() async throws {
    func schema(_ key: PrimaryKey) -> Schema {
      Schema {
        Table("people") {
          Column("a", .integer).notNull()
          Column("b", .text).notNull()
          key
        }
      }
    }
    try await check(schema(PrimaryKey("a")), schema(PrimaryKey("a", "b")))
    try await check(schema(PrimaryKey("a")), schema(PrimaryKey("b", name: "key")))
  }

  @Test("Another primary key of a table WITHOUT ROWID is refused in words")
  func withoutRowID() throws {
    func schema(_ key: String) throws -> Schema {
      try SQLiteDialect().canonical(
        Schema {
          Table("people", withoutRowID: true) {
            Column("a", .integer).notNull()
            Column("b", .text).notNull()
            PrimaryKey(key)
          }
        })
    }
    let diff = try SchemaDiff(from: schema("a"), to: schema("b"), dialect: SQLiteDialect())
    #expect(diff.operations.isEmpty)
    #expect(
      diff.inexpressible == [
        "table people is WITHOUT ROWID and gets another primary key: make a new table, and move the rows"
      ])
  }

  @Test("A renamed column takes along what reads it, comments and texts that look like it left alone")
  func renamedColumn() async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      var column = Column(name, .integer)
      column.renamedFrom = former
      return Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          column
          Column("twice", .integer).generated(as: "\(identifier: name) * 2")
          Check("\(identifier: name) <> 'x\"y'")
        }
        View("all_people", as: "SELECT \(identifier: name), 1 -- it's x\"y (\n FROM people")
        Table("log") { Column("n", .integer) }
        Trigger("kept", on: "log", .after, [.insert], body: "UPDATE people SET \(identifier: name) = 1;")
      }
    }
    #expect(try await check(schema("x\"y"), schema("order", from: "x\"y")).contains("RenameColumn"))
  }

  @Test(
    "What reads a computed column goes before that is made again, and comes back after: views, views on them, triggers")
  func computedColumn() async throws {
    func schema(_ number: Int) -> Schema {
      Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("n", .integer)
          Column("more", .integer).generated(as: "n + \(raw: "\(number)")", stored: number == 2)
        }
        View("mores", as: "SELECT id, more FROM people")
        View("most", as: "SELECT max(more) AS n FROM mores")
        Table("log") { Column("n", .integer) }
        Trigger("kept", on: "log", .after, [.insert], body: "DELETE FROM people WHERE more > NEW.n;")
        Trigger("seen", on: "people", .after, [.update(of: ["more"])], body: "SELECT 1;")
      }
    }
    try await check(schema(1), schema(3))
    try await check(schema(1), schema(2))
  }

  @Test("A column of one table is renamed, and not that of another in the same trigger or view")
  func sameNameInTwoTables() async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      var column = Column(name, .integer)
      column.renamedFrom = former
      return Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          column
        }
        Table("orders") {
          Column("id", .integer).primaryKey()
          Column("n", .integer)
        }
        Table("log") { Column("n", .integer) }
        Trigger(
          "told", on: "people", .after, [.update],
          body: """
            UPDATE orders SET n = 1 WHERE "n" IS NULL; UPDATE people SET \(identifier: name) = NEW.\(identifier: name);
            INSERT INTO log (n) SELECT o.n FROM orders AS o, people p WHERE p.\(identifier: name) = o."n";
            """)
        Trigger(
          "kept", on: "log", .after, [.insert],
          body: "UPDATE people SET \(identifier: name) = NEW.n; DELETE FROM orders WHERE n = NEW.n;")
        View(
          "both", as: "SELECT p.\(identifier: name) AS n, orders.n AS m FROM people p JOIN orders ON orders.n = p.id")
      }
    }
    #expect(try await check(schema("n"), schema("count of", from: "n")) == ["RenameColumn"])
  }

  @Test("What SQLite puts in quotes as it follows a rename is no difference: in views, triggers and their conditions")
  func quotedByRename() async throws {
    func schema(_ table: String, _ column: String, renamed: Bool) -> Schema {
      Schema {
        Table(table, renamedFrom: renamed ? "users" : nil) {
          Column("id", .integer).primaryKey()
          renamed ? Column(column, .text).renamed(from: "email") : Column(column, .text)
        }
        Table("log") { Column("n", .integer) }
        View(
          "v",
          as:
            "SELECT t.\(raw: column), \(raw: table).id FROM \(raw: table) t, \(raw: table) WHERE t.\(raw: column) > 'x'"
        )
        Trigger(
          "told", on: .init(table), .after, [.update], when: "NEW.\(raw: column) <> 'email'",
          body: "INSERT INTO log (n) VALUES (NEW.id)")
        Trigger(
          "kept", on: "log", .after, [.insert],
          body: "UPDATE \(raw: table) SET \(raw: column) = 'users' WHERE \(raw: table).id = NEW.n")
      }
    }
    let operations = try await check(schema("users", "email", renamed: false), schema("people", "mail", renamed: true))
    #expect(operations == ["RenameTable", "RenameColumn"])
  }

  @Test("A column goes though triggers and views name one that is called like it, of another table")
  func droppedNamesake() async throws {
    func schema(_ columns: Column...) -> Schema {
      Schema {
        Table("users", columns: [Column("id", .integer).primaryKey()] + columns)
        Table("orders") {
          Column("key", .integer)
          Column("users", .text)
        }
        View("keys", as: "SELECT key, users FROM orders")
        Trigger(
          "kept", on: "users", .after, [.update(of: ["id"])], body: "UPDATE orders SET key = 1 WHERE users IS NULL;")
      }
    }
    try await check(schema(), schema(Column("key", .integer)))
    try await check(schema(Column("key", .integer)), schema())
  }

  @Test("A column takes the name of another that goes, with all that is about that one")
  func takenName() async throws {
    func schema(_ name: String, from former: String? = nil, _ more: [Column] = [], _ rest: TableConstraint...) -> Schema
    {
      var column = Column(name, .text)
      column.renamedFrom = former
      return Schema {
        Table("t", columns: [Column("id", .integer).primaryKey(), column] + more, constraints: rest)
        Index("ix", on: "t", .column(name))
        View("v", as: "SELECT \(identifier: name) AS n FROM t")
      }
    }
    try await check(
      schema("o"),
      schema(
        "n", from: "o", [Column("a", .integer), Column("o", .integer)], .check(Check("o <> a", name: "other")),
        .unique(Unique("a", "o"))))
  }

  @Test("A key of integers is renamed, though a UNIQUE names it too", arguments: [true, false])
  func keyOfIntegers(withoutRowID: Bool) async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      var column = Column(name, .integer).notNull()
      column.renamedFrom = former
      return Schema {
        Table("people", withoutRowID: withoutRowID) {
          column
          Column("b", .integer).notNull()
          PrimaryKey(name)
          Unique(name, name: "again")
          Unique("b", name)
          Unique("b")
        }
        Index("by_both", on: "people", .column(name), .column("b"))
        View("names", as: "SELECT \(identifier: name) AS n FROM people")
      }
    }
    #expect(
      try await check(schema("a"), schema("c", from: "a")) == [
        "DropConstraint", "DropConstraint", "RenameColumn", "AddConstraint", "AddConstraint",
      ])
  }

  @Test(
    "A key of integers is renamed and is the key no longer, though a UNIQUE names it, which then stands before the key")
  func formerKeyOfIntegers() async throws {
    func schema(_ name: String, from former: String? = nil, key: String) -> Schema {
      var column = Column(name, .integer).notNull()
      column.renamedFrom = former
      return Schema {
        Table("people") {
          column
          Column("b", .integer).notNull()
          PrimaryKey(key)
          Unique(name, "b")
        }
      }
    }
    try await check(schema("a", key: "a"), schema("c", from: "a", key: "b"))
  }

  @Test("A computed column becomes an ordinary one, and keeps what was computed")
  func noLongerComputed() async throws {
    func schema(_ column: Column) -> Schema {
      Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("n", .integer)
          column
        }
        View("mores", as: "SELECT id, more FROM people")
      }
    }
    let plain = Column("more", .integer)
    for isStored in [true, false] {
      let computed = plain.generated(as: "n + 1", stored: isStored)
      #expect(try await check(schema(computed), schema(plain)) == ["AlterColumn"])
      try await check(schema(computed), schema(plain.notNull().default(7)))
      try await check(schema(plain), schema(computed))
    }
  }
}

/// SQLite, in memory.
final class SQLiteUnderTest: DatabaseUnderTest {
  let dialect = SQLiteDialect()
  let connection: SQLiteConnection
  var log: [String] = []
  let scope = ReflectionScope()

  init() async throws {
    connection = try SQLiteConnection(path: ":memory:")
    try await connection.prepareForRevisions()
  }

  func clear() async throws {
    for kind in ["trigger", "view", "table"] {
      let names = try await connection.query(
        "SELECT name FROM sqlite_schema WHERE type = \(kind) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
      for row in names {
        guard let name = row[0].text else { continue }
        try await connection.run("DROP \(kind) \(try dialect.quoted(name))")
      }
    }
  }

  func readBack(_ schema: Schema) async throws -> Schema { schema }

  func fill(_ schema: Schema) async throws {
    let triggers = schema.triggers
    for trigger in triggers { try await connection.run("DROP TRIGGER \(try dialect.quoted(trigger.name))") }
    for table in schema.tables {
      let columns = table.columns.filter { $0.generated == nil }
      for row in 0..<2 {
        var names: SQLFragment = ""
        var values: SQLFragment = ""
        for (position, column) in columns.enumerated() {
          let comma: SQLFragment = position > 0 ? ", " : ""
          names = names + comma + "\(identifier: column.name)"
          values = values + comma + "\(value(for: column.type, row))"
        }
        // What a check refuses stays out.
        _ = try? await connection.execute(
          "INSERT INTO \(identifier: table.name) (\(names)) VALUES (\(values))")
      }
    }
    for trigger in triggers {
      for statement in try await dialect.statements(for: CreateTrigger(trigger).operation, reading: nil) {
        try await connection.run(statement.text)
      }
    }
  }

  private func value(for type: DataType, _ row: Int) -> SQLValue {
    switch type {
    case .text, .varchar, .char: .text(["a", "b"][row])
    case .binary: .blob([UInt8(row)])
    case .date, .time, .timestamp, .interval, .json, .jsonb, .uuid, .array: .text("2026-11-2\(row)")
    default: .integer(Int64(2 + row))
    }
  }

  func isViolation(_ error: DatabaseError) -> Bool {
    error.code.hasPrefix("SQLITE_CONSTRAINT") || error.message.hasPrefix("Cannot add a NOT NULL column")
  }
}
