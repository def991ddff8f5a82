import Revisions

/// The collations that every SQLite has.
enum CollationNames {
  private static let builtIn = ["BINARY", "NOCASE", "RTRIM"]

  /// A collation's name as it is compared.
  static func canonical(_ name: String) -> String {
    builtIn.first { SQLiteQuoting.same($0, name) } ?? name
  }

  static func areBuiltIn(_ name: String) -> Bool { builtIn.contains(name) }

  /// A column's collation; nil for the one that it has without.
  static func ofColumn(_ collation: QualifiedName?) -> QualifiedName? {
    guard let collation else { return nil }
    let name = canonical(collation.name)
    return name == "BINARY" ? nil : QualifiedName(name)
  }
}
