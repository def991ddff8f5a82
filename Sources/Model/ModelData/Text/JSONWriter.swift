extension ModelData {
  /// The data as JSON on one line, the keys of objects sorted. Throws for a number that JSON does not have.
  package func json() throws(UnwritableNumber) -> String {
    var writer = JSONWriter()
    try writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// JSON has no infinity, and nothing that is no number.
  package struct UnwritableNumber: Error {}
}

/// Puts JSON together. Data is as deep as a person wrote it, so this may recurse.
private struct JSONWriter {
  var bytes: [UInt8] = []

  mutating func write(_ data: ModelData) throws(ModelData.UnwritableNumber) {
    switch data {
    case .null: write("null")
    case .boolean(let flag): write(flag ? "true" : "false")
    case .integer(let number): write(number.description)
    case .double(let number):
      guard number.isFinite else { throw ModelData.UnwritableNumber() }
      write(number.description)
    case .text(let text): write(quoted: text)
    case .list(let list):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in list.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        try write(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, value) in object.sorted(by: { $0.key < $1.key }) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        write(quoted: key)
        bytes.append(UInt8(ascii: ":"))
        try write(value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(quoted text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { text in
      var start = 0
      for (place, byte) in text.enumerated() {
        guard let escape = Self.escape(byte) else { continue }
        bytes.append(contentsOf: text[start..<place])
        write(escape)
        start = place + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// What stands for a byte that cannot stand for itself.
  private static func escape(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\t"): "\\t"
    case 0..<0x20, 0x7F: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    default: nil
    }
  }
}
