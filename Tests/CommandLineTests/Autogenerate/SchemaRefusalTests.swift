import Foundation
import Testing

@Suite("Declared schemas that cannot be had")
struct SchemaRefusalTests {
  @Test("None is declared: the error says how one is")
  func none() async throws {
    let project = try Project()
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message == "no schema is declared")
    #expect(refusal.hints.contains { $0.contains("versions/Schema.swift") && $0.contains("--from-database") })
  }

  @Test("Where none is declared, the hint names the file that would count, and one that nearly does")
  func nearName() async throws {
    let project = try Project("version_locations = %(here)s/migrations")
    try project.makeFolder("migrations")
    try project.write("migrations/schema.swift", "import Revisions\nlet schema = Schema {}\n")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.hints.first == "migrations/schema.swift counts under the name Schema.swift", "\(refusal.hints)")
    #expect(refusal.hints.contains { $0.hasPrefix("write one to migrations/Schema.swift") }, "\(refusal.hints)")
  }

  @Test("A folder in the place of a SQL file is said to be one")
  func folderOfSQL() async throws {
    let project = try Project("schema = d.sql")
    try project.makeFolder("d.sql")
    #expect(try await project.harmlessRefusal("check").message.contains("d.sql is a folder, and no SQL"))
  }

  @Test("Without a database, what needs none says how to name its kind")
  func kind() async throws {
    let project = try Project()
    try project.write("migrate.ini", "[rev]\nscript_location = %(here)s\n")
    #expect(try await project.refusal("schema").hints.first?.hasPrefix("--dialect postgresql, or sqlite") == true)
    let check = try await project.refusal("check")
    #expect(!check.hints.contains { $0.contains("--dialect") }, "\(check.hints)")
  }

  @Test("What a declaration cannot say is not advised for it")
  func adviceForDeclarations() async throws {
    let project = try Project()
    try project.declare("  Enum(\"mood\", \"sad\")")
    let refusal = try await project.harmlessRefusal("check")
    #expect(!refusal.hints.contains { $0.contains("When(") }, "\(refusal.hints)")
    #expect(refusal.hints.contains { $0.contains("a declaration is for one kind of database, here sqlite") })
  }

  @Test("One that does not compile is reported with the compiler's words and place")
  func compilation() async throws {
    let project = try Project()
    try project.declare("  Tabel(\"x\") {}")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.code == "compilation")
    #expect(refusal.message.contains("Schema.swift:4:3: error: cannot find 'Tabel' in scope"), "\(refusal.message)")
  }

  @Test("A file without a schema of that name is told what to write")
  func unnamed() async throws {
    let project = try Project()
    try project.write("versions/Schema.swift", "import Revisions\nlet other = Schema {}\n")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message.contains("declares no schema"), "\(refusal.message)")
    #expect(refusal.hints == ["write: let schema = Schema { … }"])
  }

  @Test("A foreign key to a table that is not declared names both tables")
  func missingTable() async throws {
    let project = try Project()
    try project.declare("  Table(\"a\") { Column(\"b_id\", .integer).references(\"b\", \"id\") }")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message.contains("a") && refusal.message.contains("there is no table b"), "\(refusal.message)")
  }

  @Test(
    "A file, a URL or a revision that is not there is named",
    arguments: [
      ("nowhere.sql", "nowhere.sql"), ("nowhere.swift", "nowhere.swift"), ("sqlite:///nowhere.db", "nowhere.db"),
      ("nowhere", "nowhere"),
    ])
  func missing(source: String, named: String) async throws {
    let project = try Project("schema = \(source)")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message.contains(named), "\(refusal.message)")
  }

  @Test(
    "An error in schema = names the setting, its place and its value",
    arguments: ["models", "Schema.txt", "nowhere", "x/Schema.swift"])
  func settingNamed(source: String) async throws {
    let project = try Project("schema = \(source)")
    try project.makeFolder("models")
    try project.write("Schema.txt", "")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message.hasPrefix("migrate.ini:4: schema = \(source)"), "\(refusal.message)")
    switch source {
    case "models": #expect(refusal.hints.first == "models/ takes the Swift files of the folder")
    case "x/Schema.swift": #expect(refusal.message.contains("cannot read"))
    default: #expect(refusal.hints.contains { $0.contains("ends with .swift or .sql") }, "\(refusal.hints)")
    }
  }

  @Test(
    "What schema = says is reported with its place, whatever is wrong with it",
    arguments: ["versions/Schema.swift ; note", "mysql://x/y", "head:x y", "schema"])
  func badSetting(source: String) async throws {
    let project = try Project("schema = \(source)", cache: .shared)
    try project.declare("")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message.hasPrefix("migrate.ini:4: schema = \(source)"), "\(refusal.message)")
    if source.contains(";") {
      #expect(refusal.hints.first?.hasPrefix("a comment stands on a line of its own") == true, "\(refusal.hints)")
    }
  }

  @Test("A path given to diff that no schema is read from is told what a schema ends with")
  func paths() async throws {
    let project = try Project()
    try project.makeFolder("models")
    let file = try await project.harmlessRefusal("diff", "database", "/tmp/nothing-of-this-name", status: 64)
    #expect(file.message == "'/tmp/nothing-of-this-name' names no schema")
    #expect(file.hints.contains { $0.contains("a file that ends with .swift or .sql") })
    let folder = try await project.harmlessRefusal("diff", "database", "models")
    #expect(folder.hints.first == "models/ takes the Swift files of the folder")
    // A revision comes before a file of its name.
    try project.declare("")
    try project.sql("models")
    #expect(try await project.rev("diff", "models", "schema").status == 0)
  }

  @Test("A name that nothing has is reported with its line and the name that may be meant, where there is one")
  func nearest() async throws {
    let project = try Project(cache: .shared)
    try project.declare(
      """
        Table("users") { Column("id", .integer).primaryKey() }
        Table("orders") {
          Column("buyer", .integer).references("userz", "id")
          Column("seller", .integer).references("users", "idd")
        }
      """)
    let refusal = try await project.harmlessRefusal("check")
    #expect(
      refusal.message.contains("versions/Schema.swift:6: the foreign key of orders: there is no table userz"),
      "\(refusal)")
    #expect(
      refusal.message.contains("versions/Schema.swift:7: the foreign key of orders: there is no column idd"),
      "\(refusal)")
    #expect(refusal.hints == ["did you mean 'id', or 'users'?"], "\(refusal.hints)")
  }

  @Test("An error in a SQL file is reported with its line")
  func sqlError() async throws {
    let project = try Project("schema = schema.sql")
    try project.write("schema.sql", "CREATE TABLE a (b);\n\nCREATE TABEL c (d);\n")
    let refusal = try await project.harmlessRefusal("check")
    #expect(refusal.message.contains("schema.sql:3:"), "\(refusal.message)")
  }

  @Test("What this kind of database does not have is refused by name")
  func foreign() async throws {
    let project = try Project()
    try project.declare("  Enum(\"mood\", \"sad\", \"ok\")")
    let refusal = try await project.harmlessRefusal("check")
    #expect(
      refusal.message.contains("Schema.swift") && refusal.message.lowercased().contains("enum"), "\(refusal.message)")
  }

  @Test("Schemas of two kinds of database cannot be compared")
  func kinds() async throws {
    let project = try Project()
    try project.declare("")
    let refusal = try await project.harmlessRefusal("diff", "postgresql:///x", "sqlite:///dev.db", status: 64)
    #expect(refusal.message.contains("two kinds"), "\(refusal.message)")
  }
}
