import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("What other databases have")
struct RefusalTests {
  private func statements(_ operation: Revisions.Operation) async throws -> [Statement] {
    let catalog = try await SQLiteConnection.memory()
    try await catalog.script("CREATE TABLE t (a INTEGER NOT NULL, b TEXT);")
    return try await SQLiteDialect().locatedStatements(for: [operation], reading: catalog)
  }

  @Test(
    "is refused by name where SQLite has nothing like it, and the way out is told",
    arguments: [
      (AttachPartition("a", to: "b", .default).operation, "AttachPartition"),
      (DetachPartition("a", from: "b").operation, "DetachPartition"),
      (AttachIndex("a", to: "b").operation, "AttachIndex"),
      (AlterConstraint("c", on: "t", deferrable: .no).operation, "AlterConstraint"),
      (CreateMaterializedView("m", as: "SELECT 1").operation, "CreateMaterializedView"),
      (DropMaterializedView("m").operation, "DropMaterializedView"),
      (RefreshMaterializedView("m").operation, "RefreshMaterializedView"),
      (SetTriggerState("g", on: "t", .disabled).operation, "SetTriggerState"),
      (CreateRoutine(Routine(.function, "f", language: "sql", body: "SELECT 1")).operation, "CreateFunction"),
      (DropRoutine(.procedure, "p", signature: nil).operation, "DropProcedure"),
      (CreateEnum("e", "a").operation, "CreateEnum"), (DropEnum("e").operation, "DropEnum"),
      (AddEnumValue("e", "a").operation, "AddEnumValue"),
      (RenameEnumValue("e", "a", to: "b").operation, "RenameEnumValue"),
      (ReplaceEnum("e", ["a"]).operation, "ReplaceEnum"), (CreateDomain("d", .text).operation, "CreateDomain"),
      (DropDomain("d").operation, "DropDomain"), (AlterDomain("d", .notNull).operation, "AlterDomain"),
      (CreateCompositeType("c").operation, "CreateCompositeType"),
      (DropCompositeType("c").operation, "DropCompositeType"),
      (AlterCompositeType("c", .rename("a", to: "b")).operation, "AlterCompositeType"),
      (CreateSequence("s").operation, "CreateSequence"), (DropSequence("s").operation, "DropSequence"),
      (AlterSequence("s", .cycles(true)).operation, "AlterSequence"), (CreateSchema("s").operation, "CreateSchema"),
      (DropSchema("s").operation, "DropSchema"), (CreateExtension("e").operation, "CreateExtension"),
      (DropExtension("e").operation, "DropExtension"), (UpdateExtension("e").operation, "UpdateExtension"),
      (Grant(.select, on: .table("t"), to: "r").operation, "Grant"),
      (Revoke(.select, on: .table("t"), from: "r").operation, "Revoke"),
      (CreatePolicy("p", on: "t").operation, "CreatePolicy"), (DropPolicy("p", on: "t").operation, "DropPolicy"),
      (AlterPolicy("p", on: "t", .using("a")).operation, "AlterPolicy"),
      (SetRowSecurity(on: "t", enabled: true).operation, "SetRowSecurity"),
      (SetSchema(of: .table("t"), to: "s").operation, "SetSchema"),
      (SetOwner(of: .table("t"), to: "r").operation, "SetOwner"),
      (Rename(.index("i"), to: "j").operation, "Rename of index i"),
    ])
  func operations(operation: Revisions.Operation, name: String) async throws {
    let error = await #expect(throws: DialectError.self) { _ = try await statements(operation) }
    #expect(error?.message.contains("\(name) ") == true, "\(error?.message ?? "")")
    #expect(error?.hint?.contains("When(.postgresql)") == true)
    #expect(error?.location?.line == operation.value.location.line)
  }

  private static let column = Column("a", .integer)

  private static func table(_ change: (inout Table) -> Void) -> Revisions.Operation {
    var table = Table("t2", columns: [column])
    change(&table)
    return CreateTable(table).operation
  }

  private static func trigger(_ change: (inout Trigger) -> Void) -> Revisions.Operation {
    var trigger = Trigger("g", on: "t", .after, [.insert], body: "SELECT 1;")
    change(&trigger)
    return CreateTrigger(trigger).operation
  }

  private static func index(_ change: (inout Index) -> Void) -> Revisions.Operation {
    var index = Index("i", on: "t", parts: ["a"], unique: true)
    change(&index)
    return CreateIndex(index).operation
  }

  @Test(
    "is refused where leaving it out would change the meaning",
    arguments: [
      table { $0.options.partitioning = .range("a") },
      table { $0.options.partition = Partition(of: "t", .default) },
      table { $0.options.inherits = ["t"] }, table { $0.options.hasRowSecurity = true },
      table { $0.columns[0] = column.primaryKey().identity(.init(maximum: 9)) },
      table { $0.constraints = [.exclusion(Exclusion(.column("a", with: "=")))] },
      table { $0.constraints = [.unique(Unique("a").nullsNotDistinct())] },
      table { $0.constraints = [.primaryKey(PrimaryKey("a").deferrable(.initiallyDeferred))] },
      table { $0.constraints = [.unique(Unique("a").usingIndex("i"))] },
      table {
        $0.constraints = [
          .foreignKey(ForeignKey(columns: ["a"], references: "t", onDelete: .setNull).settingOnDelete("a"))
        ]
      },
      table { $0.columns[0].constraints = [.exclusion(Exclusion(.column("a", with: "=")))] },
      index { $0.nullsAreDistinct = false }, index { $0.onlyTable = true }, index { $0.parent = "j" },
      trigger { $0.action = .function("f") }, trigger { $0.level = .statement }, trigger { $0.oldTable = "o" },
      trigger { $0.constraint = .init() }, trigger { $0.state = .disabled }, trigger { $0.events = [.truncate] },
      CreateView("v", as: "SELECT 1", options: .init(checkOption: .local)).operation,
      CreateView("v", as: "SELECT 1", orReplace: true).operation, AlterTable("t", .inherit("u")).operation,
      AlterColumn("t", "a", .addIdentity(.init())).operation,
      AddConstraint(Exclusion(.column("a", with: "=")), to: "t").operation,
      DropTable("t", cascade: true).operation, DropIndex("i", on: "t", cascade: true).operation,
      DropView("v", cascade: true).operation, DropColumn("t", "b", cascade: true).operation,
      DropConstraint("c", on: "t", cascade: true).operation,
    ])
  func parts(operation: Revisions.Operation) async throws {
    let error = await #expect(throws: DialectError.self) { _ = try await statements(operation) }
    #expect(error?.hint != nil)
  }

  @Test(
    "is passed over where it makes no difference to the rows",
    arguments: [
      Revisions.Comment(on: .view("v"), "x").operation, SetTablespace(of: .table("t"), to: "fast").operation,
      SetStorageParameters(of: .table("t"), ["fillfactor": 70]).operation,
      ValidateConstraint("c", on: "t").operation,
      InvalidateConstraint(.check(Check("a", name: "c")), on: "t").operation,
      AlterTable("t", .unlogged(true), .replicaIdentity(.full), .clusteredIndex("i"), .accessMethod("heap")).operation,
      AlterColumn("t", "a", .comment("x"), .storage(.main), .compression("lz4"), .statistics(5)).operation,
    ])
  func nothing(operation: Revisions.Operation) async throws {
    #expect(try await statements(operation).isEmpty)
    #expect(!SQLiteDialect().needsCatalog(for: operation))
  }

  @Test("is passed over beside what SQLite does have")
  func hints() async throws {
    #expect(
      try await sql(
        CreateIndex(
          "i", on: "t", .column("a", operatorClass: "int4_ops", nulls: .last), unique: true, using: .btree,
          include: ["b"], with: ["fillfactor": 70], tablespace: "fast", concurrently: true))
        == #"CREATE UNIQUE INDEX "i" ON "t" ("a")"#)
    #expect(try await sql(DropIndex("i", on: "t", concurrently: true)) == #"DROP INDEX "i""#)
    let table = CreateTable("t", unlogged: true, with: ["fillfactor": 70], tablespace: "fast") {
      Column("a", .tsvector).storage(.external).statistics(5)
      Check("a <> ''", name: "c").notValid().noInherit()
      Unique("a", name: "u").include("a")
    }
    #expect(
      try await sql(table) == """
        CREATE TABLE "t" (
          "a" TEXT,
          CONSTRAINT "c" CHECK (a <> ''),
          CONSTRAINT "u" UNIQUE ("a")
        )
        """)
    #expect(
      try await sql(CreateView("v", as: "SELECT 1", options: .init(securityBarrier: true, securityInvoker: true)))
        == "CREATE VIEW \"v\" AS\nSELECT 1")
  }

  @Test("but has another name here is done: tables and columns are renamed by either name")
  func renames() async throws {
    #expect(try await sql(Rename(.table("t"), to: "u")) == (try await sql(RenameTable("t", to: "u"))))
    #expect(
      try await sql(Rename(.column(table: "t", "a"), to: "b")) == (try await sql(RenameColumn("t", "a", to: "b"))))
  }
}
