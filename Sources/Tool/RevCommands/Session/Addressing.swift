internal import MigrationPlanning
internal import RevisionGraph
internal import Revisions

extension Session {
  /// Reads an address. One that shortens an id to very little is taken, with a hint.
  func selector(_ argument: RevisionArgument) throws -> SelectorExpression {
    let selector = try SelectorExpression(parsing: argument.text)
    let abbreviations = (try? graph().resolve(selector))?.abbreviations ?? []
    for abbreviation in abbreviations where abbreviation.isShort {
      terminal.hint("'\(abbreviation.text)' is short for \(abbreviation.revision), until another id begins like it")
    }
    return selector
  }

  /// The revisions that addresses stand for, sorted; a database is looked at only where an address counts from it.
  func resolve(_ arguments: [RevisionArgument], completingGraph: Bool = false) async throws -> [RevisionID] {
    let selectors = try arguments.map(selector)
    let applied =
      selectors.contains(where: \.countsFromDatabase) ? try await applied(completingGraph: completingGraph) : nil
    return try graph().resolve(selectors, current: applied)
  }

  /// The version rows that addresses stand for where no database is looked at; `base` adds none.
  func rows(named arguments: [RevisionArgument]) throws -> [RevisionID] {
    let selectors = try arguments.map(selector)
    return try graph().effectiveHeads(of: graph().resolve(selectors))
  }
}

extension SelectorExpression {
  /// Whether it depends on where a database is.
  var countsFromDatabase: Bool { anchor == nil || anchor == .current }
}

extension RangeExpression {
  /// Whether it depends on where a database is. An end that is only an offset counts from the other end, if that is no
  /// offset itself.
  var countsFromDatabase: Bool {
    if lower?.anchor == .current || upper?.anchor == .current { return true }
    if lower == nil && upper == nil { return false }
    let lowerIsOffset = lower.map { $0.anchor == nil } ?? false
    let upperIsOffset = upper.map { $0.anchor == nil } ?? false
    return lowerIsOffset && upperIsOffset
  }
}
