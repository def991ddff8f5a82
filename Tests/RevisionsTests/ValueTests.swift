import Revisions
import Testing

@Suite("Values of the model")
struct ValueTests {
  @Test("what is interpolated into SQL is a value, a name, or SQL where that is said")
  func fragments() {
    let table = "or\"der"
    let name = "o'neil"
    let fragment: SQLFragment = "SELECT \(identifier: table) FROM x WHERE a = \(name) \(raw: "LIMIT 1")"
    #expect(
      fragment.segments == [
        .raw("SELECT "), .identifier(["or\"der"]), .raw(" FROM x WHERE a = "), .value("o'neil"), .raw(" "),
        .raw("LIMIT 1"),
      ])
    #expect(fragment.plainText == nil)
    #expect(("a" + "b" as SQLFragment).plainText == "ab")
    let nothing: String? = nil
    #expect(("\(nothing)" as SQLFragment).segments == [.value(.null)])
    #expect(("\(identifier: QualifiedName("t", schema: "s"))" as SQLFragment).segments == [.identifier(["s", "t"])])
  }

  @Test("a dot in a name is part of the name")
  func names() {
    let name: QualifiedName = "a.b"
    #expect(name == QualifiedName("a.b", schema: nil))
  }

  @Test("a primary key's column refuses NULL, and constraints keep their order")
  func columns() {
    let column = Column("id", .bigInteger).unique().primaryKey().references("u", "id", onDelete: .cascade)
    #expect(!column.isNullable)
    #expect(
      column.constraints == [
        .unique(Unique("id")), .primaryKey(PrimaryKey("id")),
        .foreignKey(ForeignKey(columns: ["id"], references: "u", ["id"], onDelete: .cascade)),
      ])
  }

  @Test(
    "an id that could not be addressed has a problem",
    arguments: ["", "head", "a-b", "a+b", "a@b", "a:b", "a b", "a\n", "a\"b"])
  func ids(text: String) {
    #expect(RevisionID(text).problem != nil)
    #expect(RevisionID("3f2a9c1b7e4d").problem == nil)
  }

  @Test("ids are ordered by their bytes")
  func order() {
    #expect(["é", "z", "Z", "a1", "a"].map { RevisionID($0) }.sorted().map(\.rawValue) == ["Z", "a", "a1", "z", "é"])
  }

  @Test("ids that only look alike are two")
  func bytesOfIDs() {
    #expect(RevisionID("caf\u{E9}") != RevisionID("cafe\u{301}"))
    #expect(Set([RevisionID("caf\u{E9}"), RevisionID("cafe\u{301}"), "a", "a"]).count == 3)
  }

  @Test("a row without a value where its columns say one is has NULL there")
  func shortRow() {
    #expect(SQLRow(columns: ["a", "b"], values: [1])["b"] == .null)
  }

  @Test("the builder lists operations in their order, those of a property among them")
  func builder() throws {
    struct Sample: Revision {
      static let id: RevisionID = "a"
      static let parents: [RevisionID] = []
      var upgrade: Operations {
        SQL("1")
        more
        SQL("4")
      }
      @OperationsBuilder var more: Operations {
        SQL("2")
        SQL("3")
      }
      var downgrade: Operations { .irreversible("why") }
    }
    let texts = try Sample.operations.steps(.upgrade).compactMap { operation -> String? in
      guard case .sql(let sql) = operation else { return nil }
      return sql.text.plainText
    }
    #expect(texts == ["1", "2", "3", "4"])
    #expect(throws: IrreversibleError(reason: "why")) { try Sample.operations.steps(.downgrade) }
    #expect(Sample.metadata == RevisionMetadata(id: "a"))
  }

  @Test("operations are equal wherever they stand")
  func locations() {
    #expect(SourceLocation(file: "a", line: 1) == SourceLocation(file: "b", line: 2))
    #expect(SourceLocation(file: "a", line: 1).hashValue == SourceLocation(file: "b", line: 2).hashValue)
  }
}
