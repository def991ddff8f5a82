internal import Autogenerate
internal import ProjectConfiguration
internal import Revisions

extension Session {
  /// Says which former names of a declaration are not followed, and what becomes of what is called so.
  ///
  /// Throws ``Report`` where some would exchange their names: what is in them would be lost.
  func sayUnused(_ renames: Renames, declaredIn title: String) throws {
    let unused = renames.unused.filter { !renames.gives($0.subject) }
    let exchanged = unused.filter { $0.reason == .exchanged }.map(\.subject)
    if !exchanged.isEmpty {
      throw Report(.usage, "\(title): \(exchanged.exchanging)", hints: [exchanged.wayToExchange])
    }
    if !renames.exchange.isEmpty {
      throw Report(.usage, "--rename: \(renames.exchange.exchanging)", hints: [renames.exchange.wayToExchange])
    }
    for one in unused { warn(one) }
  }

  private func warn(_ unused: Renames.Unused) {
    let (new, old, given) = (unused.subject.new, unused.subject.old, unused.subject.declaration)
    switch unused.reason {
    case .taken:
      terminal.warn(
        visible(
          "\(old) is not renamed to \(new), as its declaration says by \(given): \(new) is there already, or is what another becomes. So \(old) is dropped, with what is in it"
        ), hint: visible("move what is in it, or declare \(old) too"))
    case .claimed(let other):
      terminal.warn(
        visible("\(new) is made anew, and empty: its declaration says \(given), but that becomes \(other)"),
        hint: "only one can have what is in it: take the other's former name out")
    case .missing(let names):
      let nearest = nearestName(to: unused.subject.formerName, among: names)
      terminal.warn(
        visible("\(new) is made anew, and empty: its declaration says \(given), and there is no \(old)"),
        hint: nearest.map { visible("did you mean '\($0)'?") }
          ?? "take the former name out, or name the one that is there")
    case .exchanged: return
    }
  }
}

extension Renames {
  /// Whether it has an answer to where something comes from.
  fileprivate func gives(_ subject: Unused.Subject) -> Bool {
    switch subject {
    case .table(let table, _): tables.contains { $0.to == table }
    case .column(let table, let column, _): columns.contains { $0.table == table && $0.to == column }
    }
  }
}

extension Renames.Unused.Subject {
  fileprivate var new: String {
    switch self {
    case .table(let table, _): "table \(table)"
    case .column(let table, let column, _): "column \(table).\(column)"
    }
  }

  fileprivate var old: String {
    switch self {
    case .table(_, let former): "table \(former)"
    case .column(let table, _, let former): "column \(table).\(former)"
    }
  }

  /// The former name without what it stands in, where that goes without saying.
  fileprivate var formerName: String {
    switch self {
    case .table(_, let former): "\(former)"
    case .column(_, _, let former): former
    }
  }

  /// How it is declared.
  fileprivate var declaration: String {
    switch self {
    case .table(_, let former): "renamedFrom: \"\(former)\""
    case .column(_, _, let former): ".renamed(from: \"\(former)\")"
    }
  }

  /// The operation that gives it another name.
  fileprivate func renaming(_ old: String, to new: String) -> String {
    switch self {
    case .table(let table, _):
      "RenameTable(\"\(old)\", to: \"\(new)\"\(table.schema.map { ", schema: \"\($0)\"" } ?? ""))"
    case .column(let table, _, _): "RenameColumn(\"\(table)\", \"\(old)\", to: \"\(new)\")"
    }
  }

  fileprivate var names: (old: String, new: String) {
    switch self {
    case .table(let table, let former): (former.name, table.name)
    case .column(_, let column, let former): (former, column)
    }
  }
}

extension [Renames.Unused.Subject] {
  fileprivate var exchanging: String {
    visible(
      "\(map(\.old).joined(separator: " and ")) would exchange their names, which no comparison can tell from what is there already"
    )
  }

  /// The steps that do it.
  fileprivate var wayToExchange: String {
    guard let first else { return "" }
    let aside = "\(first.names.old)_aside"
    // Each step takes the name that the one before gave up.
    let rest = dropFirst().reversed().map { $0.renaming($0.names.old, to: $0.names.new) }
    let steps = [first.renaming(first.names.old, to: aside)] + rest + [first.renaming(aside, to: first.names.new)]
    return visible(
      "write it yourself, with rev create and then without the former names: \(steps.joined(separator: ", "))")
  }
}
