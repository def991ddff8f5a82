import Revisions

/// Which objects of schemas are compared: all that some patterns include, but for those that others exclude.
package struct ObjectFilter: Hashable, Sendable {
  /// A kind of object, a pattern of names, or both: `table:tmp_*`, `trigger`, `audit.*`.
  package struct Pattern: Hashable, Sendable {
    /// The kind; nil is any.
    package var kind: Kind?
    /// The names, with `*` for any run of characters and `?` for one; a dot divides schema and name.
    package var name: String
    /// The schema in which names without one stand, by which they are found too.
    fileprivate var home: String?
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
    /// The kind that there is not; nil where no name stands behind one.
    package var kind: String?
  }

  private(set) var included: [Pattern] = []
  private(set) var excluded: [Pattern] = []

  /// A filter that leaves everything.
  package init() {}

  /// Reads patterns such as `table:app_*`. Nothing included means everything; `home` is the schema in which names without one stand.
  package init(including: [String], excluding: [String], home: String? = nil) throws(Unreadable) {
    for text in including { included.append(try Pattern(text, home)) }
    for text in excluding { excluded.append(try Pattern(text, home)) }
  }

  package var isEmpty: Bool { included.isEmpty && excluded.isEmpty }

  /// Whether something that stands by itself is compared. What stands in an excluded schema is not.
  func keeps(_ kind: Kind, _ name: QualifiedName) -> Bool {
    if excluded.contains(where: { $0.matches(kind, name) }) { return false }
    if let schema = name.schema, kind != .schema, excludesSchema(schema) { return false }
    return included.isEmpty || included.contains { $0.matches(kind, name) }
  }

  /// Whether a part is left out by itself: parts are there with their tables unless they are excluded.
  func excludes(_ kind: Kind, _ name: QualifiedName) -> Bool {
    excluded.contains { $0.matches(kind, name) && ($0.kind != nil || kind != .column) }
  }

  /// Whether what stands in a schema is left out with it.
  package func excludesSchema(_ schema: String) -> Bool {
    excluded.contains { $0.kind == .schema && $0.matches(.schema, QualifiedName(schema)) }
  }
}

extension ObjectFilter.Pattern {
  fileprivate init(_ text: String, _ home: String?) throws(ObjectFilter.Unreadable) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2 {
      if parts[1].isEmpty { throw ObjectFilter.Unreadable(pattern: text, kind: nil) }
      guard let kind = ObjectFilter.Kind(rawValue: parts[0].lowercased()) else {
        throw ObjectFilter.Unreadable(pattern: text, kind: parts[0])
      }
      self.init(kind: kind, name: parts[1], home: home)
    } else if let kind = ObjectFilter.Kind(rawValue: text.lowercased()) {
      self.init(kind: kind, name: "*", home: home)
    } else {
      self.init(kind: nil, name: text, home: home)
    }
  }

  fileprivate func matches(_ kind: ObjectFilter.Kind, _ object: QualifiedName) -> Bool {
    if let wanted = self.kind, wanted != kind { return false }
    if Self.matches(name[...], object.name[...]) || Self.matches(name[...], object.description[...]) { return true }
    guard let home, object.schema == nil else { return false }
    return Self.matches(name[...], "\(home).\(object.name)"[...])
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
