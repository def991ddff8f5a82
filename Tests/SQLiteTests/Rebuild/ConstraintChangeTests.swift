import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("A change to a constraint")
struct ConstraintChangeTests {
  private func table(_ text: String, after value: some OperationValue) async throws -> String {
    let connection = try await SQLiteConnection.memory()
    try await connection.script(text)
    try await connection.apply(value)
    return try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'").first ?? ""
  }

  private func failure(_ text: String, _ value: some OperationValue) async -> DialectError? {
    do { _ = try await table(text, after: value) } catch { return error as? DialectError }
    return nil
  }

  @Test("adds each kind behind what is there")
  func adding() async throws {
    let text = "CREATE TABLE t (a INT, b TEXT)"
    func add(_ constraint: TableConstraint) async throws -> String {
      let result = try await table(text, after: AddConstraint(constraint, to: "t"))
      return String(result.dropFirst(#"CREATE TABLE "t" ("#.count))
    }
    #expect(
      try await add(.unique(Unique("a", "b", name: "u n"))) == #"a INT, b TEXT, CONSTRAINT "u n" UNIQUE ("a", "b"))"#)
    #expect(try await add(.check(Check("a > \(0)"))) == "a INT, b TEXT, CHECK (a > 0))")
    #expect(
      try await add(
        .foreignKey(
          ForeignKey(columns: ["a"], references: "u", ["x"], onDelete: .cascade, deferrable: .initiallyDeferred)))
        == #"a INT, b TEXT, FOREIGN KEY ("a") REFERENCES "u" ("x") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)"#)
    #expect(try await add(.primaryKey(PrimaryKey("a"))) == #"a INT NOT NULL, b TEXT, PRIMARY KEY ("a"))"#)
    #expect(
      try await add(.primaryKey(PrimaryKey("a", "b"))) == #"a INT NOT NULL, b TEXT NOT NULL, PRIMARY KEY ("a", "b"))"#)
  }

  @Test("leaves the comments on the last element with it")
  func comments() async throws {
    for (before, after) in [
      (
        "CREATE TABLE t (\n  a -- the a\n  /* last */\n)",
        "CREATE TABLE \"t\" (\n  a, -- the a\n  /* last */\n  CHECK (1)\n)"
      ),
      ("CREATE TABLE t (a /* the a */)", "CREATE TABLE \"t\" (a, /* the a */ CHECK (1))"),
      ("CREATE TABLE t (a )", "CREATE TABLE \"t\" (a, CHECK (1) )"),
    ] {
      #expect(try await table(before, after: AddConstraint(Check("1"), to: "t")) == after)
    }
  }

  @Test("to a foreign key of a table to itself refers to the table, and not to its rebuilt self")
  func selfReference() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.script(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, up INT); INSERT INTO t VALUES (1, NULL), (2, 1)")
    try await connection.apply(AddConstraint(ForeignKey(columns: ["up"], references: "t", ["id"]), to: "t"))
    #expect(try await connection.column("SELECT \"table\" FROM pragma_foreign_key_list('t')") == ["t"])
    #expect(try await connection.column("SELECT count(*) FROM pragma_foreign_key_check") == ["0"])
  }

  @Test("refuses a name that is taken, a second primary key and a column that is not there")
  func refusing() async throws {
    let text = "CREATE TABLE t (a INT CONSTRAINT One CHECK (a > 0), b TEXT, PRIMARY KEY (b))"
    #expect(
      await failure(text, AddConstraint(Unique("a", name: "one"), to: "t"))?.message
        == "the table t has a constraint one already")
    #expect(
      await failure(text, AddConstraint(PrimaryKey("a"), to: "t"))?.message
        == "the table t has a primary key already, over b")
    #expect(await failure(text, AddConstraint(Unique("a", "c"), to: "t"))?.message == "the table t has no column c")
  }

  @Test("drops by name, on a column or on the table, and leaves all others")
  func byName() async throws {
    let text = """
      CREATE TABLE t (
        a INT CONSTRAINT c1 CHECK (a > 0) CONSTRAINT c2 NOT NULL DEFAULT 5 CONSTRAINT c3 REFERENCES u (x) ON DELETE SET NULL NOT DEFERRABLE UNIQUE,
        b TEXT, -- the b
        CONSTRAINT "c 4" UNIQUE (a, b) ON CONFLICT FAIL,
        CHECK (b <> 'x') CONSTRAINT c5 CHECK (b <> 'y')
        CONSTRAINT c6 FOREIGN KEY (b) REFERENCES u (y) MATCH FULL, CONSTRAINT c7 CHECK (1)
      )
      """
    for (name, part) in [
      ("C1", " CONSTRAINT c1 CHECK (a > 0)"), ("c2", " CONSTRAINT c2 NOT NULL"),
      ("c3", " CONSTRAINT c3 REFERENCES u (x) ON DELETE SET NULL NOT DEFERRABLE"),
      ("c5", " CONSTRAINT c5 CHECK (b <> 'y')"),
      ("c7", ", CONSTRAINT c7 CHECK (1)"),
    ] {
      let expected = text.replacing(part, with: "").replacing("CREATE TABLE t", with: #"CREATE TABLE "t""#)
      #expect(try await table(text, after: DropConstraint(name, on: "t")) == expected, "\(name)")
    }
    let unique = try await table(text, after: DropConstraint("c 4", on: "t"))
    #expect(!unique.contains("c 4") && unique.contains("-- the b") && unique.contains("CONSTRAINT c5"))
    let foreign = try await table(text, after: DropConstraint("c6", on: "t"))
    #expect(!foreign.contains("c6") && foreign.contains("c5") && foreign.contains("c7"))
  }

  @Test("drops what was never named by what it says")
  func byMeaning() async throws {
    let text = """
      CREATE TABLE t (a INT PRIMARY KEY, b TEXT UNIQUE CHECK ("B" <> 'x' /* never */), c REFERENCES u (x) ON UPDATE SET NULL, UNIQUE (b, a), \
      CHECK (length(b)>1), FOREIGN KEY (a, c) REFERENCES u)
      """
    let cases: [(TableConstraint, String)] = [
      (.primaryKey(PrimaryKey("a")), " PRIMARY KEY"), (.unique(Unique("B")), " UNIQUE"),
      (.check(Check("b <> 'x'")), " CHECK (\"B\" <> 'x' /* never */)"),
      (
        .foreignKey(ForeignKey(columns: ["c"], references: "U", ["x"], onUpdate: .setNull)),
        " REFERENCES u (x) ON UPDATE SET NULL"
      ),
      (.unique(Unique("b", "a")), ", UNIQUE (b, a)"), (.check(Check("LENGTH(b) > 1")), ", CHECK (length(b)>1)"),
      (.foreignKey(ForeignKey(columns: ["a", "c"], references: "u")), ", FOREIGN KEY (a, c) REFERENCES u"),
    ]
    for (constraint, part) in cases {
      var expected = text.replacing("CREATE TABLE t", with: #"CREATE TABLE "t""#)
      if let range = expected.firstRange(of: part) { expected.removeSubrange(range) }
      #expect(try await table(text, after: DropConstraint(was: constraint, on: "t")) == expected)
    }
  }

  @Test("says what is there where the constraint is not, and drops none of two that have one name")
  func missing() async throws {
    let text =
      "CREATE TABLE t (a CONSTRAINT one CHECK (a > 0), UNIQUE (a), CONSTRAINT two CHECK (1) CONSTRAINT two CHECK (2))"
    let error = await failure(text, DropConstraint("three", on: "t"))
    #expect(error?.message == "the table t has no constraint three")
    #expect(
      error?.hint
        == "it has: CONSTRAINT one CHECK (a > 0); UNIQUE (a); CONSTRAINT two CHECK (1); CONSTRAINT two CHECK (2)")
    #expect(await failure(text, DropConstraint("two", on: "t"))?.message == "the table t has 2 constraints named two")
    #expect(
      await failure(text, DropConstraint(was: .check(Check("a > 1")), on: "t"))?.message
        == "the table t has no constraint that says CHECK (a > 1)")
  }
}
