import ModelData
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Digests of scripts")
struct ScriptDigestTests {
  private static func digests(
    _ project: TestProject, _ repository: ScriptRepository? = nil, on dialect: DialectName = .sqlite
  ) async throws -> [RevisionID: OperationDigest] {
    let repository = repository ?? project.repository()
    let listing = repository.list()
    let loaded = try await repository.load(try listing.validated(), from: listing)
    #expect(loaded.failures == [])
    var operations: [RevisionID: RevisionOperations] = [:]
    for script in listing.scripts { operations[script.id] = try loaded.operations(of: script.id) }
    return repository.digests(of: operations, from: listing, on: dialect)
  }

  @Test("are the same for compiled scripts that differ in formatting, comments and order of declarations alone")
  func reformattedSwift() async throws {
    let project = try TestProject()
    for (id, text) in Self.reformatted { try project.write("\(id).swift", text) }
    let digests = try await Self.digests(project)
    #expect(digests.count == 6)
    #expect(Set(["a", "b", "c", "d"].map { digests[RevisionID($0)]?.upgrade }).count == 1)
    #expect(Set(["a", "b", "c", "d"].map { digests[RevisionID($0)]?.downgrade }).count == 1)
    #expect(digests["e"]?.upgrade != digests["a"]?.upgrade)
    #expect(digests["e"]?.downgrade == digests["a"]?.downgrade)
    // Swift without a fingerprint goes by the whole script's code.
    #expect(digests["f"]?.upgrade != digests["a"]?.upgrade)
  }

  private static let reformatted = [
    "a": """
    import Revisions

    struct A: Revision {
      static let id: RevisionID = "a"
      static let parents: [RevisionID] = []
      var upgrade: Operations {
        CreateTable("users") {
          Column("id", .bigInteger).primaryKey()
          Column("name", .text).notNull().default("x")
        }
        SQL("UPDATE users SET name = 'a  b'")
        Live("copy", fingerprint: "1") { connection in try await connection.execute("SELECT 1") }
      }
      var downgrade: Operations { DropTable("users") }
    }
    """,
    "b": """
    import Revisions
    // A comment.
    struct B: Revision { static let parents: [RevisionID] = []; static let id = RevisionID("b"); static let message = "m"
    var downgrade: Operations { DropTable(
      "users", ifExists: false) /* it is gone */ }
    var upgrade: Operations { users; rows }
    @OperationsBuilder var rows: Operations {
      SQL(\"\"\"
        UPDATE users -- all of them
          SET name='a  b'
        \"\"\")
      Live("copy", fingerprint: "1") { _ in }
    }
    @OperationsBuilder var users: Operations { CreateTable("users") { Column("id", .bigInteger).primaryKey()
      Column("name", .text).default("x").notNull() } } }
    """,
    "c": """
    import Revisions
    enum Names { static let users: QualifiedName = "users" }
    final class C: Revision {
      init() {}
      static let id: RevisionID = "c"
      static let parents: [RevisionID] = ["a", "b"]
      var upgrade: Operations {
        CreateTable(Table(Names.users, columns: [Column("id", .bigInteger).primaryKey(), Column("name", .text).default("x").notNull()]))
        SQL("UPDATE users SET name = \\(raw: "'a  b'")")
        Live("copy", fingerprint: "1", offline: .refuse) { connection in
          for _ in 0..<2 { try await connection.execute("SELECT 2") }
        }
      }
      var downgrade: Operations { DropTable("users") }
    }
    """,
    "d": """
    import Revisions
    struct D: Revision {
      static let id: RevisionID = "d", parents: [RevisionID] = ["c"]
      var upgrade: Operations {
        CreateTable("users", strict: false) { Column("id", .bigInteger).primaryKey(); Column("name", .text).notNull().default("x") }
        SQL("-- nothing")
        SQL("/* a */ UPDATE users SET name = 'a  b' ")
        Live("copy", fingerprint: "1") { _ in }
      }
      var downgrade: Operations { OperationsBuilder.buildBlock(DropTable("users").operations) }
    }
    """,
    "e": """
    import Revisions
    struct E: Revision {
      static let id: RevisionID = "e", parents: [RevisionID] = ["d"]
      var upgrade: Operations {
        CreateTable("users") { Column("id", .bigInteger).primaryKey(); Column("name", .text).notNull().default("x") }
        SQL("UPDATE users SET name = 'a b'")
        Live("copy", fingerprint: "1") { _ in }
      }
      var downgrade: Operations { DropTable("users") }
    }
    """,
    "f": """
    import Revisions
    struct F: Revision {
      static let id: RevisionID = "f", parents: [RevisionID] = ["e"]
      var upgrade: Operations {
        CreateTable("users") { Column("id", .bigInteger).primaryKey(); Column("name", .text).notNull().default("x") }
        SQL("UPDATE users SET name = 'a  b'")
        Live("copy") { _ in }
      }
      var downgrade: Operations { DropTable("users") }
    }
    """,
  ]

  @Test("of Swift without a fingerprint stay under comments and white space, and change with any word of the script")
  func swiftByText() async throws {
    func digest(_ body: String, _ extra: String = "") async throws -> OperationDigest? {
      let project = try TestProject()
      try project.writeSwift("a", upgrade: body, extra: extra)
      return try await Self.digests(project)["a"]
    }
    let one = try await digest("Live(\"copy\") { _ in }", "let limit = 1")
    #expect(try await digest("Live(\n\"copy\"\n) { _ in // nothing\n}", "/* limit */ let limit   =   1") == one)
    let other = try await digest("Live(\"copy\") { _ in }", "let limit = 2")
    #expect(other?.upgrade != one?.upgrade)
    #expect(other?.downgrade == one?.downgrade)
  }

  @Test("of SQL scripts stay under comments, white space, and the order of the sections")
  func reformattedSQL() async throws {
    let project = try TestProject()
    try project.write("a.sql", "-- revision: a\n\n-- upgrade\nCREATE TABLE t (id int);\n-- downgrade\nDROP TABLE t;\n")
    try project.write(
      "b.sql",
      "-- revision: b\n-- parents: a\n-- message: m\n\n-- downgrade\n/* x */ DROP  TABLE t;\r\n\n-- upgrade\n\n-- a table\nCREATE TABLE t(id int) ; \n"
    )
    try project.write(
      "c.sql",
      "-- revision: c\n-- parents: b\n\n-- upgrade transaction=off\nCREATE TABLE t (id int);\n-- downgrade\nDROP TABLE t;\n"
    )
    let digests = try await Self.digests(project)
    #expect(digests["a"] != nil)
    #expect(digests["a"] == digests["b"])
    #expect(digests["a"]?.upgrade != digests["c"]?.upgrade, "another transaction is another run")
    #expect(digests["a"]?.downgrade == digests["c"]?.downgrade)
  }

  @Test("are remembered by the scripts' texts and by the kind of database, and are found again without the memory")
  func memory() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: "SQL(\"SELECT [a  b]\")")
    let repository = project.repository()
    let first = try await Self.digests(project, repository)
    let listing = repository.list()
    let other = [RevisionID("a"): RevisionOperations(upgrade: Operations([]), downgrade: .reversed)]
    #expect(repository.digests(of: other, from: listing, on: .sqlite) == first, "it was not looked at")
    #expect(repository.digests(of: other, from: listing, on: .postgresql) != first)
    try project.write("Helper.swift", "let helper = 1\n")
    #expect(repository.digests(of: other, from: repository.list(), on: .sqlite) != first, "a helper may change it")
    try project.writeSwift("a", upgrade: "SQL(\"SELECT [a b]\")")
    #expect(try await Self.digests(project) != first)
    let cold = project.repository(environment: ["XDG_CACHE_HOME": "\(project.root)/other"])
    try project.writeSwift("a", upgrade: "SQL(\"SELECT [a  b]\")")
    #expect(try await Self.digests(project, cold) == first)
  }

  @Test("a damaged memory is made anew")
  func damaged() throws {
    var memory = ScriptMemory()
    memory.findings[ContentHash(of: ["a"])] =
      "ops1:" + String(repeating: "a", count: 64) + ":" + String(repeating: "0", count: 64)
    let bytes = memory.encoded()
    #expect(ScriptMemory(bytes)?.findings == memory.findings)
    for place in bytes.indices {
      var other = bytes
      other[place] ^= 1
      #expect(ScriptMemory(other) == nil)
      #expect(ScriptMemory(Array(bytes[..<place])) == nil)
    }
  }
}
