import Revisions
import Testing

@testable import Autogenerate

@Suite("The schema that operations lead to")
struct SchemaReplayTests {
  private func replay(
    _ name: DialectName = .postgresql, from schema: Schema = Schema(), @OperationsBuilder _ body: () -> Operations
  ) throws(ReplayError) -> SchemaReplay {
    var replay = SchemaReplay.plain(from: schema, name: name)
    if case .steps(let steps) = body().content { try replay.apply(steps) }
    return replay
  }

  private func problem(@OperationsBuilder _ body: () -> Operations) -> ReplayError? {
    do throws(ReplayError) {
      _ = try replay(.postgresql, body)
      return nil
    } catch { return error }
  }

  @Test("Tables come in canonical form: constraints stand on the table, under the names that they get")
  func canonical() throws {
    let schema = try replay {
      CreateTable("users", schema: "public") {
        Column("id", .integer).primaryKey()
        Column("email", .text).unique()
      }
      AddConstraint(Check("email <> ''"), to: "users")
    }.schema
    #expect(schema.tables.map(\.name) == ["users"])
    #expect(schema.tables[0].constraints.map(\.name) == ["users_pkey", "users_email_key", "users_check"])
    #expect(schema.tables[0].columns.allSatisfy { $0.constraints.isEmpty })
  }

  @Test("A foreign key to a primary key says its columns, even where that table comes later")
  func references() throws {
    let schema = try replay(.sqlite) {
      CreateTable("a") {
        Column("b", .integer)
        ForeignKey(columns: ["b"], references: "b")
      }
      CreateTable("b") { Column("id", .integer).primaryKey() }
    }.schema
    #expect(schema.tables[0].foreignKeys.map(\.referencedColumns) == [["id"]])
  }

  @Test("What belongs to a table goes with it")
  func dropTable() throws {
    let schema = try replay {
      CreateTable("t") { Column("a", .integer) }
      CreateIndex("ix", on: "t", "a")
      CreateSequence("s", ownedBy: .column("t", "a"))
      CreateFunction("f", returns: "trigger", language: "plpgsql", body: "BEGIN END")
      CreateTrigger("tr", on: "t", .before, [.insert], execute: "f")
      CreatePolicy("p", on: "t", using: "a > 0")
      Grant(.select, on: .table("t"), to: "reader")
      AddConstraint(Check("a > 0", name: "c"), to: "t")
      Comment(on: .constraint("c", on: "t"), "why")
      DropTable("t")
    }.schema
    var wanted = Schema()
    wanted.routines = schema.routines
    #expect(schema == wanted)
    #expect(schema.routines.count == 1)
  }

  @Test("What is about a column goes with it, and the rest stays")
  func dropColumn() throws {
    let table = try replay {
      CreateTable("t") {
        Column("a", .integer)
        Column("b", .text)
        Check("a > 0", name: "about_a")
        Check("b <> 'a'", name: "about_b")
        Unique("a", "b", name: "both")
      }
      CreateIndex("ix_a", on: "t", .expression("abs(a)"))
      CreateIndex("ix_b", on: "t", "b")
      DropColumn("t", "a")
    }.schema
    #expect(table.tables[0].columns.map(\.name) == ["b"])
    #expect(table.tables[0].constraints.map(\.name) == ["about_b"])
    #expect(table.indexes.map(\.name) == ["ix_b"])
  }

  @Test("Dropped with cascade, a table takes the foreign keys to it and the views that read it")
  func cascade() throws {
    let schema = try replay {
      CreateTable("a") { Column("id", .integer).primaryKey() }
      CreateTable("b") { Column("a", .integer).references("a", "id") }
      CreateView("v", as: "SELECT id FROM a")
      CreateView("w", as: "SELECT id FROM v")
      CreateView("x", as: "SELECT 'a' FROM b")
      DropTable("a", cascade: true)
    }.schema
    #expect(schema.tables.map(\.name) == ["b"])
    #expect(schema.tables[0].constraints.isEmpty)
    #expect(schema.views.map(\.name) == ["x"])
  }

  @Test("A new name is found wherever the old one was mentioned")
  func renames() throws {
    let schema = try replay {
      CreateTable("users") {
        Column("id", .integer).primaryKey(name: "pk")
        Column("mail", .text).check("mail <> ''", name: "set")
      }
      CreateTable("posts") { Column("author", .integer).references("users", "id", name: "fk") }
      CreateIndex("ix", on: "users", "mail")
      CreateView("v", as: "SELECT mail FROM users")
      Grant(.select, on: .table("users"), to: "reader")
      RenameTable("users", to: "people")
      RenameColumn("people", "mail", to: "email")
      Rename(.index("ix"), to: "ix_email")
      Rename(.constraint("set", on: "people"), to: "email_set")
      Rename(.view("v"), to: "addresses")
    }.schema
    let wanted = try replay {
      CreateTable("people") {
        Column("id", .integer).primaryKey(name: "pk")
        Column("email", .text).check("email <> ''", name: "email_set")
      }
      CreateTable("posts") { Column("author", .integer).references("people", "id", name: "fk") }
      CreateIndex("ix_email", on: "people", "email")
      CreateView("addresses", as: "SELECT email FROM people")
      Grant(.select, on: .table("people"), to: "reader")
    }.schema
    #expect(schema == wanted)
  }

  @Test("Types, their values and sequences are renamed where they are used")
  func renamedTypes() throws {
    let schema = try replay {
      CreateEnum("mood", "sad", "ok")
      CreateSequence("ids")
      CreateTable("t") {
        Column("m", .named("mood")).default("sad")
        Column("ms", .array(of: .named("mood")))
        Column("n", .integer).default(.expression("nextval('ids'::regclass)"))
      }
      RenameEnumValue("mood", "sad", to: "blue")
      Rename(.type("mood"), to: "feeling")
      Rename(.sequence("ids"), to: "numbers")
    }.schema
    #expect(schema.enums == [EnumType("feeling", "blue", "ok")])
    #expect(schema.tables[0].columns[0].type == .named("feeling"))
    #expect(schema.tables[0].columns[0].defaultValue == .literal("blue"))
    #expect(schema.tables[0].columns[1].type == .array(of: .named("feeling")))
    #expect(schema.tables[0].columns[2].defaultValue == .expression("nextval('numbers'::regclass)"))
  }

  @Test("A table goes to another schema with its indexes and sequences, and a schema's new name holds for all in it")
  func schemas() throws {
    let schema = try replay {
      CreateSchema("app")
      CreateTable("t") { Column("a", .integer) }
      CreateIndex("ix", on: "t", "a")
      CreateSequence("s", ownedBy: .column("t", "a"))
      SetSchema(of: .table("t"), to: "app")
      Rename(.schema("app"), to: "web")
    }.schema
    let name = QualifiedName("t", schema: "web")
    #expect(schema.namespaces == [Namespace("web")])
    #expect(schema.tables.map(\.name) == [name])
    #expect(schema.indexes.map(\.table) == [name])
    #expect(schema.sequences.map(\.name) == [QualifiedName("s", schema: "web")])
    #expect(schema.sequences.map(\.owner) == [.column(name, "a")])
  }

  @Test("Values are added to an enumeration where they are said to be")
  func enumValues() throws {
    let schema = try replay {
      CreateEnum("e", "b")
      AddEnumValue("e", "d")
      AddEnumValue("e", "a", before: "b")
      OutsideTransaction { AddEnumValue("e", "c", after: "b") }
      AddEnumValue("e", "c", ifNotExists: true)
    }.schema
    #expect(schema.enums == [EnumType("e", "a", "b", "c", "d")])
  }

  @Test("When is followed on the side of its dialect")
  func when() throws {
    func names(_ dialect: DialectName) throws -> [QualifiedName] {
      try replay(dialect) {
        When(.sqlite) {
          CreateTable("a") { Column("id", .integer) }
        } otherwise: {
          CreateTable("b") { Column("id", .integer) }
        }
      }.schema.tables.map(\.name)
    }
    #expect(try names(.sqlite) == ["a"])
    #expect(try names(.postgresql) == ["b"])
  }

  @Test("SQL about rows is followed, other SQL and Swift are listed with their place")
  func unfollowed() throws {
    let line = #line
    let replay = try replay {
      SQL("-- first\nUPDATE t SET a = 1")
      SQL("/* a /* nested */ one */ ( SELECT 1 )")
      SQL("")
      SQL("CREATE TABLE t (a int)")
      Live("backfill") { _ in }
    }
    #expect(replay.unfollowed.map(\.what) == [.sql("CREATE TABLE t (a int)"), .live("backfill")])
    #expect(replay.unfollowed.map(\.location.line) == [line + 5, line + 6])
  }

  @Test("SQL that a comparison wrote for an object without a value of its own is followed both ways")
  func others() throws {
    let sql = SQL("CREATE AGGREGATE app.total(integer) (…)", reverse: "DROP AGGREGATE app.total(integer)")
    let made = try replay { sql }
    #expect(made.schema.others == [SQLObject("AGGREGATE", "app.total(integer)", create: sql.text)])
    #expect(made.unfollowed.isEmpty)
    var gone = made
    try gone.apply(sql.reversed())
    #expect(gone.schema == Schema())
  }

  @Test(
    "SQL that comments, makes a table of a query, marks a cluster, or makes a type that has a value is not followed")
  func notAboutRows() throws {
    let texts = [
      "COMMENT ON TABLE t IS 'c'", "SELECT 1 AS a INTO t", "WITH x AS (SELECT 1) SELECT * INTO t FROM x",
      "CLUSTER t USING ix", "EXPLAIN ANALYZE CREATE TABLE u AS SELECT 1",
    ]
    let about = [
      "WITH x AS (INSERT INTO t VALUES ('INTO') RETURNING 1) SELECT 1 AS \"into\" FROM x -- INTO", "CLUSTER t",
    ]
    let all = texts + about
    var replay = try replay {
      SQL("CREATE TYPE span AS RANGE (SUBTYPE = integer)", reverse: "DROP TYPE IF EXISTS span CASCADE")
    }
    try replay.apply(all.map { SQL(.raw($0)).operation })
    try replay.apply(SQL("CREATE TYPE mood AS ENUM ('a')", reverse: "DROP TYPE mood").operation)
    #expect(replay.unfollowed.map(\.what) == texts.map { .sql($0) } + [.sql("CREATE TYPE mood AS ENUM ('a')")])
    #expect(replay.schema.others.map(\.address) == ["span"])
  }

  @Test("A renamed table and column take along the rules and options that name them")
  func renamedOthers() throws {
    var rule = SQLObject(
      "RULE", "lr ON users", create: "CREATE RULE lr AS ON DELETE TO users WHERE old.email = 'email' DO NOTHING")
    rule.relation = "users"
    var schema = Schema {
      Table("users") { Column("email", .text) }
      rule
    }
    schema.comments = [Comment(on: .other("RULE", "lr ON users"), "c")]
    let renamed = try replay(from: schema) {
      RenameTable("users", to: "people")
      RenameColumn("people", "email", to: "mail")
    }.schema
    #expect(renamed.others.map(\.address) == ["lr ON people"])
    #expect(
      renamed.others.map(\.creation.plainText)
        == ["CREATE RULE lr AS ON DELETE TO people WHERE old.mail = 'email' DO NOTHING"])
    #expect(renamed.others.map(\.removal.plainText) == ["DROP RULE lr ON people"])
    #expect(renamed.comments == [Comment(on: .other("RULE", "lr ON people"), "c")])
  }

  @Test("Privileges add up, and are taken one by one")
  func privileges() throws {
    let schema = try replay {
      CreateTable("t") { Column("a", .integer) }
      Grant(.select, .insert, on: .table("t"), to: "x", "y")
      Grant(.select, on: .table("t"), to: "x", grantOption: .with)
      Revoke(.insert, on: .table("t"), from: "x")
      Revoke(.all, on: .allTables(inSchema: "public"), from: "y")
    }.schema
    #expect(schema.grants == [Grant(.select, on: .table("t"), to: "x", grantOption: .with)])
  }

  @Test("An operation on what is not there says what, which operation, and where")
  func missing() throws {
    let line = #line
    let error = try #require(problem { AddColumn("users", Column("a", .integer)) })
    #expect(error.problem == .missing(.table("users")))
    #expect(error.operation == "AddColumn")
    #expect(error.location.line == line + 1)
  }

  @Test("So does each operation that changes or drops something")
  func missingEverywhere() {
    let operations: [any OperationConvertible] = [
      DropTable("t"), RenameTable("t", to: "u"), AlterTable("t", .unlogged(true)), DropColumn("t", "a"),
      RenameColumn("t", "a", to: "b"), AlterColumn("t", "a", .notNull), DropConstraint("c", on: "t"),
      ValidateConstraint("c", on: "t"), AlterConstraint("c", on: "t", deferrable: .no), CreateIndex("ix", on: "t", "a"),
      DropIndex("ix", on: "t"), AttachIndex("a", to: "b"), DropView("v"), DropMaterializedView("v"),
      RefreshMaterializedView("v"), CreateTrigger("x", on: "t", .before, [.insert], execute: "f"),
      DropTrigger("x", on: "t"), SetTriggerState("x", on: "t", .disabled), DropFunction("f"), DropEnum("e"),
      AddEnumValue("e", "a"), RenameEnumValue("e", "a", to: "b"), ReplaceEnum("e", ["a"]), DropDomain("d"),
      AlterDomain("d", .notNull), DropCompositeType("k"), AlterCompositeType("k", .addAttribute("a", .text)),
      DropSequence("s"), AlterSequence("s", .cycles(true)), DropSchema("n"), DropExtension("x"), UpdateExtension("x"),
      Grant(.select, on: .table("t"), to: "r"), CreatePolicy("p", on: "t"), DropPolicy("p", on: "t"),
      AlterPolicy("p", on: "t", .using("a")), SetRowSecurity(on: "t", enabled: true), Comment(on: .table("t"), "c"),
      Rename(.table("t"), to: "u"), SetSchema(of: .table("t"), to: "public"), SetTablespace(of: .table("t"), to: "x"),
      SetStorageParameters(of: .table("t"), ["fillfactor": 70]), AttachPartition("a", to: "b", .default),
      DetachPartition("a", from: "b"),
    ]
    for operation in operations {
      guard case .steps(let steps) = operation.operations.content else { continue }
      var replay = SchemaReplay.plain()
      do throws(ReplayError) {
        try replay.apply(steps)
        Issue.record("\(operation) was followed")
      } catch {
        guard case .missing = error.problem else {
          Issue.record("\(operation): \(error.problem)")
          continue
        }
      }
    }
  }

  @Test("A comment on an attribute of a composite type follows it, and goes with it")
  func attributeComments() throws {
    func comments(@OperationsBuilder _ body: () -> Operations) throws -> [String] {
      var made = try replay {
        CreateCompositeType("c", .attribute("a", .integer), .attribute("b", .text))
        Comment(on: .column(table: "c", "a"), "ca")
      }
      if case .steps(let steps) = body().content { try made.apply(steps) }
      return made.schema.comments.map { "\($0.object)" }
    }
    #expect(try comments {} == ["\(DatabaseObject.column(table: "c", "a"))"])
    #expect(
      try comments {
        AlterCompositeType("c", .rename("a", to: "x"))
        Rename(.type("c"), to: "d")
      } == ["\(DatabaseObject.column(table: "d", "x"))"])
    #expect(try comments { AlterCompositeType("c", .drop("a")) } == [])
    #expect(try comments { DropCompositeType("c") } == [])
  }

  @Test("A table that leaves its parent keeps the columns and checks that it had from there")
  func disinherit() throws {
    let schema = try replay {
      CreateTable("far") { Column("z", .integer) }
      CreateTable("p", inherits: ["far"]) {
        Column("a", .integer); Check("a > 0", name: "positive")
      }
      CreateTable("other") { Column("a", .integer) }
      CreateTable("c", inherits: ["p"]) { Column("b", .text) }
      CreateTable("d", inherits: ["p", "other"]) { Column("b", .text) }
      AlterTable("c", .disinherit("p"))
      AlterTable("d", .disinherit("p"))
    }.schema
    #expect(schema.tables.first { $0.name == "c" }?.columns.map(\.name) == ["a", "z", "b"])
    #expect(schema.tables.first { $0.name == "c" }?.constraints.map(\.name) == ["positive"])
    // What another parent has is that one's.
    #expect(schema.tables.first { $0.name == "d" }?.columns.map(\.name) == ["z", "b"])
  }

  @Test("An index of a child follows the column of the parent that it is on, as that is renamed and dropped")
  func inheritedIndex() throws {
    var replay = try replay {
      CreateTable("p") { Column("a", .integer) }
      CreateTable("c", inherits: ["p"]) {}
      CreateTable("own", inherits: ["p"]) { Column("a", .integer) }
      CreateIndex("ix", on: "c", "a")
      CreateIndex("own_ix", on: "own", "a")
      RenameColumn("p", "a", to: "b")
    }
    #expect(replay.schema.indexes.map { $0.parts.map(\.key) } == [[.column("b")], [.column("b")]])
    try replay.apply([DropColumn("p", "b").operation])
    #expect(replay.schema.indexes.map(\.name) == ["own_ix"])
    #expect(replay.schema.tables.first { $0.name == "own" }?.columns.map(\.name) == ["b"])
  }

  @Test("Where a sequence starts stays where it was as the end moves from which it counts")
  func sequenceStart() throws {
    let schema = try replay {
      CreateSequence("s", increment: -1, maximum: 100)
      AlterSequence("s", .increment(-2), .maximum(200))
    }.schema
    #expect(schema.sequences.map(\.start) == [100])
  }

  @Test("With ifExists and ifNotExists there is nothing to say")
  func leniently() throws {
    let replay = try replay {
      DropTable("t", ifExists: true)
      DropIndex("ix", on: "t", ifExists: true)
      DropView("v", ifExists: true)
      CreateTable("t") { Column("a", .integer) }
      CreateTable("t", ifNotExists: true) { Column("b", .integer) }
    }
    #expect(replay.schema.tables.map { $0.columns.map(\.name) } == [["a"]])
    #expect(
      problem {
        CreateTable("t") { Column("a", .integer) }; CreateTable("t") { Column("a", .integer) }
      }?.problem
        == .alreadyThere(.table("t")))
  }
}
