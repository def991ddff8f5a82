import Revisions

extension DataType {
  /// Whether it is the type that its own spelling in an ordinary table is read as.
  var isCanonicalOnSQLite: Bool {
    switch self {
    case .smallInteger, .integer, .bigInteger, .real, .double, .boolean, .text, .varchar, .char, .binary, .date, .json,
      .time(precision: nil, withTimeZone: false), .timestamp(precision: nil, withTimeZone: false):
      true
    case .numeric(let precision, let scale): precision != nil || scale == nil
    default: false
    }
  }

  /// The type that SQLite spells so, in either case; one that has no case of its own is the text.
  init(sqlite spelling: String) {
    if let type = Self.sqliteNames[spelling.uppercased()] {
      self = type
      return
    }
    let layout = TextLayout(spelling, .statement(namesColumns: false))
    let words = layout.tokens.map { String(decoding: layout.bytes[$0.range], as: UTF8.self).uppercased() }
    let numbers = words.enumerated().compactMap { $0.offset > 1 && $0.offset.isMultiple(of: 2) ? Int($0.element) : nil }
    switch (words.first, words.count, numbers.count) {
    case ("VARCHAR", 4, 1): self = .varchar(length: numbers[0])
    case ("CHAR", 4, 1): self = .char(length: numbers[0])
    case ("NUMERIC", 4, 1): self = .numeric(precision: numbers[0], scale: nil)
    case ("NUMERIC", 6, 2): self = .numeric(precision: numbers[0], scale: numbers[1])
    default:
      let text = Self.layout(layout)
      self = Self.sqliteNames[text.uppercased()] ?? .raw(text)
    }
  }

  /// The types that have one spelling without numbers.
  private static let sqliteNames: [String: DataType] = [
    "SMALLINT": .smallInteger, "INTEGER": .integer, "BIGINT": .bigInteger, "NUMERIC": .numeric, "REAL": .real,
    "DOUBLE PRECISION": .double, "BOOLEAN": .boolean, "TEXT": .text, "VARCHAR": .varchar(length: nil), "BLOB": .binary,
    "DATE": .date, "TIME": .time, "TIMESTAMP": .timestamp, "JSON": .json,
  ]

  /// The words of a type with one blank between them, as SQLite does not tell keywords from others there.
  private static func layout(_ layout: TextLayout) -> String {
    var text = ""
    var before: Token?
    for token in layout.tokens {
      let isTight =
        before.map { $0.isSymbol("(", in: layout.bytes) || isSign($0, in: layout.bytes) } ?? true
        || token.isSymbol("(", in: layout.bytes) || token.isSymbol(")", in: layout.bytes)
        || token.isSymbol(",", in: layout.bytes)
      if !isTight { text += " " }
      text += String(decoding: layout.bytes[token.range], as: UTF8.self)
      before = token
    }
    return text
  }

  private static func isSign(_ token: Token, in bytes: [UInt8]) -> Bool {
    token.isSymbol("+", in: bytes) || token.isSymbol("-", in: bytes)
  }
}
