import Revisions
import SQLiteDialect
import Testing

@testable import Autogenerate

@Suite("Renames there and back on SQLite")
struct SQLiteRenameTests {
  private func check(_ first: Schema, _ second: Schema) async throws -> [String] {
    let summary = try await RoundTrip.check(SQLiteUnderTest(), from: first, to: second)
    #expect(summary.hadRows && summary.wasReversed)
    return summary.operations.map { "\(type(of: $0.value))" }
  }

  @Test(
    "A trigger that writes to a column of another table, called alike, is made again with its own text on the way back")
  func otherTable() async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      var column = Column(name, .text)
      column.renamedFrom = former
      return Schema {
        Table("users") {
          Column("id", .integer).primaryKey()
          column
        }
        Table("log") {
          Column("e", .integer)
          Column("email", .text)
        }
        Trigger(
          "logged", on: "users", .after, [.update],
          body: "INSERT INTO log(e, email) VALUES (new.id, new.\(identifier: name));")
        View("both", as: "SELECT users.\(identifier: name), log.email FROM users JOIN log ON log.e = users.id")
      }
    }
    #expect(try await check(schema("email"), schema("mail", from: "email")).contains("RenameColumn"))
  }

  @Test("A column called like a function and a type is renamed where it is meant")
  func calledLikeAFunction() async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      var column = Column(name, .text)
      column.renamedFrom = former
      return Schema {
        Table("days") {
          Column("id", .integer).primaryKey()
          column
          Check("date(\(identifier: name)) > '1999' AND CAST(\(identifier: name) AS date) IS NOT NULL")
        }
      }
    }
    #expect(try await check(schema("date"), schema("day", from: "date")) == ["RenameColumn"])
  }

  @Test("The former name of a table may be taken by another, and is found in whatever case")
  func reusedName() async throws {
    func columns(_ more: String) -> [Column] { [Column("id", .integer).primaryKey(), Column(more, .text)] }
    let first = Schema {
      Table("users", columns: columns("email"))
      Table("orders") { Column("owner", .integer).references("users", "id") }
      View("emails", as: "SELECT email FROM \(identifier: "users")")
    }
    var second = Schema {
      Table("customers", columns: columns("email"))
      Table("users", columns: columns("login"))
      Table("orders") { Column("owner", .integer).references("customers", "id") }
      View("emails", as: "SELECT email FROM \(identifier: "customers")")
    }
    second.tables[0].renamedFrom = "Users"
    #expect(try await check(first, second) == ["RenameTable", "CreateTable"])
  }

  @Test("One table takes the name that another gives up, and so does a column")
  func chain() async throws {
    func table(_ name: String, _ column: String, _ second: String, from former: QualifiedName? = nil) -> Table {
      var table = Table(
        QualifiedName(name),
        columns: [Column("id", .integer).primaryKey(), Column(column, .text), Column(second, .text)])
      table.renamedFrom = former
      return table
    }
    var wanted = table("b", "y", "z", from: "a")
    wanted.columns[1].renamedFrom = "x"
    wanted.columns[2].renamedFrom = "Y"
    let operations = try await check(
      Schema {
        table("a", "x", "y")
        table("b", "m", "n")
      },
      Schema {
        wanted
        table("c", "m", "n", from: "b")
      })
    #expect(operations == ["RenameTable", "RenameTable", "RenameColumn", "RenameColumn"])
  }
}
