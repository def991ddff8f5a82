internal import Autogenerate
internal import Dialects
internal import Revisions

/// A rename as it is given on the command line: `old:new`, `schema.old:new`, `table.column:new`, `old:schema.new`.
struct RenameArgument {
  private let text: String
  private let old: [String]
  private let new: [String]

  init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Report(
        .usage, "'\(text)' says no rename",
        hints: ["--rename old:new is a table or a sequence, --rename table.old:new a column"])
    }
    self.text = text
    old = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    new = parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  /// Adds it to what is known, as a table, a sequence or a column, whichever is there. It counts more than what a declaration says,
  /// and throws ``Report`` where another argument says otherwise.
  func add(
    to renames: inout Renames, _ said: inout GivenNames, from former: Schema, to wanted: Schema,
    _ rules: ComparisonRules
  ) throws {
    let names = NamesInArguments(rules)
    let name = names.home(QualifiedName(old[old.count - 1], schema: old.count > 1 ? old[old.count - 2] : nil))
    let target = names.home(
      QualifiedName(new[new.count - 1], schema: new.count > 1 ? new[new.count - 2] : name.schema))
    if let table = names.find(name, in: former.tables.map(\.name)) {
      guard let target = names.find(target, in: wanted.tables.map(\.name)) else {
        throw missing("table \(target)", "wanted")
      }
      try said.note(text, "table \(table)", becomes: "table \(target)")
      renames.tables.removeAll { $0.from == table || $0.to == target }
      renames.tables.append(Renames.Table(from: table, to: target))
      return
    }
    if let sequence = names.find(name, in: former.sequences.map(\.name)) {
      guard let target = names.find(target, in: wanted.sequences.map(\.name)), target.schema == sequence.schema else {
        throw missing("sequence \(target)", "wanted")
      }
      try said.note(text, "sequence \(sequence)", becomes: "sequence \(target)")
      renames.sequences.removeAll { $0.from == sequence || $0.to == target }
      renames.sequences.append(Renames.Sequence(from: sequence, to: target))
      return
    }
    guard let tableName = name.schema else { throw missing("table \(name)", "there") }
    let given = names.home(QualifiedName(tableName, schema: old.count > 2 ? old[0] : nil))
    guard let before = former.tables.first(where: { names.isSame($0.name, given) || renames.maps($0.name, to: given) })
    else { throw missing("table \(given)", "there") }
    let current = renames.tables.first { $0.from == before.name }?.to ?? before.name
    guard let column = before.columns.first(where: { names.isSame($0.name, name.name) })?.name else {
      throw missing("column \(given).\(name.name)", "there")
    }
    guard let after = wanted.tables.first(where: { names.isSame($0.name, current) }) else {
      throw missing("table \(current)", "wanted")
    }
    guard let newColumn = after.columns.first(where: { names.isSame($0.name, target.name) })?.name else {
      throw missing("column \(current).\(target.name)", "wanted")
    }
    if let taken = before.columns.first(where: { names.isSame($0.name, newColumn) && !names.isSame($0.name, column) }),
      !renames.columns.contains(where: { $0.table == after.name && $0.from == taken.name })
    {
      throw Report(
        .usage, "--rename \(text): there is a column \(given).\(taken.name) already",
        hints: [
          "a revision that drops it, or --rename \(given).\(taken.name):… before this, makes room for it",
          "without --rename, \(given).\(column) is dropped, and \(given).\(taken.name) becomes what is declared",
        ])
    }
    try said.note(text, "column \(before.name).\(column)", becomes: "column \(after.name).\(newColumn)")
    renames.columns.removeAll { $0.table == after.name && ($0.from == column || $0.to == newColumn) }
    renames.columns.append(Renames.Column(table: after.name, from: column, to: newColumn))
  }

  private func missing(_ thing: String, _ place: String) -> Report {
    Report(
      .usage, "--rename \(text): there is no \(thing)\(place == "wanted" ? " in what is declared" : " to rename")",
      hints: ["--rename old:new is a table or a sequence, --rename table.old:new a column"])
  }
}

/// What the arguments so far say, by what has the name before and after.
struct GivenNames {
  private var former: [String: String] = [:]
  private var wanted: [String: String] = [:]

  /// Notes what an argument says, unless another says that it becomes something else, or that something else becomes that.
  mutating func note(_ argument: String, _ old: String, becomes new: String) throws {
    if let other = former[old], other != argument {
      throw refusal(of: argument, other, "\(old) cannot become two things")
    }
    if let other = wanted[new], other != argument {
      throw refusal(of: argument, other, "\(new) cannot come from two things")
    }
    (former[old], wanted[new]) = (argument, argument)
  }

  private func refusal(of argument: String, _ other: String, _ why: String) -> Report {
    Report(
      .usage, visible("--rename \(other) and --rename \(argument): \(why)"), hints: ["take one of the two out"])
  }
}

/// Names as they are given and as a database compares them.
private struct NamesInArguments {
  private let rules: ComparisonRules

  init(_ rules: ComparisonRules) { self.rules = rules }

  /// The name without the default schema.
  func home(_ name: QualifiedName) -> QualifiedName {
    name.schema != nil && name.schema == rules.defaultSchema ? QualifiedName(name.name) : name
  }

  func isSame(_ name: String, _ other: String) -> Bool {
    name == other || (rules.foldsNames && name.lowercased() == other.lowercased())
  }

  func isSame(_ name: QualifiedName, _ other: QualifiedName) -> Bool {
    isSame(name.name, other.name) && name.schema == other.schema
  }

  func find(_ name: QualifiedName, in names: [QualifiedName]) -> QualifiedName? { names.first { isSame($0, name) } }
}

extension Renames {
  fileprivate func maps(_ old: QualifiedName, to new: QualifiedName) -> Bool {
    tables.contains { $0.from == old && $0.to == new }
  }
}
