import Revisions
import Testing

@testable import Autogenerate

@Suite("What looks like a rename")
struct RenameCandidatesTests {
  private struct Found: Equatable {
    var tables: [RenameCandidates<QualifiedName>.Candidate]
    var ambiguousTables: [RenameCandidates<QualifiedName>.Candidate]
    var columns: [RenameCandidates<ColumnName>.Candidate]
    var ambiguousColumns: [RenameCandidates<ColumnName>.Candidate]
  }

  private func candidates(_ a: [Table], _ b: [Table], known: Renames = Renames()) -> Found {
    var (former, wanted) = (Schema(), Schema())
    (former.tables, wanted.tables) = (a, b)
    let rules = PlainDialect().comparison
    let tables = RenameCandidates<QualifiedName>(from: former, to: wanted, known: known, rules: rules)
    let columns = RenameCandidates<ColumnName>(from: former, to: wanted, known: known, rules: rules)
    return Found(
      tables: tables.clear, ambiguousTables: tables.ambiguous, columns: columns.clear,
      ambiguousColumns: columns.ambiguous)
  }

  private func table(_ name: QualifiedName, _ columns: String...) -> Table {
    Table(name, columns: columns.map { Column($0, .text) })
  }

  @Test("A table with the same columns under another name does")
  func sameColumns() {
    let found = candidates(
      [table("users", "id", "email", "password", "created_at")],
      [table("accounts", "id", "email", "password", "created_at")])
    #expect(found.tables.map(\.from) == ["users"])
    #expect(found.tables.map(\.to) == ["accounts"])
    #expect(found.ambiguousTables.isEmpty)
  }

  @Test("A table with a column more, or one less, still does")
  func nearlySameColumns() {
    let found = candidates(
      [table("people", "id", "email", "password", "shoe_size")],
      [table("persons", "id", "email", "password", "hat", "shoe_size")])
    #expect(found.tables.count == 1)
  }

  @Test("Columns that every table has make no two tables alike")
  func usualColumns() {
    let found = candidates([table("users", "id", "name", "created_at")], [table("colours", "id", "name", "created_at")])
    #expect(found.tables.isEmpty)
    #expect(found.ambiguousTables.isEmpty)
  }

  @Test("They do where the names are alike too")
  func usualColumnsAndName() {
    let found = candidates([table("colour", "id", "name")], [table("colours", "id", "name")])
    #expect(found.tables.count == 1)
  }

  @Test("Tables of other columns, or in another schema, do not")
  func others() {
    #expect(
      candidates([table("users", "id", "email", "a", "b")], [table("users2", "id", "c", "d", "e")]).tables.isEmpty)
    #expect(
      candidates([table("users", "id", "email")], [table(QualifiedName("users", schema: "app"), "id", "email")])
        .tables.isEmpty)
  }

  @Test("Between two that are as good only a person can tell: they are listed apart")
  func ambiguous() {
    let found = candidates(
      [table("users", "id", "email", "password")],
      [table("members", "id", "email", "password"), table("guests", "id", "email", "password")])
    #expect(found.tables.isEmpty)
    #expect(Set(found.ambiguousTables.map(\.to)) == ["members", "guests"])
  }

  @Test("The clearly better of two is the candidate, and the other is none")
  func better() {
    let found = candidates(
      [table("users", "id", "email", "password", "city", "street")],
      [table("members", "id", "email", "password", "city", "street"), table("guests", "id", "email", "password", "x")])
    #expect(found.tables.map(\.to) == ["members"])
    #expect(found.ambiguousTables.isEmpty)
  }

  @Test("The most plausible comes first")
  func order() {
    let found = candidates(
      [table("users", "id", "email", "password", "x"), table("orders", "id", "total", "paid")],
      [table("people", "id", "email", "password", "y"), table("sales", "id", "total", "paid")])
    #expect(found.tables.map(\.from) == ["orders", "users"])
    #expect(found.tables.map(\.score) == found.tables.map(\.score).sorted(by: >))
  }

  @Test("A dropped and an added column of one type do, in a table that is kept")
  func columns() {
    let found = candidates([table("users", "id", "mail")], [table("users", "id", "email")])
    #expect(found.columns.map(\.from) == [.init(table: "users", column: "mail")])
    #expect(found.columns.map(\.to) == [.init(table: "users", column: "email")])
  }

  @Test("Columns of a table that is known to be renamed are found by its new name")
  func columnsOfRenamed() {
    let found = candidates(
      [table("users", "id", "mail")], [table("people", "id", "email")],
      known: Renames(tables: [.init(from: "users", to: "people")]))
    #expect(found.tables.isEmpty)
    #expect(found.columns.map(\.to) == [.init(table: "people", column: "email")])
  }

  @Test("A column of another type does not")
  func otherType() {
    let found = candidates(
      [Table("t", columns: [Column("a", .text)])], [Table("t", columns: [Column("b", .integer)])])
    #expect(found.columns.isEmpty)
  }

  @Test("Two dropped and one added column that are all alike are listed apart")
  func ambiguousColumns() {
    let found = candidates([table("t", "id", "aaa", "bbb")], [table("t", "id", "ccc")])
    #expect(found.columns.isEmpty)
    #expect(found.ambiguousColumns.count == 2)
  }

  @Test("What many tables have makes none of them a candidate, and what few have still does")
  func common() {
    func tables(_ prefix: String) -> [Table] {
      (100..<140).map { table(QualifiedName("\(prefix)_\($0)"), "tenant", "customer", "only_\($0)") }
    }
    let found = candidates(tables("aaa"), tables("zzz"))
    #expect(found.tables.count == 40)
    #expect(found.tables.allSatisfy { $0.from.name.suffix(3) == $0.to.name.suffix(3) })
  }

  @Test("A column is compared with those of its own content alone, and the pair that is best among them is found")
  func manyColumns() {
    func columns(_ name: String) -> [Column] {
      (100..<130).map { Column("\(name)\($0)", $0 % 2 == 0 ? .text : .integer) }
    }
    let found = candidates(
      [Table("t", columns: columns("first_"))], [Table("t", columns: columns("second_").reversed())])
    #expect(found.columns.isEmpty)
    #expect(
      found.ambiguousColumns.allSatisfy { pair in
        (Int(pair.from.column.suffix(3)) ?? 0) % 2 == (Int(pair.to.column.suffix(3)) ?? 1) % 2
      })
    #expect(found.ambiguousColumns.count > 30)
  }

  @Test("Nothing is found where nothing goes")
  func nothing() {
    let tables = [table("users", "id", "email")]
    #expect(candidates(tables, tables + [table("people", "id", "email")]).tables.isEmpty)
    #expect(candidates(tables, tables) == candidates([], []))
  }

  @Test("Renames come in an order in which a name is free before it is taken, and otherwise as they were given")
  func freeNames() {
    func names(_ list: [(String, String)]) -> [String] {
      Renames(tables: list.map { Renames.Table(from: QualifiedName($0), to: QualifiedName($1)) }).ordered.tables
        .map(\.from.name)
    }
    #expect(names([("a", "b"), ("x", "y"), ("b", "c"), ("c", "d")]) == ["x", "c", "b", "a"])
    #expect(names([("c", "d"), ("b", "c"), ("a", "b")]) == ["c", "b", "a"])
    // In a circle there is no such order, but none is lost.
    #expect(names([("a", "b"), ("b", "c"), ("c", "a"), ("x", "a")]).sorted() == ["a", "b", "c", "x"])
  }

  @Test("Tables and columns that would exchange their names are told from those that only follow each other")
  func exchange() {
    func exchanged(_ list: [(String, String)]) -> [String] {
      let renames = Renames(columns: list.map { Renames.Column(table: "t", from: $0, to: $1) })
      return renames.exchange.map { if case .column(_, let column, _) = $0 { column } else { "" } }
    }
    #expect(exchanged([("a", "b"), ("b", "c"), ("c", "d")]).isEmpty)
    #expect(exchanged([("z", "a"), ("a", "b"), ("b", "c"), ("c", "a")]) == ["b", "c", "a"])
  }
}
