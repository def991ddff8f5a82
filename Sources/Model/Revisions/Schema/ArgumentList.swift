/// The arguments of a routine, as SQL has them between the parentheses.
enum ArgumentList {
  /// The arguments one by one, without their defaults.
  static func signature(of arguments: String) -> [String] {
    var scanner = ArgumentScanner(bytes: Array(arguments.utf8))
    return scanner.signature()
  }
}

/// Reads arguments up to what separates them, past anything in quotes, comments or brackets.
private struct ArgumentScanner {
  let bytes: [UInt8]
  var position = 0

  mutating func signature() -> [String] {
    var result: [String] = []
    var start = 0
    var end: Int?
    var depth = 0
    while position < bytes.count {
      let at = position
      switch bytes[position] {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): skipQuoted()
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"): skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "("), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case UInt8(ascii: ",") where depth == 0:
        result.append(text(start..<(end ?? at)))
        position += 1
        start = position
        end = nil
      case UInt8(ascii: "=") where depth == 0, UInt8(ascii: ":") where depth == 0 && next == UInt8(ascii: "="):
        end = end ?? at
        position += 1
      case let byte where Self.isWord(byte):
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        if depth == 0, end == nil, String(decoding: bytes[at..<position], as: UTF8.self).lowercased() == "default" {
          end = at
        }
      default: position += 1
      }
    }
    let last = text(start..<(end ?? bytes.count))
    if !last.isEmpty || !result.isEmpty { result.append(last) }
    return result
  }

  private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private func text(_ range: Range<Int>) -> String {
    var slice = bytes[range]
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    while let first = slice.first, isSpace(first) { slice.removeFirst() }
    while let last = slice.last, isSpace(last) { slice.removeLast() }
    return String(decoding: slice, as: UTF8.self)
  }

  /// A doubled quote ends one text and begins the next, which comes to the same.
  private mutating func skipQuoted() {
    let quote = bytes[position]
    position += 1
    while position < bytes.count, bytes[position] != quote { position += 1 }
    position += 1
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if bytes[position] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        depth += 1
        position += 2
      } else if bytes[position] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < bytes.count
  }
}
