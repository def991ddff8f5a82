internal import Autogenerate
internal import Revisions

extension Session {
  /// Lists differences for a person: the operations as a result, and what to think of beside them.
  func show(_ comparison: SchemaComparison) throws {
    var text = ""
    var former: [QualifiedName: SQLFragment] = [:]
    for planned in comparison.upgrade.operations {
      if let (view, query) = planned.operation.droppedView { former[view] = query }
      text += "\(mark(of: planned.operation)) \(planned.operation.summary)\n"
      for hazard in planned.hazards where hazard.isGrave {
        text += "    \(Style.warning.applied(to: hazard.words, terminal.colorsOutput))\n"
      }
      if let cost = planned.cost { text += "    \(cost)\n" }
      if let (view, query) = planned.operation.createdView, let old = former[view] {
        text += "    \(Self.difference(from: old, to: query))\n"
      }
    }
    for difference in comparison.upgrade.inexpressible { text += "? \(visible(difference))\n" }
    try terminal.write(text)
    sayWhatIsLeftAlone(comparison)
  }

  /// What is new in a view that is made again.
  private static func difference(from old: SQLFragment, to new: SQLFragment) -> String {
    let (old, new) = (visible(old.summary), visible(new.summary))
    return old == new ? "made again, for what it reads" : "was: \(old)\n    is:  \(new)"
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
