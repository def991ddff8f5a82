package import Dialects
package import Revisions

extension ComparisonRules {
  /// A name as the database compares it.
  package func folded(_ name: String) -> String { foldsNames ? name.asciiLowercased : name }

  /// A name as the database compares it.
  package func folded(_ name: QualifiedName) -> QualifiedName {
    foldsNames ? QualifiedName(name.name.asciiLowercased, schema: name.schema?.asciiLowercased) : name
  }
}

extension String {
  /// The text with its ASCII letters small, as SQLite compares names.
  var asciiLowercased: String {
    guard utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return self }
    return String(
      decoding: utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
