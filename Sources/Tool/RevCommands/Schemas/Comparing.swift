internal import Autogenerate
internal import Dialects
internal import Revisions

extension Session {
  /// Compares two schemas, wherever they are. `asking` says whether a person may be asked what was renamed.
  func compare(
    _ from: SchemaSource, _ to: SchemaSource, _ options: ComparingOptions, asking: Bool
  ) async throws -> SchemaComparison {
    let reader = try SchemaReader(self, for: [from, to], dialect: options.dialect)
    let wanted = try await reader.read(to)
    // Who was granted what is of interest only where something is said about it.
    let former = try await reader.read(from, includesGrants: !wanted.schema.grants.isEmpty)
    let given = try options.rename.map(RenameArgument.init)
    return try await reader.compare(former, wanted) { former, wanted, declared in
      var renames = declared
      for rename in given { try rename.add(to: &renames, from: former, to: wanted) }
      let rules = reader.dialect.comparison
      let tables = RenameCandidates(from: former, to: wanted, known: renames, rules: rules)
      for pair in tables.tables + tables.ambiguousTables
      where !renames.tables.contains(where: { $0.from == pair.from || $0.to == pair.to }) {
        if isRename("table \(pair.from)", "\(pair.to)", option: "\(pair.from):\(pair.to.name)", asking: asking) {
          renames.tables.append(Renames.Table(from: pair.from, to: pair.to))
        }
      }
      // Of a table that was renamed the columns are compared only now.
      let columns = RenameCandidates(from: former, to: wanted, known: renames, rules: rules)
      for pair in columns.columns + columns.ambiguousColumns {
        let (table, old, new) = (pair.to.table, pair.from.column, pair.to.column)
        let isKnown = renames.columns.contains { $0.table == table && ($0.from == old || $0.to == new) }
        let before = renames.tables.first { $0.to == table }?.from ?? table
        if !isKnown, isRename("column \(table).\(old)", new, option: "\(before).\(old):\(new)", asking: asking) {
          renames.columns.append(Renames.Column(table: table, from: old, to: new))
        }
      }
      return renames
    }
  }

  /// Asks whether something was renamed; where nobody can be asked, says that it is dropped and made anew.
  private func isRename(_ old: String, _ new: String, option: String, asking: Bool) -> Bool {
    if asking, let answer = terminal.ask("Was \(old) renamed to \(new)?") { return answer }
    terminal.warn(
      "\(old) looks as if it was renamed to \(new): it is dropped, with what is in it, and \(new) is made anew",
      hint: "--rename \(option) renames it; a declaration can say so itself, by renamedFrom")
    return false
  }
}

/// A rename as it is given on the command line: `old:new`, `schema.old:new`, or `table.column:new`.
struct RenameArgument {
  private let text: String
  private let old: [String]
  private let new: String

  init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Report(
        .usage, "'\(text)' says no rename", hints: ["--rename old:new is a table, --rename table.old:new a column"])
    }
    self.text = text
    old = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    new = parts[1].split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? parts[1]
  }

  /// Adds it to what is known, as a table or as a column, whichever is there.
  func add(to renames: inout Renames, from former: Schema, to wanted: Schema) throws {
    let name = QualifiedName(old[old.count - 1], schema: old.count > 1 ? old[old.count - 2] : nil)
    if former.tables.contains(where: { $0.name == name }) {
      let target = QualifiedName(new, schema: name.schema)
      guard wanted.tables.contains(where: { $0.name == target }) else { throw missing("table \(target)", "wanted") }
      renames.tables.removeAll { $0.from == name }
      renames.tables.append(Renames.Table(from: name, to: target))
      return
    }
    guard let tableName = name.schema else { throw missing("table \(name)", "there") }
    let table = QualifiedName(tableName, schema: old.count > 2 ? old[0] : nil)
    let current = renames.tables.first { $0.from == table }?.to ?? table
    guard let before = former.tables.first(where: { $0.name == table || renames.maps($0.name, to: current) }) else {
      throw missing("table \(table)", "there")
    }
    guard before.columns.contains(where: { $0.name == name.name }) else {
      throw missing("column \(table).\(name.name)", "there")
    }
    guard let after = wanted.tables.first(where: { $0.name == current }) else {
      throw missing("table \(current)", "wanted")
    }
    guard after.columns.contains(where: { $0.name == new }) else { throw missing("column \(current).\(new)", "wanted") }
    renames.columns.removeAll { $0.table == current && $0.from == name.name }
    renames.columns.append(Renames.Column(table: current, from: name.name, to: new))
  }

  private func missing(_ thing: String, _ place: String) -> Report {
    Report(
      .usage, "--rename \(text): there is no \(thing)\(place == "wanted" ? " in what is declared" : " to rename")",
      hints: ["--rename old:new is a table, --rename table.old:new a column"])
  }
}

extension Renames {
  fileprivate func maps(_ old: QualifiedName, to new: QualifiedName) -> Bool {
    tables.contains { $0.from == old && $0.to == new }
  }
}
