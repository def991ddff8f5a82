import PostgresDialect
import Revisions
import Testing

@testable import Autogenerate

// What belongs to partitioned tables.
extension PostgresChangeTests {
  @Test("Partitions come, go and get what their table gets")
  func partitions() async throws {
    func schema(_ numbers: [Int], _ columns: Column...) -> Schema {
      var schema = Schema {
        Table(
          "events", columns: [Column("at", .integer).notNull()] + columns,
          constraints: [
            .primaryKey(PrimaryKey("at")), .check(Check("at > \(raw: "-\(columns.count)")", name: "late")),
          ],
          options: {
            var options = Table.Options()
            options.partitioning = Partitioning.range("at")
            return options
          }())
        Table("notes") { Column("at", .integer).references("events", "at") }
      }
      for number in numbers {
        schema.merge(
          Schema {
            Table(
              "events_\(number)",
              partitionOf: Partition(
                of: "events",
                .from(.literal(.integer(Int64(number * 10))), to: .literal(.integer(Int64(number * 10 + 10)))))
            ) {}
          })
      }
      return schema
    }
    try await check(
      schema([0, 1], Column("a", .integer), Column("b", .text)),
      schema([0, 2], Column("a", .bigInteger).notNull().default(1), Column("c", .text), Column("d", .text)))
  }

  @Test("A table becomes a partition as columns of its table come and go, and is none any more")
  func attachedAsColumnsChange() async throws {
    func schema(_ isAttached: Bool, _ columns: Column...) -> Schema {
      let own = [Column("at", .integer).notNull(), Column("kept", .text)]
      var options = Table.Options()
      options.partitioning = Partitioning.range("at")
      var early = Table("early", columns: own + (isAttached ? columns : []))
      if isAttached {
        early.options.partition = Partition(of: "events", .from(.literal(.integer(0)), to: .literal(.integer(10))))
      }
      var schema = Schema { Table("events", columns: own + columns, options: options) }
      schema.tables.append(early)
      return schema
    }
    let (some, none) = (schema(true, Column("a", .text)), schema(false, Column("b", .text), Column("c", .integer)))
    try await check(some, none)
    try await check(none, some)
    try await check(none, schema(true))
  }

  @Test("A partition is renamed, with the key and the indexes that came down to it")
  func renamedPartition() async throws {
    func schema(_ name: QualifiedName, from former: QualifiedName? = nil) -> Schema {
      var schema = Schema {
        Table("events", partitionBy: .range("at")) {
          Column("at", .integer).primaryKey()
          Column("n", .text)
        }
        Table(
          name.name, partitionOf: Partition(of: "events", .from(.literal(.integer(0)), to: .literal(.integer(10))))
        ) {}
        Index("by_n", on: "events", "n", where: "n || 'x' LIKE '%x'")
      }
      schema.tables[1].renamedFrom = former
      return schema
    }
    #expect(try await check(schema("early"), schema("first", from: "early")) == ["RenameTable"])
  }

  @Test("A partition comes or goes as its table, and a check that it has from there, get other names")
  func renamedParent() async throws {
    func schema(_ name: String, from former: QualifiedName? = nil, isParted: Bool) -> Schema {
      var options = Table.Options()
      options.partitioning = Partitioning.range("at")
      var events = Table(
        QualifiedName(name), columns: [Column("at", .integer)], constraints: [.check(Check("at > 0"))], options: options
      )
      events.renamedFrom = former
      var schema = Schema { events }
      if isParted {
        schema.merge(Schema { Table("early", partitionOf: Partition(of: QualifiedName(name), .default)) {} })
      }
      return schema
    }
    try await check(schema("events", isParted: true), schema("happenings", from: "events", isParted: false))
    try await check(schema("events", isParted: false), schema("happenings", from: "events", isParted: true))
  }

  @Test("A column gets another type under an index whose comment the server then gives to its parts as well")
  func commentedIndex() async throws {
    func schema(_ type: String) -> String {
      """
      CREATE TABLE t (id int, n \(type)) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t DEFAULT;
      CREATE INDEX ix ON t (id) WHERE n > 5; COMMENT ON INDEX ix IS 'large ones';
      """
    }
    try await PostgresUnderTest.check(sql: schema("smallint"), schema("int"))
  }

  @Test("How an index of a partitioned table is kept changes by making it again")
  func partitionedIndex() async throws {
    func schema(_ percent: String) -> Schema {
      Schema {
        Table("events", partitionBy: .range("at")) { Column("at", .integer).notNull() }
        Table("early", partitionOf: Partition(of: "events", .from(.literal(.integer(0)), to: .literal(.integer(10))))) {
        }
        Index("by_at", on: "events", "at", with: StorageParameters([.init("fillfactor", percent)]))
      }
    }
    #expect(try await check(schema("60"), schema("70")) == ["DropIndex", "CreateIndex"])
  }

  @Test("A function gets another result under a check of a partitioned table, a computed column and a default")
  func functionUnderAll() async throws {
    func schema(_ name: String) -> Schema {
      Schema {
        Routine(
          .function, "same", arguments: "\(name) integer", returns: "integer", language: "sql", .immutable,
          body: "SELECT $1")
        Table("events", partitionBy: .range("at")) {
          Column("at", .integer).notNull().default(.expression("same(3)"))
          Check("same(at) > 0", name: "late")
        }
        Table("early", partitionOf: Partition(of: "events", .from(.literal(.integer(0)), to: .literal(.integer(10))))) {
        }
        Table("people") {
          Column("id", .integer).primaryKey()
          Column("twice", .integer).generated(as: "same(id) * 2")
        }
        Index("by_twice", on: "people", "twice")
        View("twices", as: "SELECT twice FROM people")
      }
    }
    try await check(schema("x"), schema("y"))
  }

  @Test(
    "How many values of a column are looked at is a table's own, and how its long ones are kept comes down to partitions"
  )
  func statistics() async throws {
    func schema(_ number: Int?, _ storage: Column.Storage?) -> Schema {
      var schema = Schema {
        Table("events", partitionBy: .range("at")) {
          Column("at", .integer).notNull()
          Column("n", .text)
        }
        Table("early", partitionOf: Partition(of: "events", .from(.literal(.integer(0)), to: .literal(.integer(10))))) {
        }
        Table("late", partitionOf: Partition(of: "events", .from(.literal(.integer(10)), to: .literal(.integer(20))))) {
        }
      }
      schema.tables[0].columns[1].statistics = number
      schema.tables[0].columns[1].storage = storage
      return schema
    }
    try await check(schema(nil, nil), schema(77, nil))
    try await check(schema(77, nil), schema(5, .external))
    try await check(schema(77, .external), schema(nil, nil))
  }

  @Test("A table that stays becomes a partition, and is one no longer")
  func attached() async throws {
    func schema(_ isPartition: Bool) -> Schema {
      var schema = Schema {
        Table("events", partitionBy: .range("at")) {
          Column("at", .integer).notNull()
          Column("n", .text)
        }
      }
      let partition = Partition(of: "events", .from(.literal(.integer(0)), to: .literal(.integer(10))))
      schema.merge(
        isPartition
          ? Schema { Table("early", partitionOf: partition) {} }
          : Schema {
            Table("early") {
              Column("at", .integer).notNull()
              Column("n", .text)
            }
          })
      return schema
    }
    #expect(try await check(schema(false), schema(true)) == ["AttachPartition"])
    #expect(try await check(schema(true), schema(false)) == ["DetachPartition"])
  }

  @Test("A table that is partitioned in another way is refused in words")
  func partitioning() throws {
    func schema(_ partitioning: Partitioning?) throws -> Schema {
      try PostgresDialect().canonical(
        Schema { Table("events", partitionBy: partitioning) { Column("at", .date).notNull() } })
    }
    let (range, list) = (Partitioning.range("at"), Partitioning.list("at"))
    let pairs: [(Partitioning?, Partitioning?)] = [(nil, range), (range, nil), (range, list)]
    for (former, wanted) in pairs {
      let diff = try SchemaDiff(from: schema(former), to: schema(wanted), dialect: PostgresDialect())
      #expect(diff.operations.isEmpty)
      #expect(
        diff.inexpressible == ["table events is partitioned in another way: make a new table, and move the rows"])
    }
  }

  @Test("Partitions take other rows: all leave their table before any comes again")
  func shiftedBounds() async throws {
    func ranges(_ middle: Int) -> String {
      """
      CREATE TABLE t (at int) PARTITION BY RANGE (at);
      CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (\(middle));
      CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (\(middle)) TO (20);
      """
    }
    try await PostgresUnderTest.check(sql: ranges(10), ranges(12))
    func lists(_ first: String, _ second: String) -> String {
      """
      CREATE TABLE t (at int) PARTITION BY LIST (at);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (\(first));
      CREATE TABLE t2 PARTITION OF t FOR VALUES IN (\(second));
      CREATE TABLE td PARTITION OF t DEFAULT;
      """
    }
    try await PostgresUnderTest.check(sql: lists("11", "12, 13"), lists("11, 13", "12"))
  }

  @Test("A partition takes other rows while its table gets columns, keys and checks, or loses them")
  func boundsWithMore() async throws {
    func schema(_ columns: String, _ values: String, _ rest: String = "") -> String {
      """
      CREATE TABLE t (\(columns)) PARTITION BY LIST (x);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (\(values));
      \(rest)
      """
    }
    let before = schema("id int, x int", "2, 3")
    let index = "CREATE INDEX i ON t (id);"
    for columns in [
      "id int NOT NULL, x int", "id int, x int, PRIMARY KEY (id, x)", "id bigint, x int, more text",
      "id int, x int, CONSTRAINT c CHECK (id > 0)",
    ] {
      try await PostgresUnderTest.check(sql: before, schema(columns, "1, 2, 3"))
      try await PostgresUnderTest.check(sql: schema(columns, "1, 2, 3"), before)
      try await PostgresUnderTest.check(sql: before + index, schema(columns, "1, 2, 3", index))
    }
  }

  @Test("A partition that leaves its table leaves the table's keys and indexes too, and has them again once it is back")
  func leftParts() async throws {
    func schema(_ partition: String) -> String {
      """
      CREATE TABLE u (id int PRIMARY KEY);
      CREATE TABLE t (id int REFERENCES u, v int NOT NULL, w int, CONSTRAINT uq UNIQUE (v, id), PRIMARY KEY (v))
        PARTITION BY LIST (v);
      \(partition);
      CREATE TABLE tb PARTITION OF t FOR VALUES IN (4);
      CREATE TABLE f (v int REFERENCES t);
      CREATE INDEX ti ON t (id); CREATE INDEX tj ON t (id) WHERE v > 0; CREATE UNIQUE INDEX tk ON t (v);
      """
    }
    let attached = schema("CREATE TABLE ta PARTITION OF t FOR VALUES IN (2, 3)")
    try await PostgresUnderTest.check(sql: attached, schema("CREATE TABLE ta (id int, v int, w int)"))
    try await PostgresUnderTest.check(sql: schema("CREATE TABLE ta (id int, v int NOT NULL, w int)"), attached)
  }
}
