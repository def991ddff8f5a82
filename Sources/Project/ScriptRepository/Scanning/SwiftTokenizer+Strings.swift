extension SwiftTokenizer {
  /// What a position inside a string is inside of, innermost last.
  private enum Frame {
    case string(hashes: Int, multiLine: Bool)
    case interpolation(depth: Int)
  }

  /// Skips a string whose quotation mark stands at the offset, with everything that is interpolated.
  mutating func readString(hashes: Int) {
    let start = offset
    var frames: [Frame] = []
    var index = open(at: offset, hashes: hashes, &frames)
    let isMultiLine = if case .string(_, true)? = frames.last { true } else { false }
    while let frame = frames.last {
      guard index < text.count else { break }
      switch frame {
      case .string(let hashes, let multiLine):
        let byte = text[index]
        if byte == UInt8(ascii: "\\"), hasHashes(hashes, at: index + 1) {
          index += 1 + hashes
          if self.byte(at: index) == UInt8(ascii: "(") {
            frames.append(.interpolation(depth: 1))
          } else if !multiLine, Self.isLineBreak(self.byte(at: index)) {
            continue
          }
          index += 1
        } else if byte == UInt8(ascii: "\""), let end = close(at: index, hashes: hashes, multiLine: multiLine) {
          frames.removeLast()
          index = end
        } else if !multiLine, Self.isLineBreak(byte) {
          return abandon(from: start, multiLine: isMultiLine)
        } else {
          index += 1
        }
      case .interpolation(let depth):
        switch text[index] {
        case UInt8(ascii: "("):
          frames[frames.count - 1] = .interpolation(depth: depth + 1)
          index += 1
        case UInt8(ascii: ")"):
          if depth == 1 { frames.removeLast() } else { frames[frames.count - 1] = .interpolation(depth: depth - 1) }
          index += 1
        case UInt8(ascii: "\""): index = open(at: index, hashes: 0, &frames)
        case UInt8(ascii: "#"):
          var quote = index
          while byte(at: quote) == UInt8(ascii: "#") { quote += 1 }
          index = byte(at: quote) == UInt8(ascii: "\"") ? open(at: quote, hashes: quote - index, &frames) : quote
        case UInt8(ascii: "/") where byte(at: index + 1) == UInt8(ascii: "*"): index = endOfComment(index)
        case 0x0A, 0x0D:
          if !isMultiLine, !interpolationsMaySpanLines { return abandon(from: start, multiLine: false) }
          index += 1
        default: index += 1
        }
      }
    }
    if frames.isEmpty { offset = index } else { abandon(from: start, multiLine: isMultiLine) }
  }

  private mutating func abandon(from start: Int, multiLine: Bool) {
    record(.unterminatedString, at: start)
    interpolationsMaySpanLines = false
    offset = multiLine ? text.count : endOfLine(start)
  }

  /// Enters the string whose quotation mark stands at an offset; returns where its content begins.
  private func open(at quote: Int, hashes: Int, _ frames: inout [Frame]) -> Int {
    let multiLine =
      byte(at: quote + 1) == UInt8(ascii: "\"") && byte(at: quote + 2) == UInt8(ascii: "\"")
      && !(hashes > 0 && closesOnItsLine(from: quote + 1, hashes: hashes))
    frames.append(.string(hashes: hashes, multiLine: multiLine))
    return quote + (multiLine ? 3 : 1)
  }

  /// Whether a raw string that looks like one of several lines is not: `#"""#` is one quotation mark.
  private func closesOnItsLine(from start: Int, hashes: Int) -> Bool {
    var index = start
    while index < text.count, !Self.isLineBreak(text[index]) {
      if text[index] == UInt8(ascii: "\""), hasHashes(hashes, at: index + 1) { return true }
      index += 1
    }
    return false
  }

  /// Behind the closing of a string, where the quotation mark at an offset closes it.
  private func close(at quote: Int, hashes: Int, multiLine: Bool) -> Int? {
    var index = quote + 1
    if multiLine {
      guard byte(at: index) == UInt8(ascii: "\""), byte(at: index + 1) == UInt8(ascii: "\"") else { return nil }
      index += 2
    }
    return hasHashes(hashes, at: index) ? index + hashes : nil
  }

  private func hasHashes(_ count: Int, at offset: Int) -> Bool {
    var index = 0
    while index < count {
      if byte(at: offset + index) != UInt8(ascii: "#") { return false }
      index += 1
    }
    return true
  }
}
