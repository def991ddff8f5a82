import PostgresDialect
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

/// Changes that once went wrong elsewhere, or that need more than one operation, each there and back with rows in the tables.
@Suite("Single changes there and back on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresChangeTests {
  @Test("A class of operators changes under the indexes that are built on it, and its family stays")
  func operatorClass() async throws {
    func schema(_ operators: String, _ index: String) -> String {
      """
      CREATE FUNCTION turned(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $2 - $1';
      CREATE OPERATOR CLASS backwards FOR TYPE int USING btree AS \(operators), FUNCTION 1 turned(int, int);
      CREATE TABLE t (id int PRIMARY KEY, n int); \(index)
      """
    }
    let index = "CREATE INDEX ix ON t (n backwards)"
    try await PostgresUnderTest.check(
      sql: "CREATE TABLE t (id int PRIMARY KEY, n int)", schema("OPERATOR 1 >, OPERATOR 3 =", index))
    try await PostgresUnderTest.check(
      sql: schema("OPERATOR 1 >, OPERATOR 3 =", index), schema("OPERATOR 1 >, OPERATOR 3 =, OPERATOR 5 <", index))
    try await PostgresUnderTest.check(
      sql: schema("OPERATOR 3 =", index),
      schema("OPERATOR 1 >, OPERATOR 3 =", "CREATE INDEX other ON t (n, id backwards)"))
  }

  @discardableResult
  func check(
    _ first: Schema, _ second: Schema, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    try await PostgresUnderTest.check(first, second, sourceLocation: sourceLocation)
  }

  func people(_ columns: Column..., constraints: TableConstraint...) -> Table {
    Table("people", columns: [Column("id", .integer).primaryKey()] + columns, constraints: constraints)
  }

  private func schema(_ tables: Table..., and rest: Schema = Schema()) -> Schema {
    var schema = rest
    schema.tables += tables
    return schema
  }

  @Test("A table takes the name of a view that goes, and a comment on its constraint goes too")
  func nameOfView() async throws {
    func table(_ name: String, from former: String? = nil) -> Table {
      Table(.init(name), renamedFrom: former.map { QualifiedName($0) }) {
        Column("id", .integer).primaryKey()
        Check("id > 0", name: "ck")
      }
    }
    let former = Schema {
      table("people")
      View("users", as: "SELECT 1 AS n")
      Comment(on: .constraint("ck", on: "people"), "why")
    }
    let operations = try await check(former, Schema { table("users", from: "people") })
    #expect(Set(operations) == ["Comment", "DropView", "Rename", "RenameTable"])
  }

  @Test("A column keeps its collation as its type changes, and its default is found no second time")
  func collationWithType() async throws {
    func schema(_ type: DataType) -> Schema {
      Schema {
        Table("people") {
          Column("id", .integer).primaryKey(); Column("name", type).collate("C").default("é\n")
        }
      }
    }
    #expect(try await check(schema(.string()), schema(.text)) == ["AlterColumn"])
    #expect(try await check(schema(.char(length: 3)), schema(.text)) == ["AlterColumn"])
  }

  @Test("A sequence whose least number is raised goes on from there, or from where it stood")
  func raisedMinimum() async throws {
    func schema(_ minimum: Int64?) -> Schema {
      Schema { DatabaseSequence("s", start: minimum, minimum: minimum) }
    }
    #expect(try await check(schema(nil), schema(3)) == ["AlterSequence"])
    #expect(try await check(schema(5), schema(9)) == ["AlterSequence"])
  }

  @Test("Tables whose foreign keys lead in a circle come and go")
  func circles() async throws {
    let circle = schema(
      Table("a") {
        Column("id", .integer).primaryKey()
        Column("b", .integer).references("b", "id")
      },
      Table("b") {
        Column("id", .integer).primaryKey()
        Column("c", .integer).references("c", "id")
      },
      Table("c") {
        Column("id", .integer).primaryKey()
        Column("a", .integer).references("a", "id")
        Column("self", .integer).references("c", "id")
      })
    #expect(try await check(Schema(), circle) == ["CreateTable", "CreateTable", "CreateTable", "AddConstraint"])
    try await check(circle, Schema())
  }

  @Test("A column goes with all that stands on it")
  func droppedColumn() async throws {
    let first = Schema {
      Table("people", rowSecurity: .enabled) {
        Column("id", .integer).primaryKey()
        Column("name", .text).notNull().unique().check("name <> ''")
        Column("shout", .text).generated(as: "upper(name)")
      }
      Index("by_name", on: "people", .expression("lower(name)"), where: "name <> 'x'")
      View("names", as: "SELECT id, name FROM people")
      View("more_names", as: "SELECT name FROM names")
      MaterializedView("kept_names", as: "SELECT name FROM more_names")
      Index("by_kept_name", on: "kept_names", "name")
      Policy("own", on: "people", for: .all, using: "name = CURRENT_USER")
      Routine(.function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
      Trigger("touched", on: "people", .before, [.update(of: ["name"])], when: "new.name <> ''", execute: "touch")
    }
    let second = Schema {
      Table("people", rowSecurity: .enabled) { Column("id", .integer).primaryKey() }
      Routine(.function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
    }
    try await check(first, second)
  }

  @Test("A column gets another type under views, policies, triggers, keys and computed columns, which stay")
  func typeUnderAll() async throws {
    func schema(_ type: DataType) -> Schema {
      Schema {
        Table("people", rowSecurity: .enabled) {
          Column("id", type).primaryKey()
          Column("n", .integer).notNull().default(3)
          Column("twice", type).generated(as: "id * 2")
          Check("id > 0", name: "positive")
        }
        Table("orders") { Column("owner", type).references("people", "id") }
        Index("by_id", on: "people", .expression("(id + 1)"), where: "id > 0")
        View("ids", as: "SELECT id, n FROM people")
        View("more_ids", as: "SELECT id FROM ids")
        Policy("own", on: "people", for: .all, using: "id > 0")
        Routine(.function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
        Trigger("touched", on: "people", .before, [.update], when: "new.id > 0", execute: "touch")
      }
    }
    try await check(schema(.integer), schema(.bigInteger))
  }

  @Test("A primary key gets other columns, and another name")
  func primaryKey() async throws {
    func schema(_ key: PrimaryKey) -> Schema {
      Schema {
        Table("people") {
          Column("a", .integer).notNull()
          Column("b", .integer).notNull()
          key
        }
      }
    }
    #expect(
      try await check(schema(PrimaryKey("a")), schema(PrimaryKey("a", "b"))) == ["DropConstraint", "AddConstraint"])
    #expect(try await check(schema(PrimaryKey("a")), schema(PrimaryKey("a", name: "key"))) == ["Rename"])
  }

  @Test("A primary key that others refer to gets other columns, and they do too")
  func referredPrimaryKey() async throws {
    func schema(_ columns: [String]) -> Schema {
      Schema {
        Table("people") {
          Column("a", .integer).notNull()
          Column("b", .integer).notNull()
          PrimaryKey(columns: columns)
        }
        Table("orders") {
          Column("x", .integer)
          Column("y", .integer)
          ForeignKey(columns: Array(["x", "y"].prefix(columns.count)), references: "people", columns, name: "owner")
        }
      }
    }
    try await check(schema(["a"]), schema(["a", "b"]))
  }

  @Test("Constraints and indexes get other names and nothing else")
  func renamedParts() async throws {
    func schema(_ suffix: String) -> Schema {
      var schema = Schema {
        Table("people") {
          Column("id", .integer)
          Column("n", .integer)
          Unique("n", name: "u\(suffix)")
          Check("n > 0", name: "c\(suffix)")
          PrimaryKey("id", name: "p\(suffix)")
          ForeignKey(columns: ["n"], references: "people", ["id"], name: "f\(suffix)")
        }
        Index("i\(suffix)", on: "people", "n")
      }
      schema.comments = [Comment(on: .constraint("c\(suffix)", on: "people"), "a rule")]
      return schema
    }
    #expect(Set(try await check(schema("1"), schema("2"))) == ["Rename"])
  }

  @Test("What a text says is changed: of a check, a view, a trigger, a function, a policy, a computed column")
  func texts() async throws {
    func schema(_ number: Int) -> Schema {
      Schema {
        Table("people", rowSecurity: .enabled) {
          Column("id", .integer).primaryKey()
          Column("n", .integer).check("n < \(raw: "\(number)00")", name: "small")
          Column("more", .integer).generated(as: "n + \(raw: "\(number)")")
        }
        View("all_people", as: "SELECT id, n + \(raw: "\(number)") AS n FROM people")
        View("again", as: "SELECT n FROM all_people")
        Policy("own", on: "people", for: .all, using: "n > \(raw: "\(number)")")
        Routine(
          .function, "touch", returns: "trigger", language: "plpgsql",
          body: .text("BEGIN RETURN NEW; -- \(number)\nEND"))
        Trigger("touched", on: "people", .before, [.update], when: "new.n > \(raw: "\(number)")", execute: "touch")
      }
    }
    try await check(schema(1), schema(2))
  }

  @Test("A sequence is changed, and given to another column")
  func sequences() async throws {
    func schema(_ sequence: DatabaseSequence) -> Schema {
      Schema {
        people(Column("n", .integer).default(.expression("nextval('numbers')")))
        sequence
      }
    }
    try await check(
      schema(DatabaseSequence("numbers", ownedBy: .column("people", "n"))),
      schema(
        DatabaseSequence(
          "numbers", .integer, start: 5, increment: 2, maximum: 1_000, cycles: true, ownedBy: .column("people", "id"))))
    try await check(schema(DatabaseSequence("numbers")), Schema { people(Column("n", .integer)) })
  }

  @Test("The sequence of a serial column that becomes an identity leaves it its name")
  func nameOfSerial() async throws {
    let database = try await PostgresUnderTest()
    let operations = try await database.bring(
      from: schema(people(Column("n", .named("serial")))),
      to: schema(people(Column("n", .integer).identity())))
    #expect(
      operations.map { "\(type(of: $0.value))" } == [
        "SQL", "AlterSequence", "AlterColumn", "DropSequence", "AlterColumn", "SQL",
      ])
    let names = try await database.connection.query("SELECT pg_get_serial_sequence('people', 'n')")
    #expect(names.first?[0].text == "public.people_n_seq")
    try await database.close()
  }

  @Test("A serial column becomes an identity")
  func serial() async throws {
    func schema(_ column: Column) -> Schema { Schema { people(column) } }
    try await check(
      schema(Column("n", .named("serial"))), schema(Column("n", .integer).identity(always: true, start: 100)))
  }

  @Test("A column is computed, computed otherwise, and no longer")
  func generated() async throws {
    func schema(_ column: Column) -> Schema { Schema { people(Column("a", .integer), column) } }
    let plain = Column("b", .integer)
    try await check(schema(plain), schema(plain.generated(as: "a + 1")))
    try await check(schema(plain.generated(as: "a + 1")), schema(plain.generated(as: "a + 2")))
    try await check(schema(plain.generated(as: "a + 1")), schema(plain))
  }

  @Test("A column with a default goes from type to type")
  func types() async throws {
    let mood = EnumType("mood", "2", "3", "a", "b")
    func schema(_ column: Column) -> Schema {
      Schema {
        mood
        people(column)
      }
    }
    try await check(schema(Column("n", .integer).default(2)), schema(Column("n", .text).default("2")))
    try await check(schema(Column("n", .text).default("2")), schema(Column("n", .named("mood")).default("3")))
    try await check(schema(Column("n", .integer).default(1)), schema(Column("n", .boolean).default(true)))
    try await check(schema(Column("n", .bigInteger).default(1)), schema(Column("n", .boolean).default(true)))
    try await check(schema(Column("n", .string(20)).default("x")), schema(Column("n", .text)))
  }

  @Test("Values of an enumeration are added, used, removed and put in another order")
  func enums() async throws {
    func schema(_ values: [String], default value: String) -> Schema {
      Schema {
        EnumType("mood", values: values)
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("feels", .named("mood")).notNull().default(.text(value))
          Column("all", .array(of: .named("mood")))
          Check("feels <> '\(raw: value)'", name: "other")
        }
        Index("feeling", on: "people", "feels", where: "feels > '\(raw: value)'")
        View("moods", as: "SELECT feels FROM people WHERE feels <> '\(raw: value)'")
      }
    }
    try await check(schema(["a", "z"], default: "a"), schema(["a", "b", "z"], default: "b"))
    try await check(schema(["a", "b", "z"], default: "a"), schema(["b", "z"], default: "b"))
    try await check(schema(["a", "b", "z"], default: "a"), schema(["b", "a", "z"], default: "b"))
  }

  @Test("A column that must not be NULL says that it fails where there are rows, and one with a default does not fail")
  func notNull() async throws {
    func schema(_ column: Column?) throws -> Schema {
      try PostgresDialect().canonical(
        Schema { Table("people", columns: [Column("id", .integer).primaryKey()] + (column.map { [$0] } ?? [])) })
    }
    let without = try SchemaDiff(
      from: schema(nil), to: schema(Column("n", .text).notNull()), dialect: PostgresDialect())
    #expect(without.operations.map(\.hazards) == [[.failsWithRows]])
    try await check(schema(nil), schema(Column("n", .text).notNull().default("x")))
  }
}
