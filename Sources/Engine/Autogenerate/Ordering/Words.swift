/// The words of a text: names that need no quotes, keywords and numbers.
enum Words {
  /// Where the word ends that begins at a place; the place itself where none does.
  static func end(at start: Int, in bytes: [UInt8]) -> Int {
    var position = start
    while position < bytes.count, bytes[position].isPartOfWord { position += 1 }
    return position
  }

  /// Where the sign of an operator ends that begins at a place; the place itself where none does.
  static func end(ofSignAt start: Int, in bytes: [UInt8]) -> Int {
    var position = start
    while position < bytes.count, bytes[position].isPartOfSign { position += 1 }
    return position
  }
}

extension UInt8 {
  /// Whether it is a space, a tabulator or the end of a line.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  /// Whether an operator may have this byte in it.
  var isPartOfSign: Bool {
    switch self {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"),
      UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"), UInt8(ascii: "?"):
      true
    default: false
    }
  }

  /// Whether a word of SQL may have this byte in it.
  var isPartOfWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
