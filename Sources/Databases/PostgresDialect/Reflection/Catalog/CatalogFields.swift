import Revisions

/// The fields of a row, taken one after the other.
struct CatalogFields {
  private let values: [SQLValue]
  private var position = 0

  init(_ row: SQLRow) { values = row.values }

  private mutating func next() -> SQLValue {
    defer { position += 1 }
    return position < values.count ? values[position] : .null
  }

  mutating func optionalText() -> String? {
    switch next() {
    case .text(let text): text
    case .integer(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  mutating func text() -> String { optionalText() ?? "" }

  /// Text that counts as none where it is empty.
  mutating func letter() -> String? {
    guard let text = optionalText(), !text.isEmpty else { return nil }
    return text
  }

  mutating func flag() -> Bool {
    switch next() {
    case .boolean(let flag): flag
    case .text(let text): text == "t"
    default: false
    }
  }

  mutating func optionalNumber() -> Int64? {
    switch next() {
    case .integer(let number): number
    case .text(let text): Int64(text)
    default: nil
    }
  }

  mutating func integer() -> Int { optionalNumber().map { Int($0) } ?? 0 }

  mutating func optionalDouble() -> Double? {
    switch next() {
    case .double(let number): number
    case .integer(let number): Double(number)
    case .text(let text): Double(text)
    default: nil
    }
  }

  /// An array of texts, or NULL for an empty one.
  mutating func texts() -> [String] { optionalText().map(ArrayText.read) ?? [] }

  /// An array or vector of numbers, or NULL for an empty one.
  mutating func numbers() -> [Int] {
    guard let text = optionalText() else { return [] }
    return text.split { "{}, ".contains($0) }.compactMap { Int($0) }
  }
}

/// An array of one dimension as the server writes it: `{a,"b c",NULL}`.
enum ArrayText {
  static func read(_ text: String) -> [String] {
    var result: [String] = []
    var element: [UInt8] = []
    var isQuoted = false
    var isInside = false
    var bytes = text.utf8.makeIterator()
    guard bytes.next() == UInt8(ascii: "{") else { return [] }
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "\\"):
        if let escaped = bytes.next() { element.append(escaped) }
      case UInt8(ascii: "\""):
        isInside.toggle()
        isQuoted = true
      case UInt8(ascii: ",") where !isInside, UInt8(ascii: "}") where !isInside:
        if isQuoted || !element.isEmpty {
          result.append(!isQuoted && element == Array("NULL".utf8) ? "" : String(decoding: element, as: UTF8.self))
        }
        element = []
        isQuoted = false
      default: element.append(byte)
      }
    }
    return result
  }

  static func written(_ texts: [String]) -> String {
    var result = "{"
    for (position, text) in texts.enumerated() {
      if position > 0 { result += "," }
      result += "\""
      for character in text {
        if character == "\"" || character == "\\" { result += "\\" }
        result.append(character)
      }
      result += "\""
    }
    return result + "}"
  }
}
