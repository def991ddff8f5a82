import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

/// Changes under which something else stands that PostgreSQL would keep them from, or lose with them.
@Suite("What stands on what changes, on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresDependencyTests {
  // MARK: Keys

  private func people(_ constraints: TableConstraint..., and rest: Schema = Schema()) -> Schema {
    var schema = Schema {
      Table(
        "people",
        columns: [
          Column("a", .integer).notNull(), Column("b", .integer).notNull(), Column("parent", .integer),
        ], constraints: constraints)
    }
    schema.merge(rest)
    return schema
  }

  private func key(_ columns: String..., isLoose: Bool = false) -> TableConstraint {
    var key = PrimaryKey(columns: columns, name: "people_pkey")
    if isLoose { key.index.storageParameters = ["fillfactor": 70] }
    return .primaryKey(key)
  }

  private func orders(_ columns: String...) -> Schema {
    Schema {
      Table("orders") {
        Column("x", .integer)
        ForeignKey(columns: ["x"], references: "people", columns, name: "owner")
      }
    }
  }

  @Test("A primary key that foreign keys refer to is made again: they go before, and come back")
  func referredKey() async throws {
    let parent = TableConstraint.foreignKey(
      ForeignKey(columns: ["parent"], references: "people", ["a"], name: "parent"))
    try await PostgresUnderTest.check(
      people(key("a"), parent, and: orders("a")), people(key("a", isLoose: true), parent, and: orders("a")))
    try await PostgresUnderTest.check(
      people(key("a"), parent, and: orders("a")),
      people(key("a", "b"), .unique(Unique("a", name: "people_a_key")), parent, and: orders("a")))
  }

  @Test("A unique constraint or index that foreign keys refer to is made again: they go before, and come back")
  func referredIndex() async throws {
    var unique = Unique("b", name: "people_b_key")
    let before = people(key("a"), .unique(unique), and: orders("b"))
    unique.index.include = ["a"]
    try await PostgresUnderTest.check(before, people(key("a"), .unique(unique), and: orders("b")))

    func indexed(_ include: [String]) -> Schema {
      var schema = people(key("a"), and: orders("b"))
      schema.indexes = [Index("ux", on: "people", "b", unique: true, include: include)]
      return schema
    }
    try await PostgresUnderTest.check(indexed([]), indexed(["a"]))
  }

  // MARK: Types

  @Test("A column with a default leaves an enumeration that goes, and comes back to it")
  func leavingEnum() async throws {
    func schema(_ type: DataType, _ list: DataType) -> Schema {
      Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("feels", type).notNull().default("sad")
          Column("kept", type).default("ok")
          Column("all", list).default(.expression("'{sad}'"))
        }
      }
    }
    let mood = DataType.named("mood")
    var first = schema(mood, .array(of: mood))
    first.enums = [EnumType("mood", "sad", "ok")]
    for type in [DataType.text, .varchar(length: 20)] {
      let second = schema(type, .array(of: type))
      try await PostgresUnderTest.check(first, second)
      try await PostgresUnderTest.check(second, first)
    }
  }

  // MARK: Rules, defaults of views, aggregates

  @Test("A column gets another type under rules, statistics and views with defaults, which stay with their comments")
  func rules() async throws {
    func schema(_ type: DataType) -> Schema {
      var schema = Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("n", type)
        }
        View("v", as: "SELECT id, n FROM people")
        SQLObject("RULE", "vr ON v", create: "CREATE RULE vr AS ON INSERT TO v DO INSTEAD NOTHING")
        SQLObject(
          "RULE", "tr ON people", create: "CREATE RULE tr AS ON UPDATE TO people WHERE old.n > 5 DO INSTEAD NOTHING")
        SQLObject(
          "COLUMN DEFAULT", "v.n", create: "ALTER VIEW v ALTER COLUMN n SET DEFAULT 3",
          drop: "ALTER VIEW v ALTER COLUMN n DROP DEFAULT")
        SQLObject("STATISTICS", "st", create: "CREATE STATISTICS st ON id, n FROM people")
      }
      schema.comments = [
        Comment(on: .other("RULE", "tr ON people"), "why"), Comment(on: .other("RULE", "vr ON v"), "why not"),
      ]
      return schema
    }
    try await PostgresUnderTest.check(schema(.integer), schema(.bigInteger))
  }

  @Test("What reads a table that becomes a view, or a view that becomes a table, is made again")
  func tableBecomesView() async throws {
    let reading = Schema {
      View("reader", as: "SELECT n FROM data")
      MaterializedView("copy", as: "SELECT n FROM reader")
      Index("by_n", on: "copy", "n")
    }
    var first = Schema {
      Table("data") { Column("n", .integer) }; Table("other") { Column("n", .integer) }
    }
    var second = Schema {
      Table("other") { Column("n", .integer) }; View("data", as: "SELECT n FROM other")
    }
    first.merge(reading)
    second.merge(reading)
    for (first, second) in [(first, second), (second, first)] {
      let operations = try await PostgresUnderTest.check(first, second)
      #expect(operations.filter { $0 == "CreateMaterializedView" || $0 == "CreateIndex" }.count == 2)
    }
  }

  @Test("A routine that takes or gives the rows of a view goes and comes with it, with what asks the routine")
  func rowsOfView() async throws {
    func schema(_ list: String, body: String = "SELECT * FROM seen") -> Schema {
      Schema {
        Table("data") {
          Column("n", .integer); Column("m", .integer)
        }
        View("seen", as: .raw("SELECT \(list) FROM data"))
        Routine(.function, "all_seen", returns: "SETOF seen", language: "sql", body: .text(body))
        Routine(.function, "first", arguments: "s seen", returns: "integer", language: "sql", body: "SELECT s.n")
        View("counted", as: "SELECT count(*) AS count FROM all_seen() AS s WHERE first(s) > 0")
      }
    }
    let operations = try await PostgresUnderTest.check(schema("n, m"), schema("n"))
    #expect(operations.count { $0 == "CreateRoutine" } == 2 && operations.count { $0 == "CreateView" } == 2)
    try await PostgresUnderTest.check(schema("n, m"), schema("n", body: "SELECT * FROM seen LIMIT 1"))
  }

  @Test("A routine is left alone where a view that is made again is called like a type of PostgreSQL's own")
  func viewCalledLikeType() async throws {
    func schema(_ list: String) -> Schema {
      Schema {
        Routine(
          .function, "same", arguments: "x text", returns: "text", language: "sql", .immutable, body: "SELECT x || ''")
        Table("data") {
          Column("a", .text); Column("b", .text).generated(as: "same(a)", stored: true)
        }
        View("text", as: .raw("SELECT \(list) FROM data"))
      }
    }
    #expect(try await PostgresUnderTest.check(schema("a, b"), schema("a")) == ["DropView", "CreateView"])
  }

  @Test("Texts that name the type of a column are written anew where that is of another kind afterwards")
  func textsOfOtherKind() async throws {
    func schema(_ type: DataType) -> Schema {
      Schema {
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("code", type)
          Check("code <> 'x'", name: "known")
        }
        Index("by_id", on: "people", "id", where: "code = 'a' OR code = 'b'")
      }
    }
    for (former, type): (DataType, DataType) in [(.char(length: 3), .text), (.text, .char(length: 3))] {
      let operations = try await PostgresUnderTest.check(schema(former), schema(type))
      #expect(Set(operations) == ["DropIndex", "DropConstraint", "AlterColumn", "AddConstraint", "CreateIndex"])
    }
    #expect(try await PostgresUnderTest.check(schema(.string(3)), schema(.text)) == ["AlterColumn"])
  }

  @Test("An index keeps its collation as its column gets the same one, and loses it again")
  func collationUnderIndex() async throws {
    func schema(_ collation: QualifiedName?) -> Schema {
      var column = Column("name", .text)
      column.collation = collation
      return Schema {
        Table("people", columns: [Column("id", .integer).primaryKey(), column])
        Index("by_name", on: "people", parts: [Index.Part(.column("name"), collation: "C")])
      }
    }
    let operations = try await PostgresUnderTest.check(schema(nil), schema("C"))
    #expect(operations == ["DropIndex", "AlterColumn", "CreateIndex"])
  }

  @Test("What the planner is told of a column changes, and what reads the column stays as it is")
  func columnOptions() async throws {
    func schema(_ number: Int) -> Schema {
      Schema {
        Table("people") { Column("n", .integer) }
        View("v", as: "SELECT n FROM people")
        SQLObject(
          "COLUMN OPTIONS", "people.n",
          create: "ALTER TABLE people ALTER COLUMN n SET (n_distinct = \(raw: "\(number)"))",
          drop: "ALTER TABLE people ALTER COLUMN n RESET (n_distinct)")
      }
    }
    #expect(try await PostgresUnderTest.check(schema(5), schema(6)) == ["SQL", "SQL"])
  }

  @Test("A function is made again under an aggregate, and that under a view")
  func aggregates() async throws {
    func schema(_ argument: String) -> Schema {
      Schema {
        Table("people") { Column("id", .integer).primaryKey() }
        Routine(
          .function, "plus", arguments: "\(argument) integer, b integer", returns: "integer", language: "sql",
          .immutable, body: .text("SELECT $1 + $2"))
        SQLObject(
          "AGGREGATE", "total(integer)",
          create: "CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer, INITCOND = '0')")
        View("totals", as: "SELECT total(id) AS n FROM people")
      }
    }
    try await PostgresUnderTest.check(schema("a"), schema("c"))
  }

  // MARK: Indexes that a table is known by

  @Test("A table stays clustered and replicated by an index that is made again, or by another one")
  func indexOptions() async throws {
    func schema(_ name: String, _ columns: [Index.Part], clustered: Bool = true) -> Schema {
      Schema {
        Table("people", replicaIdentity: .index(name), clusteredOn: clustered ? name : nil) {
          Column("a", .integer).notNull()
          Column("b", .integer).notNull()
        }
        Index(name, on: "people", parts: columns, unique: true)
      }
    }
    try await PostgresUnderTest.check(schema("ux", ["a"]), schema("ux", ["a", "b"]))
    try await PostgresUnderTest.check(schema("ux", ["a"]), schema("uy", ["b"]))
    try await PostgresUnderTest.check(schema("ux", ["a"]), schema("uy", ["b"], clustered: false))
    try await PostgresUnderTest.check(
      schema("ux", ["a"]), Schema { Table("people") { Column("b", .integer).notNull() } })

    func keyed(_ key: PrimaryKey) -> Schema {
      Schema {
        Table("people", replicaIdentity: .index("people_pkey"), clusteredOn: "people_pkey") {
          Column("a", .integer).notNull()
          Column("b", .integer).notNull()
          key
        }
      }
    }
    try await PostgresUnderTest.check(keyed(PrimaryKey("a")), keyed(PrimaryKey("a", "b")))
  }

  @Test("What the planner is told of an index stays when the index is made again")
  func indexStatistics() async throws {
    func schema(_ text: SQLFragment) -> Schema {
      Schema {
        Table("people") { Column("name", .text) }
        Index("ix", on: "people", .expression(text))
        SQLObject(
          "INDEX STATISTICS", "ix", create: "ALTER INDEX ix ALTER COLUMN 1 SET STATISTICS 500",
          drop: "ALTER INDEX ix ALTER COLUMN 1 SET STATISTICS -1")
      }
    }
    try await PostgresUnderTest.check(schema("lower(name)"), schema("upper(name)"))
  }

  // MARK: New values of enumerations

  /// Something that uses a value.
  struct Use: CustomTestStringConvertible {
    let testDescription: String
    /// What is there whether the value is or not, but for its default.
    let schema: @Sendable (_ value: String?) -> Schema

    init(_ name: String, @SchemaBuilder _ schema: @escaping @Sendable (_ value: String?) -> Schema) {
      testDescription = name
      self.schema = schema
    }

    private static func literal(_ value: String) -> SQLFragment {
      .raw("'\(value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'")
    }

    private static func people(_ parts: TableElement...) -> Table {
      Table(
        "people",
        elements: [.column(Column("id", .integer).primaryKey()), .column(Column("feels", .named("mood")))] + parts)
    }

    static let all = [
      Use("a column's default") { value in
        Table("people") { Column("feels", .named("mood")).default(.literal(.text(value ?? "ok"))) }
      },
      Use("an array's default") { value in
        Table("people") {
          Column("feels", .array(of: .named("mood"))).default(
            .expression("ARRAY[\(literal(value ?? "ok"))::mood]"))
        }
      },
      Use("a domain's default and a column of it") { value in
        Domain("felt", .named("mood"), default: .literal(.text(value ?? "ok")))
        Table("people") { Column("feels", .named("felt")) }
      },
      Use("a domain's check") { value in
        Domain("felt", .named("mood"), checks: Check("VALUE <> \(literal(value ?? "ok"))", name: "ck"))
      },
      Use("a check") { value in people(.constraint(.check(Check("feels <> \(literal(value ?? "ok"))", name: "ck")))) },
      Use("a check between dollars") { value in
        people(.constraint(.check(Check(.raw("feels <> $$\(value ?? "ok")$$"), name: "ck"))))
      },
      Use("an exclusion") { value in
        people(
          .constraint(
            .exclusion(
              Exclusion(
                .column("id", with: "="), using: .btree, where: "feels = \(literal(value ?? "ok"))", name: "ex"))))
      },
      Use("an index's expression") { value in
        people()
        Index("ix", on: "people", .expression("(feels = \(literal(value ?? "ok")))"))
      },
      Use("an index's predicate") { value in
        people()
        Index("ix", on: "people", "id", where: "feels = \(literal(value ?? "ok"))")
      },
      Use("a partition's bound") { value in
        Table("people", partitionBy: .list("feels")) { Column("feels", .named("mood")) }
        Table("some", partitionOf: Partition(of: "people", .in(.literal(.text(value ?? "ok"))))) {}
      },
      Use("a policy's check") { value in
        people()
        Policy("own", on: "people", for: .insert, check: "feels = \(literal(value ?? "ok"))")
      },
      Use("a trigger's condition") { value in
        people()
        Routine(.function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
        Trigger(
          "touched", on: "people", .before, [.insert], when: "new.feels = \(literal(value ?? "ok"))", execute: "touch")
      },
      Use("a view") { value in
        people()
        View("v", as: "SELECT id FROM people WHERE feels = \(literal(value ?? "ok"))")
      },
      Use("a function's default") { value in
        Routine(
          .function, "f", arguments: "m mood DEFAULT \(literal(value ?? "ok").plainText ?? "")", returns: "mood",
          language: "sql", body: .text("SELECT m"))
      },
    ]
  }

  @Test("A new value of an enumeration is there before what uses it", arguments: Use.all)
  func newValue(_ use: Use) async throws {
    let database = try await PostgresUnderTest()
    do {
      for value in ["new", "it's"] {
        var (first, second) = (use.schema(nil), use.schema(value))
        first.enums = [EnumType("mood", "sad", "ok")]
        second.enums = [EnumType("mood", "sad", "newer", value, "ok")]
        let operations = try await database.bring(from: first, to: second)
        #expect(
          operations.count { if case .outsideTransaction = $0 { true } else { false } } == 2,
          "\(operations.map { "\(type(of: $0.value))" })")
      }
    } catch {
      try await database.close()
      throw error
    }
    try await database.close()
  }

  @Test("A new value that nothing uses is added in the transaction of the rest")
  func unusedValue() async throws {
    let database = try await PostgresUnderTest()
    func schema(_ values: String..., column: String) -> Schema {
      Schema {
        EnumType("mood", values: values)
        Table("people") { Column(column, .named("mood")).default("ok") }
      }
    }
    // A column may be called as a value is.
    let operations = try await database.bring(
      from: schema("sad", "ok", column: "a"), to: schema("sad", "ok", "new", column: "new"))
    #expect(operations.map { "\(type(of: $0.value))" } == ["AddEnumValue", "AddColumn", "DropColumn"])
    try await database.close()
  }
}
