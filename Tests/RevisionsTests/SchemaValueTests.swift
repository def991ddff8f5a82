import OperationTesting
import Revisions
import Testing

@Suite("Values of a schema")
struct SchemaValueTests {
  @Test("a routine is told from others of its name by its arguments without their defaults")
  func signatures() {
    func signature(_ arguments: String) -> [String] {
      Routine(.function, "f", arguments: arguments, language: "sql", body: "SELECT 1").signature
    }
    #expect(signature("") == [])
    #expect(signature("  ") == [])
    #expect(signature("a integer") == ["a integer"])
    #expect(signature("a integer, b text DEFAULT 'x, y'") == ["a integer", "b text"])
    #expect(
      signature("a text = ',', OUT b numeric(10, 2), VARIADIC c int[]") == [
        "a text", "OUT b numeric(10, 2)", "VARIADIC c int[]",
      ])
    #expect(signature("a integer := 1,b text default f(1, 2)") == ["a integer", "b text"])
    #expect(signature("\"a,=b\" integer") == ["\"a,=b\" integer"])
    #expect(
      signature("a /* , = /* x */ */ integer, -- b = 1,\n c text") == [
        "a /* , = /* x */ */ integer", "-- b = 1,\n c text",
      ])
    #expect(signature("default_value integer, b defaults") == ["default_value integer", "b defaults"])
  }

  @Test("functions are dropped by the same signature, or by their name alone")
  func dropped() {
    #expect(DropFunction("f", arguments: "a integer = 1, text").routine.signature == ["a integer", "text"])
    #expect(DropFunction("f", arguments: "").routine.signature == [])
    #expect(DropProcedure("p").routine.signature == nil)
    #expect(DropProcedure("p").routine.kind == .procedure)
  }

  @Test("storage parameters are what the database reads, in their order")
  func storageParameters() {
    let parameters: StorageParameters = [
      "fillfactor": 70, "autovacuum_enabled": false, "scale": 0.5, "buffering": "auto", "toast.x": nil,
    ]
    #expect(parameters.list.map(\.name) == ["fillfactor", "autovacuum_enabled", "scale", "buffering", "toast.x"])
    #expect(parameters.list.map(\.value) == ["70", "false", "0.5", "auto", nil])
    #expect(parameters["fillfactor"] == "70")
  }

  @Test("parameters that the way back does not list were the database's own")
  func formerParameters() throws {
    let set = SetStorageParameters(of: .table("t"), ["a": 1, "b": nil], from: ["b": 2, "c": 3])
    #expect(set.parameters == ["a": 1, "b": nil, "c": nil])
    #expect(set.former == ["a": nil, "b": 2, "c": 3])
  }

  @Test("what moves to another schema stands there for the way back")
  func moving() throws {
    let back = try SetSchema(of: .function("f", ["integer"]), to: "archive", from: "public").reversed()
    guard case .setSchema(let set) = back else {
      Issue.record("\(back)")
      return
    }
    #expect(set.object == .function(QualifiedName("f", schema: "archive"), ["integer"]))
    #expect(set.schema == "public")
    #expect(throws: IrreversibleError.self) {
      try SetSchema(of: .trigger("g", on: "t"), to: "a", from: "b").reversed()
    }
  }

  @Test("a new name leaves an object where it stands")
  func renaming() {
    for object in OperationSamples.addresses {
      let renamed = object.renamed(to: "other")
      #expect(renamed?.name == "other")
      #expect(renamed?.schema == object.schema)
      #expect(object.name.flatMap { renamed?.renamed(to: $0) } == object)
    }
    #expect(DatabaseObject.other("COLLATION", "german").renamed(to: "x") == nil)
  }

  @Test("constraints are changed without losing the rest of them")
  func constraints() {
    let unique = Unique("a", name: "u").nullsNotDistinct().include("b").include("c").deferrable(.initiallyDeferred)
      .with(["fillfactor": 70], tablespace: "fast")
    #expect(unique.columns == ["a"])
    #expect(unique.name == "u")
    #expect(!unique.nullsAreDistinct)
    #expect(unique.index.include == ["b", "c"])
    #expect(unique.index.storageParameters == ["fillfactor": 70])
    #expect(unique.index.tablespace == "fast")
    #expect(unique.deferrable == .initiallyDeferred)
    #expect(PrimaryKey("a").usingIndex("ix").index.existing == "ix")
    #expect(
      TableConstraint.unique(Unique("a", "b").nullsNotDistinct().include("c").usingIndex("ix")).releasedIndex(of: "t")
        == Index("ix", on: "t", parts: ["a", "b"], unique: true, include: ["c"], nullsNotDistinct: true))
    #expect(TableConstraint.unique(unique).releasedIndex(of: "t") == nil)
    var check = TableConstraint.check(Check("a").notValid().noInherit())
    #expect(!check.isValidated)
    check.isValidated = true
    #expect(check == .check(Check("a").noInherit()))
  }

  @Test("a validated constraint is one that was not, whatever the value says")
  func validating() throws {
    let validate = ValidateConstraint(was: Check("a", name: "c"), on: "t")
    #expect(validate.name == "c")
    #expect(validate.former == .check(Check("a", name: "c").notValid()))
  }

  @Test("a bound's literals are values, and its ends lie beyond them")
  func bounds() {
    #expect(
      PartitionBound.from("2026-01-01", 5, to: .maximum, .expression("1 + 1"))
        == .range(from: [.literal("2026-01-01"), .literal(5)], to: [.maximum, .expression("1 + 1")]))
    #expect(PartitionBound.in("a", nil) == .list([.literal("a"), .literal(nil)]))
  }

  @Test("a policy without roles is for everybody")
  func policies() {
    #expect(Policy("p", on: "t").roles == [.public])
    #expect(CreatePolicy("p", on: "t").policy == Policy("p", on: "t"))
    #expect(CreatePolicy("p", on: "t", to: "a", .currentUser).policy.roles == [.named("a"), .currentUser])
  }

  @Test("a value that is kept may be there already")
  func keptValues() {
    #expect(AddEnumValue("mood", "meh", kept: true).ifNotExists)
    #expect(!AddEnumValue("mood", "meh").ifNotExists)
    #expect(AddEnumValue("mood", "meh", before: "ok").position == .before("ok"))
  }

  @Test("a partition is a table without columns of its own")
  func partitions() {
    let create = CreateTable("m_2026", partitionOf: "m", .from(1, to: 2), partitionBy: .list("region"))
    #expect(create.table.columns.isEmpty)
    #expect(create.table.options.partition == Partition(of: "m", .from(1, to: 2)))
    #expect(create.table.options.partitioning == Partitioning(.list, parts: ["region"]))
  }

  @Test("a schema and a table can be declared with conditions and loops")
  func conditions() {
    func schema(_ isWide: Bool) -> Schema {
      Schema {
        for name in ["a", "b"] {
          Table(name) {
            Column("id", .integer).primaryKey()
            if isWide { Column("x", .text) } else { PrimaryKey("id") }
            if isWide { Unique("x") }
            for number in 1...2 { Column("c\(number)", .text) }
            ["p", "q"].map { Column($0, .text) }
          }
        }
        if isWide { Index("ix", on: "a", "x") }
        switch isWide {
        case true: Enum("wide", "yes")
        case false: View("narrow", as: "SELECT 1")
        }
      }
    }
    let (wide, narrow) = (schema(true), schema(false))
    #expect(wide.tables.map(\.name.name) == ["a", "b"])
    #expect(wide.tables[1].columns.map(\.name) == ["id", "x", "c1", "c2", "p", "q"])
    #expect(wide.tables[1].constraints == [.unique(Unique("x"))])
    #expect(narrow.tables[0].columns.map(\.name) == ["id", "c1", "c2", "p", "q"])
    #expect(narrow.tables[0].constraints == [.primaryKey(PrimaryKey("id"))])
    #expect(wide.indexes.map(\.name) == ["ix"] && wide.enums.count == 1 && wide.views.isEmpty)
    #expect(narrow.indexes.isEmpty && narrow.enums.isEmpty && narrow.views.count == 1)
  }
}
