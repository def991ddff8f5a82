import Revisions

/// What SQLite would like the values of a column to be: it follows from letters in the name of the type.
///
/// See "Determination Of Column Affinity" in SQLite's "Datatypes In SQLite".
enum Affinity {
  case integer, text, blob, real, numeric

  init(of type: DataType) {
    let name = ((try? SQLiteTypes.name(of: type, strict: false)) ?? "").uppercased()
    func has(_ parts: String...) -> Bool { parts.contains { name.contains($0) } }
    if has("INT") {
      self = .integer
    } else if has("CHAR", "CLOB", "TEXT") {
      self = .text
    } else if has("BLOB") || name.isEmpty {
      self = .blob
    } else if has("REAL", "FLOA", "DOUB") {
      self = .real
    } else {
      self = .numeric
    }
  }
}
