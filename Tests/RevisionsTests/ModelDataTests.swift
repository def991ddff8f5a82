import ModelData
import OperationTesting
import Revisions
import Testing

@Suite("Operations and schemas as data")
struct ModelDataTests {
  @Test("reads every operation back as it was", arguments: OperationSamples.all + OperationSamples.ways)
  func roundTrip(_ operation: Revisions.Operation) throws {
    let data = try ModelData(operation)
    let back: Revisions.Operation = try data.value()
    #expect(try ModelData(back) == data)
    // Places are equal wherever they are, so that values compare by what they say. What holds a closure cannot.
    let values = (operation.value as? any Hashable, back.value as? any Hashable)
    if let value = values.0, let other = values.1 { #expect(AnyHashable(value) == AnyHashable(other)) }
  }

  @Test("leaves out what is neutral, and says the rest by its name")
  func shape() throws {
    let operation = AddColumn("users", Column("email", .string(50)).notNull().default("x")).operation
    #expect(
      try ModelData(operation)
        == .object([
          "addColumn": .object([
            "table": .text("users"),
            "column": .object([
              "name": .text("email"), "type": .object(["varchar": .object(["length": .integer(50)])]),
              "defaultValue": .object(["literal": .object(["text": .text("x")])]),
            ]),
          ])
        ]))
  }

  @Test("tells a flag that is false from one that is not said")
  func flags() throws {
    let off = SetRowSecurity(on: "t", enabled: false).operation
    let nothing = SetRowSecurity(on: "t").operation
    #expect(try ModelData(off) != ModelData(nothing))
    let back: SetRowSecurity = try ModelData(SetRowSecurity(on: "t", enabled: false)).value()
    #expect(back.enabled == false)
    #expect(back.forced == nil)
  }
}
