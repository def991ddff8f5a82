internal import Autogenerate
internal import Dialects
internal import Revisions

extension Session {
  /// Asks of what goes and looks like something that comes whether it was renamed, and adds what was. Where nobody can be asked, it is
  /// said what is dropped.
  func askForRenames(
    _ renames: inout Renames, from former: Schema, to wanted: Schema, _ rules: ComparisonRules, asking: Bool
  ) throws {
    let tables = RenameCandidates<QualifiedName>(from: former, to: wanted, known: renames, rules: rules)
    var taken: Set<QualifiedName> = []
    for pairs in (tables.clear + tables.ambiguous).grouped(by: \.from) {
      let old = pairs[0].from
      let open = pairs.map(\.to).filter { !taken.contains($0) }
      let names = open.map { NewName($0.description, option: "\(old):\($0.name)") }
      if let pick = try pick(of: names, for: "table \(old)", declaring: "renamedFrom: \"\(old)\"", asking: asking) {
        taken.insert(open[pick])
        renames.tables.append(Renames.Table(from: old, to: open[pick]))
      }
    }
    // Of a table that was renamed the columns are compared only now.
    let columns = RenameCandidates<ColumnName>(from: former, to: wanted, known: renames, rules: rules)
    var takenColumns: Set<ColumnName> = []
    for pairs in (columns.clear + columns.ambiguous).grouped(by: \.from) {
      let (table, old) = (pairs[0].from.table, pairs[0].from.column)
      let open = pairs.map(\.to).filter { !takenColumns.contains($0) }
      let before = renames.tables.first { $0.to == table }?.from ?? table
      let names = open.map { NewName($0.column, option: "\(before).\(old):\($0.column)") }
      let declaring = ".renamed(from: \"\(old)\")"
      if let pick = try pick(of: names, for: "column \(table).\(old)", declaring: declaring, asking: asking) {
        takenColumns.insert(open[pick])
        renames.columns.append(Renames.Column(table: table, from: old, to: open[pick].column))
      }
    }
  }

  /// Asks what something is called now; where nobody can be asked, says that it is dropped, and what looks like it made anew.
  private func pick(of names: [NewName], for old: String, declaring: String, asking: Bool) throws -> Int? {
    guard let first = names.first else { return nil }
    let (old, declaring) = (visible(old), visible(declaring))
    if asking {
      var isAnswered = false
      for (position, new) in names.enumerated() {
        let question = "Was \(old) renamed to \(new.name)? If not, \(old) is dropped, with what is in it"
        guard let answer = try terminal.ask(question, beforehand: "--rename \(new.option)") else { break }
        if answer { return position }
        isAnswered = true
      }
      if isAnswered { return nil }
    }
    let others = names.dropFirst().prefix(3).map { ", or to \($0.name)" }.joined()
    terminal.warn(
      "\(old) looks as if it was renamed to \(first.name)\(others): it is dropped, with what is in it, and \(first.name) is made anew",
      hint: "--rename \(first.option) renames it; a declaration can say so itself, by \(declaring)")
    return nil
  }
}

/// What something may be called now, and the argument of `--rename` that says so.
private struct NewName {
  let name: String
  let option: String

  init(_ name: String, option: String) { (self.name, self.option) = (visible(name), visible(option)) }
}

extension Sequence {
  /// The elements by something that they have, in the order in which that is met.
  fileprivate func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
    var places: [Key: Int] = [:]
    var groups: [[Element]] = []
    for element in self {
      if let place = places[key(element)] {
        groups[place].append(element)
      } else {
        places[key(element)] = groups.count
        groups.append([element])
      }
    }
    return groups
  }
}
