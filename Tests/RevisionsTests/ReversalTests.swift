import Revisions
import Testing

@Suite("Turning operations round")
struct ReversalTests {
  private func names(_ operations: [Operation]) -> [String] {
    operations.map { String(describing: $0).prefix { $0 != "(" } }.map(String.init)
  }

  private func reversed(_ operations: any OperationValue...) throws -> [Operation] {
    let both = RevisionOperations(upgrade: Operations(operations.map(\.operation)), downgrade: .reversed)
    return try both.steps(.downgrade)
  }

  @Test("each operation has its opposite, and they come last to first")
  func order() throws {
    let back = try reversed(
      CreateTable("t") { Column("id", .integer) }, AddColumn("t", Column("a", .text)),
      CreateIndex("ix", on: "t", "a"), RenameColumn("t", "a", to: "b"), RenameTable("t", to: "u"),
      AddConstraint(Unique("b", name: "uq"), to: "u"), CreateView("v", as: "SELECT 1"),
      CreateTrigger("g", on: "u", .after, [.insert], body: "SELECT 1;"))
    #expect(
      names(back) == [
        "dropTrigger", "dropView", "dropConstraint", "renameTable", "renameColumn", "dropIndex", "dropColumn",
        "dropTable",
      ])
  }

  @Test("turned round twice, an operation is what it was")
  func twice() throws {
    let column = Column("a", .string(20)).notNull().default("x")
    let create = CreateTable("t", strict: true) {
      column
      Check("a <> ''", name: "ck")
    }
    guard case .createTable(let again) = try create.operation.reversed().reversed() else {
      Issue.record("not a table")
      return
    }
    #expect(again.table == create.table)
    guard case .addColumn(let added) = try AddColumn("t", column).operation.reversed().reversed() else {
      Issue.record("not a column")
      return
    }
    #expect(added.column == column)
  }

  @Test("a change of a column goes back to what was there, where that is said")
  func columnChanges() throws {
    let back = try reversed(
      AlterColumn(
        "t", "a", .type(.text, from: .string(20)), .notNull, .setDefault(.literal("b"), from: .literal("a")),
        .collation("NOCASE")))
    guard case .alterColumn(let alter) = back[0] else {
      Issue.record("\(back)")
      return
    }
    #expect(
      alter.changes == [
        .collation(nil, from: "NOCASE"), .setDefault(.literal("a"), from: .literal("b")), .nullable,
        .type(.string(20), from: .text),
      ])
  }

  @Test("rows that were inserted are deleted by their key")
  func rows() throws {
    let back = try reversed(
      InsertRows(into: "roles", columns: ["name", "id"], rows: [["admin", 1], ["guest", 2]], key: ["id"]))
    guard case .deleteRows(let delete) = back[0] else {
      Issue.record("\(back)")
      return
    }
    #expect(delete.columns == ["id"])
    #expect(delete.rows == [[1], [2]])
  }

  @Test(
    "what does not carry enough to be turned round is an error that knows its line",
    arguments: [
      DropTable("t", line: 7).operation, DropColumn("t", "a", line: 7).operation,
      DropIndex("ix", on: "t", line: 7).operation,
      DropView("v", line: 7).operation, DropTrigger("g", on: "t", line: 7).operation,
      DropConstraint("c", on: "t", line: 7).operation, SQL("DELETE FROM t", line: 7).operation,
      AlterColumn("t", "a", .type(.text), line: 7).operation,
      InsertRows(into: "t", columns: ["id"], rows: [[1]], line: 7).operation, Live("x", line: 7) { _ in }.operation,
    ])
  func irreversible(operation: Revisions.Operation) {
    let error = #expect(throws: IrreversibleError.self) { try operation.reversed() }
    #expect(error?.location?.line == 7)
    #expect(error?.reason.isEmpty == false)
  }

  @Test("a direction that is irreversible, or the reverse of a reverse, has no steps")
  func directions() {
    let none = RevisionOperations(upgrade: Operations([]), downgrade: .irreversible("gone"))
    #expect(throws: IrreversibleError(reason: "gone")) { try none.steps(.downgrade) }
    let both = RevisionOperations(upgrade: .reversed, downgrade: .reversed)
    #expect(throws: IrreversibleError.self) { try both.steps(.upgrade) }
    let neither = RevisionOperations(upgrade: .irreversible("gone"), downgrade: .reversed)
    #expect(throws: IrreversibleError(reason: "gone")) { try neither.steps(.downgrade) }
  }

  @Test("what has no way back on one kind of database keeps it on the others")
  func oneBranchIrreversible() throws {
    let back = try reversed(
      When(.postgresql) {
        SQL("VACUUM")
      } otherwise: {
        CreateIndex("ix", on: "t", "a")
      })
    guard case .when(let when) = back[0], case .irreversible(let reason) = when.then.content,
      case .steps(let otherwise) = when.otherwise.content
    else {
      Issue.record("\(back)")
      return
    }
    #expect(reason.contains("reverse:"))
    #expect(names(otherwise) == ["dropIndex"])
  }

  @Test("inside When and OutsideTransaction, the parts are turned round where they stand")
  func nested() throws {
    let back = try reversed(
      When(.sqlite) {
        AddColumn("t", Column("a", .text))
        AddColumn("t", Column("b", .text))
      } otherwise: {
        OutsideTransaction { CreateIndex("ix", on: "t", "a") }
      })
    guard case .when(let when) = back[0], case .steps(let then) = when.then.content,
      case .steps(let otherwise) = when.otherwise.content, case .outsideTransaction(let outside) = otherwise[0],
      case .steps(let inner) = outside.body.content
    else {
      Issue.record("\(back)")
      return
    }
    #expect(names(then) == ["dropColumn", "dropColumn"])
    #expect(names(inner) == ["dropIndex"])
    if case .dropColumn(let first) = then[0] { #expect(first.column == "b") }
  }
}
