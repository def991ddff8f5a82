import Foundation
import Testing

@Suite("Autogenerate on SQLite")
struct AutogenerateTests {
  static let users = """
      Table("users") {
        Column("id", .bigInteger).primaryKey().identity()
        Column("email", .string(100)).notNull().unique(name: "uq_users_email")
        Column("age", .integer).check("age > 0")
      }
    """

  @Test("check says what is missing and ends with 1; after the revision has run it finds nothing and ends with 0")
  func checkAndCreate() async throws {
    let project = try Project()
    try project.declare(Self.users + "\n  Index(\"ix_users_age\", on: \"users\", \"age\")")
    #expect(
      try await project.missing() == ["create table users (id, email, age)", "create index ix_users_age on users"])
    let text = try await project.autogenerate("create users")
    #expect(text.contains(#"Column("id", .bigInteger).primaryKey().identity()"#), "in the words of the declaration")
    #expect(text.contains("var downgrade: Operations { .reversed }"))
    try await project.roundTrip { try await project.output("schema", "database") }
    #expect(try await project.rev("check").status == 0)
  }

  @Test("With nothing to do, no revision is written")
  func nothing() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    try await project.output("upgrade", "head")
    let names = try project.names()
    let ended = try await project.rev("create", "--autogenerate", "-m", "again")
    #expect(ended.status == 0)
    #expect(ended.error.contains("Nothing to do"))
    #expect(try project.names() == names)
  }

  @Test("A change that only a rebuild can make keeps the rows, and is found by nobody afterwards")
  func rebuild() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    try await project.output("upgrade", "head")
    _ = try await project.query("INSERT INTO users (email, age) VALUES ('a@b', 7)")
    try project.declare(
      """
        Table("users") {
          Column("id", .bigInteger).primaryKey().identity()
          Column("email", .text).notNull().unique(name: "uq_users_email")
          Column("age", .integer).notNull().default(0).check("age >= 0")
        }
      """)
    try await project.autogenerate("loosen")
    try await project.roundTrip { try await project.output("schema", "database") }
    #expect(try await project.query("SELECT email, age FROM users") == ["a@b|7"])
  }

  @Test("What was renamed is said by renamedFrom, by --rename, or is dropped and added with a warning of what is lost")
  func renames() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    try await project.output("upgrade", "head")
    let people = Self.users.replacingOccurrences(of: #""users")"#, with: #""people", renamedFrom: "users")"#)
      .replacingOccurrences(
        of: #"Column("email", .string(100))"#, with: #"Column("mail", .string(100)).renamed(from: "email")"#)
    try project.declare(people)
    #expect(try await project.missing() == ["rename table users to people", "rename column people.email to mail"])

    try project.declare(Self.users.replacingOccurrences(of: "\"email\"", with: "\"mail\""))
    let ended = try await project.rev("check")
    #expect(ended.output.contains("- drop column users.email\n    loses data"), "\(ended.output)")
    #expect(ended.error.contains("--rename users.email:mail"), "\(ended.error)")
    #expect(try await project.missing("--rename", "users.email:mail") == ["rename column users.email to mail"])
    let wrong = try await project.refusal("check", "--rename", "users.nonsense:mail", status: 64)
    #expect(wrong.message.contains("there is no column users.nonsense"))
  }

  @Test("All changes to a table are done by one rebuild of it", arguments: ["swift", "sql"])
  func oneRebuild(_ format: String) async throws {
    let project = try Project(cache: .shared)
    func tables(_ columns: String) -> String {
      ["posts", "users"].map { "  Table(\"\($0)\") { Column(\"id\", .integer).primaryKey(); \(columns) }" }
        .joined(separator: "\n")
    }
    try project.declare(tables(#"Column("a", .text); Column("b", .text); Column("c", .text)"#))
    try await project.autogenerate("first", "--format", format)
    try await project.output("upgrade", "head")
    try project.declare(
      tables(
        #"""
        Column("a", .integer); Column("b", .text).notNull(); Column("d", .text); Check("a > 0"); Unique("b")
        Column("e", .integer).generated(as: "a * 2", stored: false)
        """#))
    try await project.autogenerate("second", "--format", format)
    let script = try await project.output("upgrade", "head", "--sql")
    #expect(script.components(separatedBy: "CREATE TABLE \"_rev_new_").count == 3, "\(script)")
    try await project.output("upgrade", "head")
    #expect(try await project.missing() == [])
    try await project.output("downgrade", "-1")
    try await project.output("upgrade", "head")
  }

  @Test("A script of SQL that rebuilds a table runs again after the way back, which left its columns in another order")
  func orderOfColumns() async throws {
    let project = try Project(cache: .shared)
    func table(_ columns: String) -> String {
      "  Table(\"users\") { Column(\"id\", .integer).primaryKey(); \(columns) }"
    }
    try project.declare(table(#"Column("gone", .text); Column("b", .text); Column("c", .text)"#))
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare(table(#"Column("b", .integer); Column("c", .text); Check("b > 0")"#))
    try await project.autogenerate("second", "--format", "sql")
    for _ in 0..<2 {
      try await project.output("upgrade", "head")
      try await project.output("downgrade", "-1")
    }
  }

  @Test("Names of columns that differ by their case alone are no difference, in constraints and indexes either")
  func caseOfColumns() async throws {
    let project = try Project(cache: .shared)
    try project.write("migrate.ini", try project.read("migrate.ini") + "\nschema = schema.sql\n")
    func schema(_ id: String, _ name: String) -> String {
      """
      CREATE TABLE t (\(id) INTEGER PRIMARY KEY, \(name) TEXT UNIQUE, CHECK (length(\(name)) > 0));
      CREATE TABLE u (t_id INTEGER REFERENCES t (\(id)));
      CREATE INDEX i ON t (lower(\(name))) WHERE \(name) <> 'x';
      """
    }
    try project.write("schema.sql", schema("Id", "Name"))
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.write("schema.sql", schema("id", "name"))
    #expect(try await project.missing() == [])
  }

  @Test("Numbering that SQLite cannot change is named, and the rest goes on")
  func autoincrement() async throws {
    let project = try Project(cache: .shared)
    try project.write("migrate.ini", try project.read("migrate.ini") + "\nschema = schema.sql\n")
    try project.write("schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT)")
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.write("schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL)")
    let ended = try await project.rev("create", "--autogenerate", "-m", "second", "--format", "sql")
    #expect(ended.status == 0 && ended.error.contains("number its rows by AUTOINCREMENT from now on"), "\(ended.all)")
    try await project.output("upgrade", "head")
    #expect(try await project.rev("check").output == "? table t is to number its rows by AUTOINCREMENT from now on\n")
  }

  @Test("A column by which SQLite numbers the rows comes as their key, and goes")
  func addedAutoincrement() async throws {
    let project = try Project(cache: .shared)
    try project.write("migrate.ini", try project.read("migrate.ini") + "\nschema = schema.sql\n")
    try project.write("schema.sql", "CREATE TABLE t (code TEXT, b TEXT)")
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.write(
      "schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, b TEXT)")
    try await project.autogenerate("second", "--format", "sql")
    for _ in 0..<2 {
      try await project.output("upgrade", "head")
      #expect(try await project.missing() == [])
      try await project.output("downgrade", "-1")
    }
  }

  @Test("--rename onto a column that is there is refused, and says what makes room")
  func renameOntoColumn() async throws {
    let project = try Project(cache: .shared)
    try project.declare("  Table(\"t\") { Column(\"a\", .integer); Column(\"b\", .text) }")
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare("  Table(\"t\") { Column(\"b\", .integer) }")
    let refusal = try await project.refusal("check", "--rename", "t.a:b", status: 64)
    #expect(refusal.message.contains("there is a column t.b already"), "\(refusal)")
    try project.declare("  Table(\"t\") { Column(\"b\", .integer); Column(\"c\", .text) }")
    let renamed = try await project.missing("--rename", "t.b:c", "--rename", "t.a:b")
    #expect(renamed == ["rename column t.b to c", "rename column t.a to b"])
  }

  @Test("What looks like several things is warned of once, with one way to say which")
  func oneWarning() async throws {
    let project = try Project()
    func table(_ columns: String) -> String { "  Table(\"users\") { Column(\"id\", .integer); \(columns) }" }
    try project.declare(table(#"Column("note", .text)"#))
    try await project.autogenerate("users")
    try await project.output("upgrade", "head")
    try project.declare(table((1...6).map { "Column(\"note\($0)\", .text)" }.joined(separator: "; ")))
    let ended = try await project.rev("check")
    let warnings = ended.error.split(separator: "\n").filter { $0.contains("looks as if it was renamed") }
    #expect(warnings.count == 1, "\(ended.error)")
    #expect(
      ended.error.contains("renamed to note1, or to note2, or to note3, or to note4: it is dropped"), "\(ended.error)")
    #expect(ended.error.contains("--rename users.note:note1"), "\(ended.error)")
  }

  @Test("A renamedFrom that is passed over is warned of where what is called so is dropped, and nowhere else")
  func unusedFormerNames() async throws {
    let project = try Project()
    let plain = #"{ Column("id", .bigInteger).primaryKey(); Column("a", .text); Column("b", .text) }"#
    try project.declare("  Table(\"users\") \(plain)\n  Table(\"customers\") \(plain)")
    try await project.autogenerate("both")
    try await project.output("upgrade", "head")
    let columns = plain.replacingOccurrences(of: #"; Column("b", .text)"#, with: "")
      .replacingOccurrences(of: #""a", .text)"#, with: #""a", .text).renamed(from: "b")"#)
    let customers = "  Table(\"customers\", renamedFrom: \"USERS\") \(columns)"
    try project.declare(customers)
    let ended = try await project.rev("check")
    #expect(ended.error.contains("table users is not renamed to table customers"), "\(ended.error)")
    #expect(ended.error.contains("column customers.b is not renamed to column customers.a"), "\(ended.error)")
    // With both declared there is nothing to rename any more, and nothing is lost.
    try project.declare("  Table(\"users\") \(plain)\n  Table(\"customers\", renamedFrom: \"users\") \(plain)")
    let settled = try await project.rev("check")
    #expect(settled.status == 0 && !settled.error.contains("renamed"), "\(settled.all)")
  }

  @Test("What loses data stands in the script as a comment, and on the terminal")
  func hazards() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    try await project.output("upgrade", "head")
    try project.declare("  Table(\"notes\") { Column(\"id\", .integer).primaryKey() }")
    let ended = try await project.rev("create", "--autogenerate", "-m", "swap")
    #expect(ended.error.contains("warning: drop table users: loses data"), "\(ended.error)")
    let text = try #require(
      try project.names().first { $0.contains("swap") }.map { try project.read("versions/\($0)") })
    #expect(text.contains("// Loses data\n    DropTable("), "\(text)")
  }

  @Test("--format sql writes statements that lead there and back")
  func sql() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare(Self.users.replacingOccurrences(of: ".string(100)", with: ".text"))
    try await project.autogenerate("widen", "--format", "sql")
    try await project.roundTrip { try await project.output("schema", "database") }
  }

  @Test("Filters leave out what they name, by kind and pattern")
  func filters() async throws {
    let project = try Project("exclude_objects = table:tmp_*, view")
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    try await project.output("upgrade", "head")
    _ = try await project.query("CREATE TABLE tmp_x (a); CREATE VIEW v AS SELECT 1; CREATE TABLE other (a)")
    #expect(try await project.missing() == ["drop table other"])
    try project.write(
      "migrate.ini",
      try project.read("migrate.ini")
        + "\nexclude_objects = tabel:x\n".replacingOccurrences(of: "exclude", with: "include"))
    let wrong = try await project.refusal("check")
    #expect(wrong.message.contains("tabel") && wrong.hints.contains { $0.contains("table") }, "\(wrong)")
  }

  @Test("diff takes any two of database, schema, URL, SQL file and revision")
  func sources() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    try await project.output("upgrade", "head")
    let create = ["create table users (id, email, age)"]
    try project.write(
      "schema.sql",
      "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(100) NOT NULL CONSTRAINT uq_users_email UNIQUE, age INTEGER CHECK (age > 0));"
    )
    _ = try await project.query("CREATE TABLE extra (a)", on: project.path("other.db"))
    for (from, to, expected) in [
      ("base", "schema", create), ("base", "head", create), ("base", "database", create),
      ("base", "schema.sql", create),
      ("database", "schema", []), ("schema.sql", "head", []), ("head", "schema", []),
      ("database", "sqlite:///other.db", ["create table extra (a)", "drop table users"]),
    ] {
      let document = try await project.output("diff", from, to, "--json").decoded(as: DifferenceDocument.self)
      #expect(document.operations.map(\.summary).sorted() == expected, "\(from) \(to)")
    }
    #expect(try await project.output("diff", "base", "schema", "--sql").contains(#"CREATE TABLE "users""#))
  }

  @Test("A new revision that would repeat what is not applied yet is refused; --from compares with the revisions")
  func notAtHead() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("create users")
    let refusal = try await project.refusal("create", "--autogenerate", "-m", "again")
    #expect(refusal.code == "not-at-head")
    #expect(refusal.hints.contains { $0.contains("--from head") })
    try project.declare(Self.users + "\n  View(\"v\", as: \"SELECT id FROM users\")")
    let text = try await project.autogenerate("add a view", "--from", "head")
    #expect(
      text.contains("CreateView(\"v\", as: \"SELECT id FROM users\")") && !text.contains("CreateTable"), "\(text)")
  }

  @Test("schema prints what the graph gives at a revision, in Swift, SQL or JSON, with no database")
  func schema() async throws {
    let project = try Project.sample()
    #expect(try await project.output("schema", "4f1c").contains("Table(\"users\") {"))
    #expect(!(try await project.output("schema", "4f1c").contains("user_preferences")))
    #expect(try await project.output("schema", "--format", "sql").contains(#"CREATE TABLE "user_preferences""#))
    let json = try await project.output("schema", "--format", "json")
    #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    #expect(!project.exists("dev.db"))
  }

  @Test("A database that is there becomes a first revision and a declared schema", arguments: ["swift", "sql"])
  func adoption(format: String) async throws {
    let project = try Project()
    _ = try await project.query(
      """
      CREATE TABLE "order" (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT DEFAULT 'it''s' COLLATE NOCASE, total REAL CHECK (total >= 0));
      CREATE TABLE actor (id INTEGER PRIMARY KEY, "order" INTEGER REFERENCES "order" (id) ON DELETE CASCADE);
      CREATE UNIQUE INDEX ux ON actor ("order" DESC) WHERE "order" > 1;
      CREATE VIEW v AS SELECT note FROM "order";
      CREATE TRIGGER t AFTER INSERT ON actor BEGIN UPDATE "order" SET note = 'x' WHERE id = NEW."order"; END;
      """)
    try await project.output("schema", "--from-database", "--format", format)
    try await project.output("upgrade", "head", "--database-url", "sqlite:///new.db")
    #expect(
      try await project.output("diff", "sqlite:///dev.db", "sqlite:///new.db", "--json")
        .decoded(as: DifferenceDocument.self).up_to_date)
    try await project.output("stamp", "head")
    if format == "sql" { try project.write("migrate.ini", try project.read("migrate.ini") + "schema = schema.sql\n") }
    #expect(try await project.missing() == [])
    let again = try await project.refusal("schema", "--from-database", status: 64)
    #expect(again.hints.contains { $0.contains("--autogenerate") })
  }

  @Test("A difference that no operation can express is an error, never 'nothing to do'")
  func inexpressible() async throws {
    let project = try Project()
    try project.declare("  Table(\"a\") { Column(\"n\", .integer) }")
    try await project.autogenerate("a", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare("  Table(\"a\", strict: true) { Column(\"n\", .integer) }")
    let names = try project.names()
    let ended = try await project.rev("create", "--autogenerate", "-m", "strict")
    #expect(ended.status != 0 && ended.error.contains("becomes STRICT"), "\(ended.all)")
    #expect(try project.names() == names)
    let check = try await project.rev("check")
    #expect(check.status == 1 && check.error.contains("1 difference: no operation makes up for it"), "\(check.all)")
  }

  @Test("What cannot be expressed is named, and left alone")
  func unsupported() async throws {
    let project = try Project()
    _ = try await project.query("CREATE VIRTUAL TABLE search USING fts5(body)")
    try project.declare(Self.users)
    let ended = try await project.rev("check", "--json")
    let document = try ended.output.decoded(as: DifferenceDocument.self)
    #expect(document.unsupported.contains { $0.contains("search") }, "\(ended.output)")
    #expect(document.operations.map(\.summary) == ["create table users (id, email, age)"])
  }
}
