import Revisions

extension Renames {
  /// The queries of views as PostgreSQL itself has them once columns are renamed: a column that the view hands on keeps its former
  /// name there. Only of views that read a renamed column, and where that can be told.
  func followedQueries(of schema: Schema) -> [QualifiedName: SQLFragment] {
    guard !columns.isEmpty else { return [:] }
    let former = Renames(tables: tables).applied(to: schema)
    var queries: [QualifiedName: SQLFragment] = [:]
    for (name, query) in former.views.map({ ($0.name, $0.query) })
      + former.materializedViews.map({ ($0.name, $0.query) })
    {
      guard query.segments.count == 1, case .raw(let text) = query.segments[0] else { continue }
      var followed: String? = text
      for rename in columns { followed = followed.flatMap { FollowedView($0, rename).text } }
      if let followed, followed != text { queries[name] = .raw(followed) }
    }
    return queries
  }
}

/// The query of a view after a column of a table that it reads was renamed.
private struct FollowedView {
  private(set) var text: String?

  init(_ query: String, _ rename: Renames.Column) {
    let bytes = Array(query.utf8)
    let tokens = ColumnInText.Token.all(in: bytes)
    // What is joined by the names of columns is written otherwise once these differ.
    guard !tokens.contains(where: { $0.isWord && ($0.text == "using" || $0.text == "natural") }) else { return }
    let foreign = ColumnInText(of: rename.table, in: query, isOwn: false).foreign
    let (old, new) = (NameInText.written(rename.from), NameInText.written(rename.to))
    var result: [UInt8] = []
    var position = 0
    // Whether the list of what is selected is being read, at each depth of parentheses.
    var isSelecting = [false]
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "(": isSelecting.append(false)
      case ")": if isSelecting.count > 1 { isSelecting.removeLast() }
      case "select" where token.isWord: isSelecting[isSelecting.count - 1] = true
      case "from" where token.isWord: isSelecting[isSelecting.count - 1] = false
      default: break
      }
      guard token.isName, token.name == rename.from, !foreign.contains(token.range.lowerBound),
        token.range.lowerBound >= position
      else { continue }
      result += bytes[position..<token.range.lowerBound] + Array(new.utf8)
      position = token.range.upperBound
      var first = index
      while first > 1, tokens[first - 1].text == "." { first -= 2 }
      guard isSelecting.last == true, first > 0, Self.isStart(tokens[first - 1]) else { continue }
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      if let next, next.isWord, next.text == "as" {
        guard index + 2 < tokens.count, tokens[index + 2].name == rename.to else { continue }
        position = tokens[index + 2].range.upperBound
      } else if next.map(Self.isEnd) ?? true {
        result += Array(" AS \(old)".utf8)
      }
    }
    text = String(decoding: result + bytes[position...], as: UTF8.self)
  }

  /// Whether something that is selected begins behind a token.
  private static func isStart(_ token: ColumnInText.Token) -> Bool {
    token.text == "," || token.isWord && ["select", "distinct", "all"].contains(token.text)
  }

  /// Whether something that is selected ends before a token.
  private static func isEnd(_ token: ColumnInText.Token) -> Bool {
    [",", ")", ";"].contains(token.text)
      || token.isWord
        && ["from", "where", "group", "having", "order", "limit", "union", "except", "intersect"].contains(token.text)
  }
}
