package import Revisions

/// Which objects of schemas are compared: all that some patterns include, but for those that others exclude.
package struct ObjectFilter: Hashable, Sendable {
  /// A kind of object, a pattern of names, or both: `table:tmp_*`, `trigger`, `audit.*`.
  package struct Pattern: Hashable, Sendable {
    /// The kind; nil is any.
    package var kind: Kind?
    /// The names, with `*` for any run of characters and `?` for one; a dot divides schema and name.
    package var name: String
  }

  /// A kind of object that can be included or excluded.
  package enum Kind: String, CaseIterable, Sendable {
    case schema, `extension`, `enum`, domain, type, sequence, table, column, index, constraint, view
    case materializedView = "materialized_view"
    case function, trigger, policy, grant, other
  }

  /// A pattern that cannot be read.
  package struct Unreadable: Error, Hashable, Sendable {
    package var pattern: String
    package var kind: String
  }

  private var included: [Pattern] = []
  private var excluded: [Pattern] = []

  /// A filter that leaves everything.
  package init() {}

  /// Reads patterns such as `table:app_*`. Nothing included means everything.
  package init(including: [String], excluding: [String]) throws(Unreadable) {
    for text in including { included.append(try Pattern(text)) }
    for text in excluding { excluded.append(try Pattern(text)) }
  }

  package var isEmpty: Bool { included.isEmpty && excluded.isEmpty }

  private func keeps(_ kind: Kind, _ name: QualifiedName) -> Bool {
    func matches(_ pattern: Pattern) -> Bool { pattern.matches(kind, name) }
    if excluded.contains(where: matches) { return false }
    return included.isEmpty || included.contains(where: matches)
  }

  /// The part of a schema that is compared. What hangs on a table goes with it.
  package func applied(to schema: Schema) -> Schema {
    guard !isEmpty else { return schema }
    var result = schema
    result.namespaces.removeAll { !keeps(.schema, QualifiedName($0.name)) }
    result.extensions.removeAll { !keeps(.extension, QualifiedName($0.name)) }
    result.enums.removeAll { !keeps(.enum, $0.name) }
    result.domains.removeAll { !keeps(.domain, $0.name) }
    result.compositeTypes.removeAll { !keeps(.type, $0.name) }
    result.tables.removeAll { !keeps(.table, $0.name) }
    let tables = Set(result.tables.map(\.name))
    let gone = Set(schema.tables.map(\.name)).subtracting(tables)
    for position in result.tables.indices {
      let table = result.tables[position].name
      result.tables[position].columns.removeAll {
        excludes(.column, QualifiedName($0.name, schema: table.name))
      }
      result.tables[position].constraints.removeAll { constraint in
        constraint.name.map { excludes(.constraint, QualifiedName($0, schema: table.schema)) } ?? false
      }
    }
    result.sequences.removeAll { sequence in
      if let owner = sequence.owner, gone.contains(owner.table) { return true }
      return sequence.owner == nil ? !keeps(.sequence, sequence.name) : excludes(.sequence, sequence.name)
    }
    result.indexes.removeAll { index in
      gone.contains(index.table) || excludes(.index, QualifiedName(index.name, schema: index.table.schema))
    }
    result.views.removeAll { !keeps(.view, $0.name) }
    result.materializedViews.removeAll { !keeps(.materializedView, $0.name) }
    result.routines.removeAll { !keeps(.function, $0.name) }
    result.triggers.removeAll {
      gone.contains($0.table) || excludes(.trigger, QualifiedName($0.name, schema: $0.table.schema))
    }
    result.policies.removeAll {
      gone.contains($0.table) || excludes(.policy, QualifiedName($0.name, schema: $0.table.schema))
    }
    result.grants.removeAll { grant in
      guard case .object(.table(let name)) = grant.target else { return excludes(.grant, QualifiedName("")) }
      return gone.contains(name) || excludes(.grant, name)
    }
    result.comments.removeAll { comment in
      if case .constraint(_, let table) = comment.object { gone.contains(table) } else { false }
    }
    result.others.removeAll { !keeps(.other, QualifiedName($0.address)) }
    return result
  }

  /// Whether a part is left out by itself: parts are there with their tables unless they are excluded.
  private func excludes(_ kind: Kind, _ name: QualifiedName) -> Bool {
    excluded.contains { $0.matches(kind, name) && ($0.kind != nil || kind != .column) }
  }
}

extension ObjectFilter.Pattern {
  fileprivate init(_ text: String) throws(ObjectFilter.Unreadable) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2 {
      guard let kind = ObjectFilter.Kind(rawValue: parts[0].lowercased()) else {
        throw ObjectFilter.Unreadable(pattern: text, kind: parts[0])
      }
      self.init(kind: kind, name: parts[1])
    } else if let kind = ObjectFilter.Kind(rawValue: text.lowercased()) {
      self.init(kind: kind, name: "*")
    } else {
      self.init(kind: nil, name: text)
    }
  }

  fileprivate func matches(_ kind: ObjectFilter.Kind, _ object: QualifiedName) -> Bool {
    if let wanted = self.kind, wanted != kind { return false }
    return Self.matches(name[...], object.name[...]) || Self.matches(name[...], object.description[...])
  }

  private static func matches(_ pattern: Substring, _ text: Substring) -> Bool {
    let (pattern, text) = (Array(pattern), Array(text))
    var (p, t) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        p = last.pattern + 1
        t = last.text + 1
        star = (last.pattern, t)
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == "*" { p += 1 }
    return p == pattern.count
  }
}
