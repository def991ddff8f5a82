extension ModelData {
  /// Reads JSON. Whole numbers that fit into 64 bits are integers, all others doubles; of a key that stands twice the last
  /// counts.
  ///
  /// Throws ``MalformedJSON`` for a text that is none, and for one that is nested deeper than any revision is.
  package init(json text: String) throws(MalformedJSON) {
    var reader = JSONReader(text)
    self = try reader.document()
  }

  /// Where a text is no JSON.
  package struct MalformedJSON: Error, Hashable, Sendable {
    /// How many bytes come before the place.
    package let offset: Int
  }
}

/// Takes JSON apart, whoever wrote it.
private struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0

  /// How deep lists and objects may be nested: what a stack bears, and far more than anybody writes.
  private static let maximumDepth = 128

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func document() throws(ModelData.MalformedJSON) -> ModelData {
    let data = try value(depth: 0)
    skipBlanks()
    guard place == bytes.count else { throw malformed }
    return data
  }

  private var malformed: ModelData.MalformedJSON { ModelData.MalformedJSON(offset: place) }

  private mutating func value(depth: Int) throws(ModelData.MalformedJSON) -> ModelData {
    guard depth < Self.maximumDepth else { throw malformed }
    skipBlanks()
    guard place < bytes.count else { throw malformed }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(ModelData.MalformedJSON) -> ModelData {
    place += 1
    var object: [String: ModelData] = [:]
    if take(UInt8(ascii: "}")) { return .object(object) }
    repeat {
      skipBlanks()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw malformed }
      let key = try text()
      guard take(UInt8(ascii: ":")) else { throw malformed }
      object[key] = try value(depth: depth + 1)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw malformed }
    return .object(object)
  }

  private mutating func list(depth: Int) throws(ModelData.MalformedJSON) -> ModelData {
    place += 1
    var list: [ModelData] = []
    if take(UInt8(ascii: "]")) { return .list(list) }
    repeat { list.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw malformed }
    return .list(list)
  }

  private mutating func word(_ word: String, _ data: ModelData) throws(ModelData.MalformedJSON) -> ModelData {
    guard bytes[place...].starts(with: word.utf8) else { throw malformed }
    place += word.utf8.count
    return data
  }

  private mutating func number() throws(ModelData.MalformedJSON) -> ModelData {
    let start = place
    while place < bytes.count, Self.numberBytes.contains(bytes[place]) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if let whole = Int64(text) { return .integer(whole) }
    guard let number = Double(text), number.isFinite else { throw ModelData.MalformedJSON(offset: start) }
    return .double(number)
  }

  private static let numberBytes = Set("+-.0123456789eE".utf8)

  private mutating func text() throws(ModelData.MalformedJSON) -> String {
    place += 1
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        place += 1
        text += try escaped()
      case 0..<0x20: throw malformed
      default:
        text.append(byte)
        place += 1
      }
    }
    throw malformed
  }

  private mutating func escaped() throws(ModelData.MalformedJSON) -> [UInt8] {
    guard place < bytes.count else { throw malformed }
    let letter = bytes[place]
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
    default: throw malformed
    }
  }

  /// What four digits stand for, or eight that are a pair.
  private mutating func scalar() throws(ModelData.MalformedJSON) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), bytes[place...].starts(with: "\\u".utf8) else { throw malformed }
    place += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw malformed }
    return scalar
  }

  private mutating func codeUnit() throws(ModelData.MalformedJSON) -> UInt32 {
    guard place + 4 <= bytes.count else { throw malformed }
    var unit: UInt32 = 0
    for byte in bytes[place..<place + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw malformed }
      unit = unit << 4 | UInt32(digit)
    }
    place += 4
    return unit
  }

  private mutating func skipBlanks() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  /// Goes past a byte, where it is the next one that says anything.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }
}
