internal import Autogenerate
internal import Dialects
internal import Revisions

extension Session {
  /// Compares two schemas, wherever they are. `asking` says whether a person may be asked what was renamed; `check` throws where
  /// they are not to be compared, and is asked while they are read.
  func compare(
    _ from: SchemaSource, _ to: SchemaSource, _ options: ComparingOptions, asking: Bool,
    checking check: () async throws -> Void = {}
  ) async throws -> SchemaComparison {
    let reader = try SchemaReader(self, for: [from, to], dialect: options.dialect)
    let (former, wanted) = try await reader.read(from, and: to, checking: check)
    for case let url? in [former.missing, wanted.missing] {
      terminal.say("There is no \(url) yet: it counts as an empty database")
    }
    let given = try options.rename.map(RenameArgument.init)
    let wantedTitle = wanted.title
    let comparison = try await reader.compare(former, wanted) { former, wanted, declared in
      var renames = declared
      let rules = reader.dialect.comparison
      for rename in given { try rename.add(to: &renames, from: former, to: wanted, rules) }
      try sayUnused(renames, declaredIn: wantedTitle)
      let tables = RenameCandidates(from: former, to: wanted, known: renames, rules: rules)
      for pair in tables.tables + tables.ambiguousTables
      where !renames.tables.contains(where: { $0.from == pair.from || $0.to == pair.to }) {
        let (option, declaring) = ("\(pair.from):\(pair.to.name)", "renamedFrom: \"\(pair.from)\"")
        if try isRename("table \(pair.from)", "\(pair.to)", option: option, declaring: declaring, asking: asking) {
          renames.tables.append(Renames.Table(from: pair.from, to: pair.to))
        }
      }
      // Of a table that was renamed the columns are compared only now.
      let columns = RenameCandidates(from: former, to: wanted, known: renames, rules: rules)
      for pair in columns.columns + columns.ambiguousColumns {
        let (table, old, new) = (pair.to.table, pair.from.column, pair.to.column)
        let isKnown = renames.columns.contains { $0.table == table && ($0.from == old || $0.to == new) }
        let before = renames.tables.first { $0.to == table }?.from ?? table
        let (option, declaring) = ("\(before).\(old):\(new)", ".renamed(from: \"\(old)\")")
        if !isKnown, try isRename("column \(table).\(old)", new, option: option, declaring: declaring, asking: asking) {
          renames.columns.append(Renames.Column(table: table, from: old, to: new))
        }
      }
      return renames
    }
    // Few revisions make anything again on which something can be granted: only for these it is asked what was.
    guard comparison.losesPrivileges, let held = try await reader.heldPrivileges(in: [from, to]) else {
      return comparison
    }
    return try await reader.compare(former, wanted, held: held) { _, _, _ in comparison.renames }
  }

  /// Asks whether something was renamed; where nobody can be asked, says that it is dropped and made anew.
  private func isRename(
    _ old: String, _ new: String, option: String, declaring: String, asking: Bool
  ) throws -> Bool {
    let (old, new, option, declaring) = (visible(old), visible(new), visible(option), visible(declaring))
    let question = "Was \(old) renamed to \(new)? If not, \(old) is dropped, with what is in it"
    if asking, let answer = try terminal.ask(question, beforehand: "--rename \(option)") { return answer }
    terminal.warn(
      "\(old) looks as if it was renamed to \(new): it is dropped, with what is in it, and \(new) is made anew",
      hint: "--rename \(option) renames it; a declaration can say so itself, by \(declaring)")
    return false
  }
}

/// A rename as it is given on the command line: `old:new`, `schema.old:new`, `table.column:new`, `old:schema.new`.
struct RenameArgument {
  private let text: String
  private let old: [String]
  private let new: [String]

  init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Report(
        .usage, "'\(text)' says no rename", hints: ["--rename old:new is a table, --rename table.old:new a column"])
    }
    self.text = text
    old = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    new = parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  /// Adds it to what is known, as a table, a sequence or a column, whichever is there.
  func add(to renames: inout Renames, from former: Schema, to wanted: Schema, _ rules: ComparisonRules) throws {
    let names = NamesInArguments(rules)
    let name = names.home(QualifiedName(old[old.count - 1], schema: old.count > 1 ? old[old.count - 2] : nil))
    let target = names.home(
      QualifiedName(new[new.count - 1], schema: new.count > 1 ? new[new.count - 2] : name.schema))
    if let table = names.find(name, in: former.tables.map(\.name)) {
      guard let target = names.find(target, in: wanted.tables.map(\.name)) else {
        throw missing("table \(target)", "wanted")
      }
      renames.tables.removeAll { $0.from == table || $0.to == target }
      renames.tables.append(Renames.Table(from: table, to: target))
      return
    }
    if let sequence = names.find(name, in: former.sequences.map(\.name)) {
      guard let target = names.find(target, in: wanted.sequences.map(\.name)), target.schema == sequence.schema else {
        throw missing("sequence \(target)", "wanted")
      }
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
    renames.columns.removeAll { $0.table == after.name && ($0.from == column || $0.to == newColumn) }
    renames.columns.append(Renames.Column(table: after.name, from: column, to: newColumn))
  }

  private func missing(_ thing: String, _ place: String) -> Report {
    Report(
      .usage, "--rename \(text): there is no \(thing)\(place == "wanted" ? " in what is declared" : " to rename")",
      hints: ["--rename old:new is a table, --rename table.old:new a column"])
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
