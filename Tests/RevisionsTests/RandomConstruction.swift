import RandomTesting
import Revisions

/// A random revision, built in one of the ways in which a person may write the same down.
enum RandomConstruction {
  /// `what` decides what the revision does, `formatting` how that is written.
  static func revision(_ what: inout SplitMix64, formatting: inout SplitMix64) -> RevisionOperations {
    RevisionOperations(upgrade: operations(&what, &formatting), downgrade: operations(&what, &formatting))
  }

  private static func operations(_ what: inout SplitMix64, _ formatting: inout SplitMix64) -> Operations {
    let parts = (0..<Int.random(in: 0..<5, using: &what)).map { _ in operation(&what, &formatting) }
    let place = Int.random(in: 0...parts.count, using: &formatting)
    let (before, after) = (Operations(Array(parts[..<place])), Operations(Array(parts[place...])))
    switch Int.random(in: 0..<4, using: &formatting) {
    case 0: return Operations(parts)
    case 1: return OperationsBuilder.buildBlock(before, after)
    case 2:
      return OperationsBuilder.buildBlock(OperationsBuilder.buildBlock(before), OperationsBuilder.buildBlock(), after)
    // A comment among the SQL does nothing.
    default: return OperationsBuilder.buildBlock(before, SQL("-- \(raw: "x'")\n /* y */").operations, after)
    }
  }

  private static func operation(_ what: inout SplitMix64, _ formatting: inout SplitMix64) -> Revisions.Operation {
    let line = Int.random(in: 1..<1_000, using: &formatting)
    let name = ["a", "b", "long name"].randomElement(using: &what) ?? ""
    switch Int.random(in: 0..<5, using: &what) {
    case 0: return AddColumn("t", column(&what, &formatting), file: "m/\(line).swift", line: line).operation
    case 1:
      return CreateTable(Table("t", columns: (0..<2).map { _ in column(&what, &formatting) }), line: line).operation
    case 2:
      // A default that is written out is the default.
      return random(&formatting)
        ? CreateIndex("i", on: "t", .column(name), line: line).operation
        : CreateIndex("i", on: "t", .column(name), unique: false, include: [], ifNotExists: false).operation
    case 3:
      let number = Int64.random(in: 0..<9, using: &what)
      return random(&formatting)
        ? InsertRows(into: "t", columns: [name], rows: [[.integer(number)]], line: line).operation
        : InsertRows(into: QualifiedName("t", schema: nil), columns: [name], rows: [[.integer(number)]], key: [])
          .operation
    default:
      let value = Int.random(in: 0..<9, using: &what)
      let blank = [" ", "\n\t", " -- c'\n", " /* \" */ "].randomElement(using: &formatting) ?? " "
      return random(&formatting)
        ? SQL("UPDATE t SET \(identifier: name) = \(value)").operation
        : SQL("UPDATE\(raw: blank)t \(raw: "SET")\(raw: blank)\(identifier: name)=\(value)\(raw: blank)", line: line)
          .operation
    }
  }

  private static func column(_ what: inout SplitMix64, _ formatting: inout SplitMix64) -> Column {
    var modifiers: [(Column) -> Column] = []
    if random(&what) { modifiers.append { $0.notNull() } }
    if random(&what) { modifiers.append { $0.default("x") } }
    if random(&what) { modifiers.append { $0.comment("c") } }
    if random(&what) { modifiers.append { $0.collate("C") } }
    if random(&what) { modifiers.append { $0.check("a > 0") } }
    if random(&what) { modifiers.append { $0.identity(always: true) } }
    modifiers.shuffle(using: &formatting)
    let name = random(&what) ? "a" : "b"
    return modifiers.reduce(Column(name, .text)) { $1($0) }
  }

  private static func random(_ random: inout SplitMix64) -> Bool { random.once(in: 2) }
}
