import RandomTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("Random values as Swift")
struct RandomRenderingTests {
  @Test("are the values that they were made from, and stay as they are under `swift format`")
  func readBack() async throws {
    var random = RandomValues(seed: 4)
    for _ in 0..<rounds(1) {
      let operations = (0..<60).map { _ in random.operation() }
      let texts = operations.map { SwiftRendering().swift($0, indent: 4) }
      for ((operation, text), back) in zip(zip(operations, texts), try await ReadBack.operations(texts)) {
        #expect(back.isEqualInEffect(to: [operation]), "\(text)\n\(operation)\n\(back)")
      }
      let file = texts.enumerated().map { "\n  var upgrade\($0): Operations {\n\($1)\n  }\n" }.joined()
      let script = "import Revisions\n\nstruct Random {" + file.dropFirst(0).replacing("{\n\n", with: "{\n") + "}\n"
      let tidy = script.replacing("struct Random {\n\n", with: "struct Random {\n")
      let changes = try await Formatter.changes(in: tidy)
      #expect(changes.isEmpty, "\(changes.joined(separator: "\n"))")
    }
  }
}

/// Tables, columns, indexes and SQL with texts that are hard to write down.
struct RandomValues {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func operation() -> Revisions.Operation {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: CreateTable(table()).operation
    case 1: DropTable(was: table()).operation
    case 2: AddColumn(name(), column()).operation
    case 3: CreateIndex(index()).operation
    case 4: SQL(fragment(), reverse: random.once(in: 2) ? fragment() : nil).operation
    default: InsertRows(into: name(), columns: [text(), text()], rows: some { [$0.value(), $0.value()] }).operation
    }
  }

  private mutating func some<Value>(_ make: (inout RandomValues) -> Value) -> [Value] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in make(&self) }
  }

  private mutating func maybe<Value>(_ make: (inout RandomValues) -> Value) -> Value? {
    random.once(in: 3) ? make(&self) : nil
  }

  private mutating func text() -> String {
    let pieces = [
      "a", "users", " ", "\n", "\"", "\"\"\"", "\\", "\\(", "#", "\"#", "\t", "\r\n", "é", "\u{301}", "\u{200D}", "👩‍👧",
      "'",
      "a long word after another ", "$$", "\u{0}", "  ", "//", "/*", "%", "\\#(",
    ]
    return (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  private mutating func name() -> QualifiedName { QualifiedName(text(), schema: maybe { $0.text() }) }

  private mutating func value() -> SQLValue {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: .null
    case 1: .boolean(random.once(in: 2))
    case 2: .integer(Int64.random(in: .min ... .max, using: &random))
    case 3: .double(Double(Int.random(in: -1000...1000, using: &random)) / 64)
    case 4: .blob(some { UInt8.random(in: 0...255, using: &$0.random) })
    default: .text(text())
    }
  }

  private mutating func fragment() -> SQLFragment {
    SQLFragment(
      segments: some { values in
        switch Int.random(in: 0..<4, using: &values.random) {
        case 0: .value(values.value())
        case 1: .identifier([values.text(), values.maybe { $0.text() }].compactMap { $0 })
        default: .raw(values.text())
        }
      })
  }

  private mutating func column() -> Column {
    let types: [DataType] = [.integer, .string(50), .decimal(10, 2), .timestampWithTimeZone, .array(of: .raw(text()))]
    var column = Column(text(), types.randomElement(using: &random) ?? .text)
    column.isNullable = random.once(in: 2)
    column.defaultValue = maybe { $0.random.once(in: 2) ? .literal($0.value()) : .expression($0.fragment()) }
    column.generated = maybe { Column.Generated($0.fragment(), isStored: $0.random.once(in: 2)) }
    column.identity = maybe {
      Column.Identity(
        always: $0.random.once(in: 2), start: $0.maybe { Int64.random(in: -9...9, using: &$0.random) },
        maximum: $0.maybe { _ in 5 },
        neverReuses: $0.random.once(in: 2))
    }
    column.collation = maybe { $0.name() }
    column.comment = maybe { $0.text() }
    for _ in 0..<Int.random(in: 0...2, using: &random) { column.constraints.append(constraint(on: [column.name])) }
    return column
  }

  private mutating func constraint(on columns: [String]) -> TableConstraint {
    let name = maybe { $0.text() }
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      var key = PrimaryKey(columns: columns, name: name)
      key.deferrable = random.once(in: 4) ? .initiallyImmediate : .no
      return .primaryKey(key)
    case 1:
      var unique = Unique(columns: columns, name: name)
      unique.index.include = random.once(in: 4) ? [text()] : []
      return .unique(unique)
    case 2:
      return .check(random.once(in: 2) ? Check(fragment(), name: name) : Check(fragment(), name: name).notValid())
    case 3:
      return .foreignKey(
        ForeignKey(
          columns: columns, references: self.name(), random.once(in: 4) ? [] : columns, name: name,
          onDelete: ForeignKey.Action.allCases.randomElement(using: &random) ?? .noAction,
          match: random.once(in: 4) ? .full : .simple))
    default:
      return .exclusion(Exclusion(.expression(fragment(), with: "&&"), where: maybe { $0.fragment() }, name: name))
    }
  }

  private mutating func table() -> Table {
    var table = Table(name(), columns: some { $0.column() }, comment: maybe { $0.text() })
    for column in table.columns where random.once(in: 2) { table.constraints.append(constraint(on: [column.name])) }
    if random.once(in: 3) { table.constraints.append(constraint(on: table.columns.map(\.name))) }
    table.options.isStrict = random.once(in: 4)
    table.options.storageParameters = random.once(in: 4) ? StorageParameters([.init(text(), maybe { $0.text() })]) : [:]
    table.options.partitioning = maybe { Partitioning(.list, parts: [.init(.expression($0.fragment()))]) }
    table.options.partition = maybe { Partition(of: $0.name(), .list($0.some { .literal($0.value()) })) }
    table.options.clusteredIndex = maybe { $0.text() }
    return table
  }

  private mutating func index() -> Index {
    Index(
      text(), on: name(),
      parts: some { values in
        Index.Part(
          values.random.once(in: 2) ? .column(values.text()) : .expression(values.fragment()),
          collation: values.maybe { $0.name() }, direction: values.random.once(in: 2) ? .ascending : .descending,
          nulls: values.maybe { _ in .first })
      }, unique: random.once(in: 2), using: random.once(in: 4) ? IndexMethod(rawValue: text()) : .gin,
      where: maybe { $0.fragment() }, comment: maybe { $0.text() })
  }
}
