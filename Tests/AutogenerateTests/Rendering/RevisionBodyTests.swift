import OperationTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("The body of a revision")
struct RevisionBodyTests {
  private func members(
    _ upgrade: [Revisions.Operation], downgrade: RevisionBody.Downgrade = .reversed
  ) -> String {
    SwiftRendering().members(of: RevisionBody(upgrade: upgrade.map { .init($0) }, downgrade: downgrade))
  }

  private func table(_ name: String) -> Revisions.Operation {
    CreateTable(name) {
      Column("id", .bigInteger).primaryKey().identity()
      Column("name", .text).notNull()
      Column("parent_id", .bigInteger)
    }.operation
  }

  private func index(_ name: String, on table: String) -> Revisions.Operation {
    CreateIndex(name, on: QualifiedName(table), "name").operation
  }

  @Test("of few operations lists them, with what is to be known above them")
  func few() {
    let body = RevisionBody(
      upgrade: [
        .init(
          DropColumn("users", was: Column("fax", .text)).operation,
          notes: ["Loses data: users.fax goes with what is in it."]),
        .init(AlterColumn("users", "email", .notNull).operation),
      ])
    #expect(
      SwiftRendering().members(of: body) == """
          var upgrade: Operations {
            // Loses data: users.fax goes with what is in it.
            DropColumn("users", was: Column("fax", .text))
            AlterColumn("users", "email", .notNull)
          }

          var downgrade: Operations { .reversed }
        """)
  }

  @Test("of many operations gives each table a property, and lists the properties in order")
  func many() {
    var operations = [CreateExtension("citext").operation, CreateEnum("mood", "sad", "ok").operation]
    operations += ["users", "id", "default", "2fa_tokens"].map(table)
    operations += [index("ix_users_name", on: "users"), index("ix_default_name", on: "default")]
    operations.append(
      CreateIndex("ix_lower", on: "users", .expression("f(name)")).operation)
    operations += ["a", "b", "c"].map { name in
      AddConstraint(ForeignKey(columns: ["parent_id"], references: "id", ["id"], name: "fk_\(name)"), to: "users")
        .operation
    }
    operations += (1...30).map { SQL("SELECT \(raw: String($0))", reverse: "SELECT 0").operation }
    let text = members(operations)
    #expect(
      text.hasPrefix(
        """
          var upgrade: Operations {
            CreateExtension("citext")
            CreateEnum("mood", "sad", "ok")
            users
            tableId
        """), "\(text)")
  }

  @Test("names its properties after tables, each once, and never as Swift or the revision names something")
  func names() {
    var names = SwiftNames(members: ["id"])
    let texts = [
      "user_accounts", "Album", "InvoiceLine", "URLMap", "AUDIT LOG", "id", "default", "2fa", "größe", "%%", "",
    ]
    #expect(
      texts.map { names.name(for: [$0]) } == [
        "userAccounts", "album", "invoiceLine", "urlMap", "auditLog", "tableId", "tableDefault", "table2fa", "größe",
        "table",
        "table2",
      ])
    #expect(names.name(for: ["album", "app album"]) == "appAlbum")
    #expect(names.name(for: ["album", "app album"]) == "appAlbum2")
  }

  @Test("moves an index to its table only where nothing in between makes a difference")
  func moved() {
    func bodies(_ between: Revisions.Operation?) -> String {
      let many = (1...12).map { table("t\($0)") }
      return members([table("users")] + many + [between].compactMap { $0 } + [index("ix_users", on: "users")])
    }
    let moved = "    }\n    CreateIndex(\"ix_users\", on: \"users\", \"name\")\n  }"
    #expect(bodies(nil).contains(moved))
    #expect(bodies(index("ix_t1", on: "t1")).contains(moved))
    #expect(!bodies(SQL("DROP INDEX ix_users", reverse: "SELECT 1").operation).contains(moved))
    #expect(!bodies(AddColumn("users", Column("name", .text)).operation).contains(moved))
  }

  @Test("of any operations says them again in the same order, but for what moves to its table")
  func readBack() async throws {
    let operations = EveryOperationRenderingTests.samples.filter { (try? $0.reversed()) != nil }
    let bodies = [
      members(operations), members(operations, downgrade: .steps(operations.map { .init($0) })),
      members([], downgrade: .steps([])), members([AttachIndex("a", to: "b").operation]),
      members([], downgrade: .irreversible("why")),
    ]
    let back = try await ReadBack.operations(ofMembers: bodies)
    for (body, back) in zip(bodies.prefix(2), back.prefix(2)) {
      let (said, meant) = (try back.steps(.upgrade), operations)
      #expect(said.map { "\($0)" }.count == meant.count)
      for operation in meant { #expect(said.contains { $0.isEqualInEffect(to: operation) }, "\(operation)\n\(body)") }
    }
    #expect(try back[1].steps(.downgrade).count == operations.count)
    #expect(try back[2].steps(.upgrade).isEmpty && back[2].steps(.downgrade).isEmpty)
    #expect(throws: IrreversibleError.self) { try back[3].steps(.downgrade) }
    #expect(throws: IrreversibleError(reason: "why")) { try back[4].steps(.downgrade) }
  }

  @Test("is what `swift format` leaves as it is")
  func formatted() async throws {
    let operations = EveryOperationRenderingTests.samples
    for members in [members(operations), members(Array(operations.prefix(3))), members([])] {
      let text = "import Revisions\n\nstruct Change: Revision {\n\(members)\n}\n"
      let changes = try await Formatter.changes(in: text)
      #expect(changes.isEmpty, "\(changes.joined(separator: "\n"))")
    }
  }
}
