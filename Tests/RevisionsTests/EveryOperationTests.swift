import Foundation
import OperationTesting
import Revisions
import Testing

@Suite("Every operation")
struct EveryOperationTests {
  private func name(_ operation: Revisions.Operation) -> String {
    String(String(describing: operation).prefix { $0 != "(" })
  }

  @Test("has a sample in these tests, but for those that can never be turned round")
  func samples() throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Model/Revisions/Operations/Operation.swift")
    let cases = try String(contentsOf: source, encoding: .utf8).matches(of: /\n  case (\w+)\(/).map { String($0.1) }
    #expect(!cases.isEmpty)
    #expect(Set(cases).subtracting(OperationSamples.reversible.map(name)) == ["attachIndex", "live"])
  }

  @Test("turned round twice is what it was", arguments: OperationSamples.reversible)
  func twice(operation: Revisions.Operation) throws {
    let back = try operation.reversed()
    #expect(back.value.location.line == operation.value.location.line)
    #expect(String(describing: try back.reversed()) == String(describing: operation))
  }

  @Test("turned round is another operation, but for those that are their own reverse")
  func once() throws {
    var same: Set<String> = []
    for operation in OperationSamples.reversible
    where String(describing: try operation.reversed()) == String(describing: operation) {
      same.insert(name(operation))
    }
    #expect(same == ["addEnumValue", "refreshMaterializedView"])
  }

  @Test(
    "is undone by the operation of the other name",
    arguments: [
      (CreateMaterializedView("m", as: "SELECT 1").operation, "dropMaterializedView"),
      (AttachPartition("a", to: "b", .default).operation, "detachPartition"),
      (CreateEnum("e", "a").operation, "dropEnum"), (CreateDomain("d", .text).operation, "dropDomain"),
      (CreateCompositeType("c").operation, "dropCompositeType"), (CreateSequence("s").operation, "dropSequence"),
      (CreateSchema("s").operation, "dropSchema"), (CreateExtension("e").operation, "dropExtension"),
      (CreatePolicy("p", on: "t").operation, "dropPolicy"),
      (Grant(.select, on: .table("t"), to: "r").operation, "revoke"),
      (Revoke(.select, on: .table("t"), from: "r").operation, "grant"),
      (ValidateConstraint(was: Check("a", name: "c"), on: "t").operation, "invalidateConstraint"),
      (CreateRoutine(Routine(.procedure, "p", language: "sql", body: "SELECT 1")).operation, "dropRoutine"),
    ])
  func opposites(operation: Revisions.Operation, opposite: String) throws {
    #expect(name(try operation.reversed()) == opposite)
  }

  @Test(
    "that lacks what its reverse needs says which argument is missing",
    arguments: [
      (DropMaterializedView("m").operation, "was:"), (DropView("v").operation, "was:"),
      (CreateView("v", as: "SELECT 1", orReplace: true).operation, "was:"),
      (DetachPartition("a", from: "b").operation, "was:"), (DropEnum("e").operation, "was:"),
      (DropDomain("d").operation, "was:"), (DropCompositeType("c").operation, "was:"),
      (DropSequence("s").operation, "was:"), (DropExtension("e").operation, "was:"),
      (DropPolicy("p", on: "t").operation, "was:"), (ValidateConstraint("c", on: "t").operation, "was:"),
      (DropRoutine(.function, "f", signature: nil).operation, "was:"),
      (
        CreateRoutine(Routine(.function, "f", language: "sql", body: "SELECT 1"), orReplace: true).operation, "was:"
      ),
      (AlterTable("t", .accessMethod("columnar")).operation, "from:"),
      (AlterColumn("t", "a", .identity(.init())).operation, "from:"),
      (AlterColumn("t", "a", .dropIdentity()).operation, "from:"),
      (AlterColumn("t", "a", .storage(.main)).operation, "from:"),
      (AlterConstraint("c", on: "t", deferrable: .no).operation, "from:"),
      (ReplaceEnum("e", ["a"]).operation, "from:"), (AlterDomain("d", .dropDefault()).operation, "from:"),
      (AlterDomain("d", .dropCheck("c")).operation, "from:"),
      (AlterDomain("d", .addCheck(Check("a"))).operation, "name:"),
      (AlterCompositeType("c", .drop("a")).operation, "from:"),
      (AlterCompositeType("c", .type("a", .text)).operation, "from:"),
      (AlterSequence("s", .increment(1)).operation, "from:"), (AlterSequence("s", .minimum(1)).operation, "from:"),
      (UpdateExtension("e", to: "2").operation, "from:"), (UpdateExtension("e", from: "1").operation, "to:"),
      (AlterPolicy("p", on: "t", .using("a")).operation, "from:"),
      (SetTriggerState("g", on: "t", .always).operation, "from:"),
      (SetSchema(of: .table("t"), to: "a").operation, "from:"), (SetOwner(of: .table("t"), to: "a").operation, "from:"),
      (SetTablespace(of: .table("t"), to: "a").operation, "from:"),
      (SetStorageParameters(of: .table("t"), ["fillfactor": 70]).operation, "from:"),
    ])
  func missing(operation: Revisions.Operation, argument: String) {
    let error = #expect(throws: IrreversibleError.self) { try operation.reversed() }
    #expect(error?.reason.contains(argument) == true, "\(error?.reason ?? "")")
    #expect(error?.location?.line == operation.value.location.line)
  }

  @Test(
    "that has no reverse at all says so",
    arguments: [
      AddEnumValue("mood", "meh", after: "sad").operation, AttachIndex("a", to: "b").operation,
      AlterColumn("t", "a", .dropExpression).operation, AlterSequence("s", .restart(with: 1)).operation,
      AlterDomain("d", .validateCheck("c")).operation, CreateExtension("e", cascade: true).operation,
      Rename(.other("COLLATION", "german"), to: "b").operation, Live("x") { _ in }.operation,
    ])
  func never(operation: Revisions.Operation) {
    #expect(throws: IrreversibleError.self) { try operation.reversed() }
  }

  @Test(
    "that takes more with it than it names is never turned round, whatever it says it was",
    arguments: [
      DropTable("t", cascade: true).operation, DropColumn("t", "a", cascade: true).operation,
      DropConstraint("c", on: "t", cascade: true).operation, DropIndex("i", on: "t", cascade: true).operation,
      DropView("v", cascade: true, was: "SELECT 1").operation, DropMaterializedView("m", cascade: true).operation,
      DropRoutine(.procedure, "p", signature: [], cascade: true).operation, DropEnum("e", cascade: true).operation,
      DropDomain("d", cascade: true).operation, DropCompositeType("c", cascade: true).operation,
      DropSequence("s", cascade: true).operation, DropSchema("s", cascade: true).operation,
      DropExtension("e", cascade: true).operation,
      Revoke(.select, on: .table("t"), from: "r", cascade: true).operation,
    ])
  func cascades(operation: Revisions.Operation) {
    let error = #expect(throws: IrreversibleError.self) { try operation.reversed() }
    #expect(error?.reason.contains("cascade") == true)
  }

  @Test("says in a refusal which operation it was")
  func wording() {
    let error = #expect(throws: IrreversibleError.self) {
      try DropEnum("mood", cascade: true).reversed()
    }
    #expect(error?.reason.hasPrefix("DropEnum with `cascade`") == true)
  }
}
