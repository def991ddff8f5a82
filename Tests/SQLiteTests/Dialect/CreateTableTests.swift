import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("CREATE TABLE")
struct CreateTableTests {
  /// The lines between the parentheses, and SQLite's opinion that they are right.
  private func lines(_ create: CreateTable) async throws -> [String] {
    let text = try await sql(create)
    let connection = try await SQLiteConnection.memory()
    try await connection.run(text)
    return text.split(separator: "\n").dropFirst().dropLast().map(String.init)
  }

  private func failure(_ value: some OperationValue) async -> String? {
    do { _ = try await sql(value) } catch { return (error as? DialectError)?.message }
    return nil
  }

  @Test("is written as a person would: a line for each column and constraint")
  func whole() async throws {
    let create = CreateTable("user_preferences") {
      Column("id", .bigInteger).primaryKey()
      Column("user_id", .bigInteger).notNull().references("users", "id", onDelete: .cascade)
      Column("settings", .json).notNull().default("{}")
      Column("label", .string(40)).collate("NOCASE").check("label <> \("it's")", name: "ck_label").unique(
        name: "uq_label")
      Column("changed_at", .timestamp).notNull().default(.currentTimestamp)
      Column("size", .integer).generated(as: "length(settings)")
      Unique("user_id", "label", name: "uq_user_label")
      Check("size < 1000")
      ForeignKey(
        columns: ["user_id", "label"], references: "labels", ["a", "b"], name: "fk", onDelete: .setNull,
        onUpdate: .restrict, match: .full, deferrable: .initiallyDeferred)
    }
    #expect(
      try await sql(create) == """
        CREATE TABLE "user_preferences" (
          "id" INTEGER PRIMARY KEY,
          "user_id" BIGINT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
          "settings" JSON NOT NULL DEFAULT '{}',
          "label" VARCHAR(40) COLLATE "NOCASE" CONSTRAINT "ck_label" CHECK (label <> 'it''s') CONSTRAINT "uq_label" UNIQUE,
          "changed_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
          "size" INTEGER GENERATED ALWAYS AS (length(settings)) STORED,
          CONSTRAINT "uq_user_label" UNIQUE ("user_id", "label"),
          CHECK (size < 1000),
          CONSTRAINT "fk" FOREIGN KEY ("user_id", "label") REFERENCES "labels" ("a", "b") ON DELETE SET NULL ON UPDATE RESTRICT MATCH FULL DEFERRABLE INITIALLY DEFERRED
        )
        """)
    #expect(try await lines(create).count == 9)
  }

  @Test("spells each type so that it reads back, and gives none the affinity of another")
  func types() async throws {
    let expected: [(DataType, String, String)] = [
      (.smallInteger, "SMALLINT", "integer"), (.integer, "INTEGER", "integer"), (.bigInteger, "BIGINT", "integer"),
      (.numeric, "NUMERIC", "integer"), (.numeric(precision: 8, scale: nil), "NUMERIC(8)", "integer"),
      (.decimal(10, 2), "NUMERIC(10, 2)", "integer"), (.real, "REAL", "real"), (.double, "DOUBLE PRECISION", "real"),
      (.boolean, "BOOLEAN", "integer"), (.text, "TEXT", "text"), (.string(), "VARCHAR", "text"),
      (.string(50), "VARCHAR(50)", "text"), (.char(length: 3), "CHAR(3)", "text"), (.binary, "BLOB", "text"),
      (.date, "DATE", "integer"), (.time, "TIME", "integer"), (.timestamp, "TIMESTAMP", "integer"),
      (.timestampWithTimeZone, "TIMESTAMP", "integer"), (.interval, "TEXT", "text"), (.json, "JSON", "integer"),
      (.jsonb, "JSON", "integer"), (.uuid, "CHAR(36)", "text"), (.array(of: .text), "JSON", "integer"),
      (.named("mood"), "TEXT", "text"), (.raw("FLOAT(3)"), "FLOAT(3)", "real"),
    ]
    for (type, spelling, stored) in expected {
      let create = CreateTable("t") { Column("a", type) }
      #expect(try await lines(create) == ["  \"a\" \(spelling)"])
      let connection = try await SQLiteConnection.memory()
      try await connection.apply(create)
      try await connection.run("INSERT INTO t VALUES ('12')")
      #expect(try await connection.column("SELECT typeof(a) FROM t") == [stored], "\(type)")
    }
  }

  @Test("keeps to the six types of a STRICT table, and says WITHOUT ROWID")
  func options() async throws {
    let create = CreateTable("t", strict: true, withoutRowID: true) {
      Column("id", .bigInteger).primaryKey()
      Column("a", .string(9))
      Column("b", .boolean)
      Column("c", .decimal(9, 2))
      Column("d", .decimal(9, 0))
      Column("e", .timestamp)
      Column("f", .binary)
      Column("g", .double)
      Column("h", .raw("ANY"))
    }
    #expect(
      try await lines(create) == [
        #"  "id" INTEGER PRIMARY KEY NOT NULL,"#, #"  "a" TEXT,"#, #"  "b" INTEGER,"#, #"  "c" REAL,"#,
        #"  "d" INTEGER,"#,
        #"  "e" TEXT,"#, #"  "f" BLOB,"#, #"  "g" REAL,"#, #"  "h" ANY"#,
      ])
    #expect(try await sql(create).hasSuffix("\n) STRICT, WITHOUT ROWID"))
  }

  @Test("makes the whole integer key the row's number, and lets no other key's column be NULL")
  func keys() async throws {
    for type in [DataType.smallInteger, .integer, .bigInteger] {
      #expect(
        try await lines(CreateTable("t") { Column("id", type).primaryKey(name: "pk") }) == [
          #"  "id" INTEGER CONSTRAINT "pk" PRIMARY KEY"#
        ])
      let onTable = CreateTable("t") {
        Column("id", type)
        PrimaryKey("id")
      }
      #expect(try await lines(onTable) == [#"  "id" INTEGER,"#, #"  PRIMARY KEY ("id")"#])
    }
    #expect(
      try await lines(CreateTable("t") { Column("id", .uuid).primaryKey() }) == [
        #"  "id" CHAR(36) PRIMARY KEY NOT NULL"#
      ])
    let composite = CreateTable("t") {
      Column("a", .bigInteger)
      Column("b", .text)
      PrimaryKey("a", "b")
    }
    #expect(
      try await lines(composite) == [
        #"  "a" BIGINT NOT NULL,"#, #"  "b" TEXT NOT NULL,"#, #"  PRIMARY KEY ("a", "b")"#,
      ])
  }

  @Test("numbers rows by AUTOINCREMENT only where no number may be given twice")
  func numbering() async throws {
    #expect(try await lines(CreateTable("t") { Column("id", .integer).identity() }) == [#"  "id" INTEGER PRIMARY KEY"#])
    #expect(
      try await lines(CreateTable("t") { Column("id", .bigInteger).identity().primaryKey() }) == [
        #"  "id" INTEGER PRIMARY KEY"#
      ])
    let expected = #"  "id" INTEGER PRIMARY KEY AUTOINCREMENT"#
    #expect(try await lines(CreateTable("t") { Column("id", .integer).autoincrement() }) == [expected])
    #expect(try await lines(CreateTable("t") { Column("id", .integer).primaryKey().autoincrement() }) == [expected])
    let onTable = CreateTable("t") {
      Column("id", .integer).autoincrement()
      PrimaryKey("id", name: "pk")
    }
    #expect(try await lines(onTable) == [#"  "id" INTEGER CONSTRAINT "pk" PRIMARY KEY AUTOINCREMENT"#])
    let second = CreateTable("t") {
      Column("id", .integer).autoincrement()
      Column("a", .text).primaryKey()
    }
    #expect(await failure(second)?.contains("t.id cannot be numbered") == true)
    #expect(await failure(CreateTable("t") { Column("id", .text).identity() })?.contains("cannot be numbered") == true)
    #expect(await failure(CreateTable("t", withoutRowID: true) { Column("id", .integer).autoincrement() }) != nil)
    #expect(await failure(CreateTable("t") { Column("id", .integer).identity(start: 100) }) != nil)
  }

  @Test("writes defaults so that SQLite takes them for what they are")
  func defaults() async throws {
    let values: [(Column.DefaultValue, String)] = [
      (.literal(.null), "NULL"), (.literal(-5), "-5"), (.literal(.integer(.min)), "-9223372036854775808"),
      (.literal(1.5), "1.5"), (.literal("it's"), "'it''s'"), (.literal(true), "TRUE"),
      (.literal(.blob([0, 255])), "X'00FF'"), (.expression("CURRENT_DATE"), "CURRENT_DATE"),
      (.expression("current_time"), "current_time"), (.expression("1 + \(1)"), "(1 + 1)"),
      (.expression("(1) + (1)"), "((1) + (1))"), (.expression("(random())"), "(random())"),
    ]
    for (value, text) in values {
      #expect(
        try await lines(CreateTable("t") { Column("a", .text).default(value) }) == [#"  "a" TEXT DEFAULT "# + text])
    }
  }

  @Test("passes over comments, and names a schema and IF NOT EXISTS")
  func rest() async throws {
    let create = CreateTable("t", schema: "main", comment: "what for", ifNotExists: true) {
      Column("a", .text).comment("why")
    }
    #expect(try await sql(create) == "CREATE TABLE IF NOT EXISTS \"main\".\"t\" (\n  \"a\" TEXT\n)")
    #expect(try await sql(DropTable("t", schema: "x", ifExists: true)) == #"DROP TABLE IF EXISTS "x"."t""#)
    #expect(try await sql(RenameTable("a\"b", to: "c", schema: "x")) == #"ALTER TABLE "x"."a""b" RENAME TO "c""#)
    #expect(try await sql(RenameColumn("t", "a", to: "b")) == #"ALTER TABLE "t" RENAME COLUMN "a" TO "b""#)
    #expect(
      try await sql(AddColumn("t", Column("a", .text).notNull().default("x")))
        == #"ALTER TABLE "t" ADD COLUMN "a" TEXT NOT NULL DEFAULT 'x'"#)
  }

  @Test("refuses what SQLite would understand otherwise, or cut")
  func refusals() async throws {
    #expect(await failure(CreateTable("t") {}) == "the table t has no columns")
    #expect(await failure(CreateTable("t\0x") { Column("a", .text) })?.contains("NUL") == true)
    #expect(await failure(CreateTable("t") { Column("", .text) }) == "a name is empty")
    let deferred = CreateTable("t") {
      Column("a", .text)
      Unique(columns: ["a"], deferrable: .initiallyDeferred)
    }
    #expect(await failure(deferred)?.contains("deferrable") == true)
    let far = CreateTable("t") { Column("a", .text).references(QualifiedName("u", schema: "x"), "id") }
    #expect(await failure(far)?.contains("its own database") == true)
    let uneven = CreateTable("t") {
      Column("a", .text)
      ForeignKey(columns: ["a"], references: "u", ["x", "y"])
    }
    #expect(await failure(uneven) != nil)
    let keys = CreateTable("t") {
      Column("a", .text).primaryKey()
      PrimaryKey("a")
    }
    #expect(await failure(keys) == "the table t has 2 primary keys")
  }

  @Test("knows the columns of a primary key in whatever case they are written")
  func keyInAnyCase() async throws {
    let lines = try await lines(
      CreateTable("t") {
        Column("Id", .bigInteger).autoincrement()
        Column("a", .text)
        PrimaryKey("ID", name: "pk")
      })
    #expect(lines == [#"  "Id" INTEGER CONSTRAINT "pk" PRIMARY KEY AUTOINCREMENT,"#, #"  "a" TEXT"#])
    let pair = try await self.lines(
      CreateTable("t") {
        Column("A", .text)
        Column("b", .text)
        PrimaryKey("a", "B")
      })
    #expect(pair == [#"  "A" TEXT NOT NULL,"#, #"  "b" TEXT NOT NULL,"#, #"  PRIMARY KEY ("a", "B")"#])
  }
}
