internal import RevisionGraph
internal import Revisions

/// How revisions are listed for a person.
enum ListingStyle {
  case nodes, edges, details, nodesWithChildren
}

extension Session {
  /// Lists revisions in the order given, as JSON where that is wanted.
  func show(_ ids: [RevisionID], _ style: ListingStyle, current: AppliedRevisions? = nil) throws {
    if global.json { return try terminal.writeJSON(documents(ids, current: current)) }
    let graph = try graph()
    let gone = try ids.filter { try journalScript($0) != nil }
    let listing = RevisionListing(
      colors: terminal.colorsOutput, current: Set(current?.rows ?? []), gone: Set(gone))
    let style = global.verbose ? .details : style
    var text = ""
    for facts in ids.lazy.compactMap(graph.facts) {
      switch style {
      case .nodes: text += listing.node(facts) + "\n"
      case .edges: text += listing.edge(facts) + "\n"
      case .details: text += listing.details(facts, path: scriptPath(facts.id) ?? "") + "\n"
      case .nodesWithChildren:
        text += listing.node(facts) + "\n"
        for child in facts.children.compactMap(graph.facts) { text += "     -> \(listing.node(child))\n" }
      }
    }
    try terminal.write(text)
  }

  /// Revisions as other programs read them.
  func documents(_ ids: [RevisionID], current: AppliedRevisions? = nil) throws -> [RevisionDocument] {
    let graph = try graph()
    let rows = current.map { Set($0.rows) }
    return ids.compactMap(graph.facts).map { facts in
      RevisionDocument(
        facts, path: scriptPath(facts.id) == nil ? nil : absolutePath(facts.id),
        isCurrent: rows.map { $0.contains(facts.id) })
    }
  }
}
