import OperationTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("A declared schema as Swift")
struct SchemaRenderingTests {
  /// Everything that the samples of operations create.
  static var sample: Schema {
    var schema = SchemaCarrier.schema(from: EveryOperationRenderingTests.samples)
    schema.namespaces = [Namespace("app", comment: "ours"), Namespace("archive")]
    schema.others = [
      SQLObject("COLLATION", "german", create: "CREATE COLLATION german (locale = 'de')"),
      SQLObject("AGGREGATE", "first(integer)", create: "CREATE AGGREGATE …", drop: "DROP AGGREGATE first(integer)"),
      SQLObject("RULE", "r", create: "CREATE RULE …", drop: "DROP RULE r ON t"),
    ]
    return schema
  }

  /// As many tables as asked for, each with eight columns, a foreign key and two indexes.
  static func large(_ count: Int) -> Schema {
    var schema = Schema()
    for number in 1...count {
      schema.tables.append(
        Table("table_\(number)") {
          Column("id", .bigInteger).primaryKey().identity()
          Column("parent_id", .bigInteger).notNull()
            .references(
              QualifiedName("table_\(max(number - 1, 1))"), "id", name: "fk_table_\(number)_parent_id",
              onDelete: .cascade)
          Column("name", .string(100)).notNull().default("")
          Column("price", .decimal(10, 2)).notNull()
          Column("is_active", .boolean).notNull().default(true)
          Column("payload", .jsonb)
          Column("created_at", .timestampWithTimeZone).notNull().default(.currentTimestamp)
          Column("updated_at", .timestampWithTimeZone)
          Check("price >= 0", name: "ck_table_\(number)_price")
        })
      schema.indexes.append(
        Index("ix_table_\(number)_name", on: QualifiedName("table_\(number)"), "name", unique: true))
      schema.indexes.append(
        Index(
          "ix_table_\(number)_at", on: QualifiedName("table_\(number)"), .descending("created_at"), where: "is_active"))
    }
    return schema
  }

  @Test("is the schema that it was made from, whatever is in it and however large it is")
  func readBack() async throws {
    for schema in [Schema(), Self.sample, Self.large(2), Self.large(150)] {
      let file = SwiftRendering().file(of: schema)
      let back = try await ReadBack.operations(ofFiles: [file + SchemaCarrier.script])
      #expect(SchemaCarrier.schema(from: try back[0].steps(.upgrade)).inOrder == schema.inOrder, "\(file.prefix(2000))")
    }
  }

  @Test("is what `swift format` leaves as it is")
  func formatted() async throws {
    for schema in [Schema(), Self.sample, Self.large(2), Self.large(150)] {
      let text = SwiftRendering().file(of: schema)
      let changes = try await Formatter.changes(in: text)
      #expect(changes.isEmpty, "\(changes.joined(separator: "\n"))")
    }
  }
}
