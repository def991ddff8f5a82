import Testing

/// What becomes of former names that a declaration or a command gives and that cannot be followed.
@Suite("Former names")
struct FormerNameTests {
  private static let users = """
      Table("users") {
        Column("id", .integer).primaryKey()
        Column("email", .text)
      }
    """

  private func project(declaring first: String, then second: String) async throws -> Project {
    let project = try Project(cache: .shared)
    try project.declare(first)
    try await project.autogenerate("first", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare(second)
    return project
  }

  @Test("A former name of a table that is not there is named, and the one that may be meant")
  func missingTable() async throws {
    let second =
      #"  Table("people", renamedFrom: "usrs") { Column("id", .integer).primaryKey(); Column("email", .text) }"#
    let project = try await project(declaring: Self.users, then: second)
    let error = try await project.rev("check").error
    #expect(
      error.contains(
        #"table people is made anew, and empty: its declaration says renamedFrom: "usrs", and there is no table usrs"#),
      "\(error)")
    #expect(error.contains("hint: did you mean 'users'?"), "\(error)")
  }

  @Test("A former name of a column that is not there is named, and the one that may be meant")
  func missingColumn() async throws {
    let project = try await project(
      declaring: Self.users,
      then: Self.users.replacing(#"Column("email", .text)"#, with: #"Column("mail", .text).renamed(from: "emial")"#))
    let error = try await project.rev("check").error
    #expect(
      error.contains(#"its declaration says .renamed(from: "emial"), and there is no column users.emial"#), "\(error)")
    #expect(error.contains("hint: did you mean 'email'?"), "\(error)")
    #expect(error.contains(#"a declaration can say so itself, by .renamed(from: "email")"#), "\(error)")
  }

  @Test("Of two tables with one former name the one that does not get it is named")
  func claimedTwice() async throws {
    func table(_ name: String) -> String {
      Self.users.replacing(#""users""#, with: "\"\(name)\", renamedFrom: \"users\"")
    }
    let project = try await project(declaring: Self.users, then: table("people") + "\n" + table("persons"))
    let ended = try await project.rev("check")
    #expect(ended.output.contains("rename table users to people"), "\(ended.all)")
    #expect(
      ended.error.contains(
        #"table persons is made anew, and empty: its declaration says renamedFrom: "users", but that becomes people"#),
      "\(ended.error)")
  }

  @Test("Former names stay declared once they were followed, and nothing is said of them")
  func followed() async throws {
    let second = Self.users.replacing(#""users""#, with: #""people", renamedFrom: "users""#)
      .replacing(#"Column("email", .text)"#, with: #"Column("mail", .text).renamed(from: "email")"#)
    let project = try await project(declaring: Self.users, then: second)
    try await project.autogenerate("second", "--format", "sql")
    try await project.output("upgrade", "head")
    let ended = try await project.rev("check")
    #expect(ended.status == 0 && !ended.error.contains("warning"), "\(ended.all)")
    // A database with neither is made from the first on.
    let empty = try await project.rev("check", "--database-url", "sqlite:///empty.db")
    #expect(!empty.error.contains("renamedFrom"), "\(empty.all)")
  }

  private static let pair = """
      Table("a") { Column("id", .integer).primaryKey(); Column("x", .text) }
      Table("b") { Column("id", .integer).primaryKey(); Column("y", .text) }
    """

  @Test("Tables that would exchange their names are refused, with the steps that do it, which then lack nothing")
  func exchange() async throws {
    let second = """
        Table("b", renamedFrom: "a") { Column("id", .integer).primaryKey(); Column("x", .text) }
        Table("a", renamedFrom: "b") { Column("id", .integer).primaryKey(); Column("y", .text) }
      """
    let project = try await project(declaring: Self.pair, then: second)
    let refusal = try await project.harmlessRefusal("create", "--autogenerate", "-m", "x", status: 64)
    #expect(refusal.message.contains("table b and table a would exchange their names"), "\(refusal)")
    let steps = #"RenameTable("b", to: "b_aside"), RenameTable("a", to: "b"), RenameTable("b_aside", to: "a")"#
    #expect(refusal.hints.contains { $0.contains(steps) }, "\(refusal.hints)")
    _ = try await project.query(
      "ALTER TABLE b RENAME TO b_aside; ALTER TABLE a RENAME TO b; ALTER TABLE b_aside RENAME TO a")
    #expect(try await project.missing() == [])
  }

  @Test("Columns that would exchange their names and are not alike are refused too")
  func exchangedColumns() async throws {
    let first = #"  Table("a") { Column("x", .text); Column("y", .integer) }"#
    let second = #"  Table("a") { Column("x", .integer).renamed(from: "y"); Column("y", .text).renamed(from: "x") }"#
    let project = try await project(declaring: first, then: second)
    let refusal = try await project.harmlessRefusal("check", status: 64)
    #expect(refusal.hints.contains { $0.contains(#"RenameColumn("a", "y", to: "y_aside")"#) }, "\(refusal.hints)")
  }

  @Test("Two --rename that exchange names are refused, as are two tables' in a declaration")
  func exchangedByOption() async throws {
    let project = try await project(declaring: Self.pair, then: Self.pair)
    let refusal = try await project.harmlessRefusal("check", "--rename", "a:b", "--rename", "b:a", status: 64)
    #expect(refusal.message.hasPrefix("--rename: table a and table b would exchange their names"), "\(refusal)")
  }
}
