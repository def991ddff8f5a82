internal import Autogenerate
internal import Revisions

extension Session {
  /// Lists differences for a person: the operations as a result, and what to think of beside them.
  func show(_ comparison: SchemaComparison) throws {
    var text = ""
    var former: [QualifiedName: SQLFragment] = [:]
    let wanted = (comparison.wanted.readBack ?? comparison.wanted.schema).queries
    for planned in comparison.upgrade.operations {
      if let (view, query) = planned.operation.droppedView { former[view] = query }
      text += "\(mark(of: planned.operation)) \(planned.operation.summary)\n"
      for hazard in planned.hazards where hazard.isGrave {
        text += "    \(Style.warning.applied(to: hazard.words, terminal.colorsOutput))\n"
      }
      if let cost = planned.cost { text += "    \(cost)\n" }
      if let (view, query) = planned.operation.createdView, let old = former[view] {
        // Where the database has its own words for it, those are compared with what it had.
        text += "    \(Self.difference(from: old, to: wanted[view] ?? query))\n"
      }
    }
    for difference in comparison.upgrade.inexpressible { text += "? \(visible(difference))\n" }
    try terminal.write(text)
    sayWhatIsLeftAlone(comparison)
  }

  /// What is new in a view that is made again.
  private static func difference(from old: SQLFragment, to new: SQLFragment) -> String {
    let (old, new) = (Array(visible(old.line)), Array(visible(new.line)))
    guard old != new else { return "made again, for what it reads" }
    let shared = zip(old, new).prefix { $0 == $1 }.count
    return "was: \(excerpt(old, around: shared))\n    is:  \(excerpt(new, around: shared))"
  }

  /// A text, or, where it is long, what stands around a place in it.
  private static func excerpt(_ text: [Character], around place: Int) -> String {
    let length = 100
    // From there on, the rest may fit.
    let start = min(max(0, place - 30), max(0, text.count - length))
    let end = min(text.count, start + length)
    return (start > 0 ? "…" : "") + String(text[start..<end]) + (end < text.count ? "…" : "")
  }

  /// Says what no operation can express.
  func sayWhatIsLeftAlone(_ comparison: SchemaComparison) {
    for (reading, list) in [
      (comparison.former, comparison.former.unsupported), (comparison.wanted, comparison.wanted.unsupported),
    ] where !list.isEmpty {
      terminal.warn(
        "\(reading.title) has what rev cannot express, and leaves alone: \(list.prefix(10).joined(separator: ", "))"
          + (list.count > 10 ? " and \(list.count - 10) more" : ""))
    }
  }

  /// A sign for what an operation does, as in a diff.
  private func mark(of operation: Operation) -> String {
    let name = operation.kindName
    let (sign, style): (String, Style) =
      if ["create", "add", "attach", "grant", "insert"].contains(where: name.hasPrefix) {
        ("+", .mark)
      } else if ["drop", "detach", "revoke", "delete"].contains(where: name.hasPrefix) {
        ("-", .error)
      } else {
        ("~", .id)
      }
    return style.applied(to: sign, terminal.colorsOutput)
  }
}

extension Schema {
  /// The queries of views by their names.
  fileprivate var queries: [QualifiedName: SQLFragment] {
    Dictionary(views.map { ($0.name, $0.query) } + materializedViews.map { ($0.name, $0.query) }) { first, _ in first }
  }
}

extension Operation {
  /// The view that it drops, with its query where that is known.
  fileprivate var droppedView: (QualifiedName, SQLFragment)? {
    switch self {
    case .dropView(let drop): drop.former.map { ($0.name, $0.query) }
    case .dropMaterializedView(let drop): drop.former.map { ($0.name, $0.query) }
    default: nil
    }
  }

  /// The view that it creates, with its query.
  fileprivate var createdView: (QualifiedName, SQLFragment)? {
    switch self {
    case .createView(let create): (create.view.name, create.view.query)
    case .createMaterializedView(let create): (create.view.name, create.view.query)
    default: nil
    }
  }

  /// The name of the case.
  fileprivate var kindName: String {
    switch self {
    case .outsideTransaction(let outside):
      if case .steps(let steps) = outside.body.content, let first = steps.first { first.kindName } else { "" }
    default: Mirror(reflecting: self).children.first?.label ?? ""
    }
  }
}
