import PostgresDialect
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("Renames there and back on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresRenameTests {
  /// What leads from one schema to another, after a way there and back.
  @discardableResult
  private func check(_ first: Schema, _ second: Schema, grants: Bool = false) async throws -> [String] {
    let database = try await PostgresUnderTest(includesGrants: grants)
    let result: Result<RoundTrip<PostgresUnderTest>.Summary, any Error>
    do {
      result = .success(try await RoundTrip.check(database, from: first, to: second))
    } catch {
      result = .failure(error)
    }
    try await database.close()
    let summary = try result.get()
    #expect(summary.hadRows)
    return summary.operations.map { "\(type(of: $0.value))" }
  }

  private func users(_ column: String, from former: String? = nil) -> Table {
    var column = Column(column, .text)
    column.renamedFrom = former
    return Table("users", columns: [Column("id", .integer).primaryKey(), column])
  }

  @Test("A policy and a view that read a column of another table, called alike, have their own text on the way back")
  func otherTable() async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      Schema {
        users(name, from: former)
        Table("log") { Column("email", .text) }
        Policy(
          "own", on: "users", for: .all,
          using: "EXISTS (SELECT 1 FROM log WHERE log.email = users.\(identifier: name))")
        View("both", as: "SELECT users.\(identifier: name) AS a, log.email FROM users, log")
      }
    }
    try await check(schema("email"), schema("mail", from: "email"))
  }

  @Test(
    "A view, a policy and a rule that read a column called like the renamed table have their own text on the way back")
  func likeTheTable() async throws {
    func schema(_ name: String, from former: QualifiedName? = nil) -> Schema {
      var schema = Schema {
        Table("orders") {
          Column("id", .integer)
          Column("users", .integer)
        }
        View("v", as: "SELECT u.id, o.users FROM \(identifier: name) u, orders o")
        Policy("own", on: "orders", for: .all, using: "EXISTS (SELECT 1 FROM \(identifier: name) u WHERE u.id = users)")
        SQLObject(
          "RULE", "r ON orders",
          create: "CREATE RULE r AS ON UPDATE TO orders DO INSERT INTO \(identifier: name) (id) VALUES (new.users)")
      }
      var table = Table(QualifiedName(name), columns: [Column("id", .integer).primaryKey()])
      table.renamedFrom = former
      schema.tables.append(table)
      return schema
    }
    try await check(schema("users"), schema("people", from: "users"))
  }

  @Test("A column called like a type and a function is renamed where it is meant")
  func calledLikeAType() async throws {
    func schema(_ name: String, from former: String? = nil, after: String) -> Schema {
      var column = Column(name, .date)
      column.renamedFrom = former
      return Schema {
        Table("days") {
          Column("id", .integer).primaryKey()
          column
          Check("\(identifier: name) > '\(raw: after)'::date", name: "late")
          Check("date_part('day', \(identifier: name)) < 40 AND date(\(identifier: name)) IS NOT NULL", name: "real")
        }
      }
    }
    #expect(
      try await check(schema("date", after: "2000-01-01"), schema("day", from: "date", after: "2000-01-01"))
        == ["RenameColumn"])
    try await check(schema("date", after: "2000-01-01"), schema("day", from: "date", after: "2001-01-01"))
  }

  @Test("What is only called otherwise waits for the name that it gets to be given up")
  func takenByOther() async throws {
    func schema(_ name: String, and rest: Schema = Schema()) -> Schema {
      var schema = Schema {
        Table("a") {
          Column("id", .integer).primaryKey()
          Unique("id", name: name)
        }
        Index("\(name)_ix", on: "a", "id")
      }
      schema.merge(rest)
      return schema
    }
    let gone = Schema {
      Table("b") {
        Column("id", .integer).primaryKey()
        Unique("id", name: "taken")
      }
      Index("taken_ix", on: "b", "id")
    }
    let operations = Set(try await check(schema("free", and: gone), schema("taken")))
    #expect(operations.isSuperset(of: ["Rename", "DropTable"]), "\(operations)")
  }

  @Test("A table that is called like a type is renamed, and what is cast to the type stays")
  func tableCalledLikeAType() async throws {
    func schema(_ name: String, from former: String? = nil) -> Schema {
      var table = Table(name) {
        Column("id", .integer).primaryKey()
        Column("mood", .named("mood"))
        Check("mood::text <> 'x'::text", name: "ck")
      }
      table.renamedFrom = former.map { QualifiedName($0) }
      var schema = Schema { table }
      schema.enums = [EnumType("mood", "ok")]
      return schema
    }
    #expect(Set(try await check(schema("text"), schema("notes", from: "text"))) == ["RenameTable", "Rename"])
  }

  @Test("The former name of a table may be taken by another, with its key and its sequence")
  func reusedName() async throws {
    func columns(_ more: String) -> [Column] { [Column("id", .named("serial")).primaryKey(), Column(more, .text)] }
    let first = Schema {
      Table("users", columns: columns("email"))
      Index("ix", on: "users", "email")
      View("emails", as: "SELECT email FROM users")
    }
    var second = Schema {
      Table("customers", columns: columns("email"))
      Table("users", columns: columns("login"))
      Index("ix", on: "customers", "email")
      View("emails", as: "SELECT email FROM customers")
    }
    second.tables[0].renamedFrom = "users"
    #expect(
      Set(try await check(first, second)) == [
        "RenameTable", "Rename", "CreateTable", "CreateSequence", "AlterSequence",
      ])
  }

  @Test("What hangs on a renamed table and column takes their names: rules, statistics, options, privileges, comments")
  func partsWithoutValues() async throws {
    func schema(_ table: String, _ column: String, limit: Int, from former: (QualifiedName, String)? = nil) -> Schema {
      var named = Column(column, .text)
      named.renamedFrom = former?.1
      var declared = Table(QualifiedName(table), columns: [Column("id", .integer).primaryKey(), named])
      declared.renamedFrom = former?.0
      var schema = Schema {
        declared
        SQLObject(
          "RULE", "lr ON \(table)",
          create:
            "CREATE RULE lr AS ON DELETE TO \(identifier: table) WHERE old.id > \(raw: "\(limit)") DO INSTEAD NOTHING")
        SQLObject(
          "STATISTICS", "st",
          create: "CREATE STATISTICS st (ndistinct) ON id, \(identifier: column) FROM \(identifier: table)")
        SQLObject(
          "COLUMN OPTIONS", "\(table).\(column)",
          create:
            "ALTER TABLE \(identifier: table) ALTER COLUMN \(identifier: column) SET (n_distinct = \(raw: "\(limit)"))",
          drop: "ALTER TABLE \(identifier: table) ALTER COLUMN \(identifier: column) RESET (n_distinct)")
        Grant(.select(column), on: .table(QualifiedName(table)), to: .public)
      }
      schema.comments = [Comment(on: .other("RULE", "lr ON \(raw: table)"), "nothing goes")]
      return schema
    }
    let first = schema("users", "email", limit: 5)
    #expect(
      Set(try await check(first, schema("people", "mail", limit: 5, from: ("users", "email")), grants: true))
        == ["RenameTable", "RenameColumn", "Rename"])
    try await check(first, schema("people", "mail", limit: 6, from: ("users", "email")), grants: true)
    var without = schema("people", "mail", limit: 5, from: ("users", "email"))
    without.others = []
    without.comments = []
    without.grants = [Grant(.insert, on: .table("people"), to: .public)]
    try await check(first, without, grants: true)
  }

  @Test("A table moves to another schema and back, with its indexes, sequences and whatever reads it")
  func moved() async throws {
    func schema(_ name: QualifiedName, from former: QualifiedName? = nil) -> Schema {
      var table = Table(
        name,
        columns: [
          Column("id", .named("serial")).primaryKey(), Column("n", .integer).identity(), Column("email", .text),
        ])
      table.renamedFrom = former
      return Schema {
        Namespace("app")
        table
        Table("orders") { Column("owner", .integer).references(name, "id", name: "owned") }
        Index("by_email", on: name, "email")
        View("emails", as: "SELECT email FROM \(identifier: name)")
        Trigger("touched", on: name, .before, [.update], execute: "touch")
        Routine(.function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
      }
    }
    let (home, app) = (QualifiedName("moved"), QualifiedName("moved", schema: "app"))
    #expect(try await check(schema(home), schema(app, from: home)) == ["SetSchema"])
    #expect(try await check(schema(app), schema(home, from: app)) == ["SetSchema"])
    let other = try await check(schema(home), schema(QualifiedName("other", schema: "app"), from: home))
    #expect(other.filter { $0 != "Rename" } == ["SetSchema", "RenameTable"])
  }
}
