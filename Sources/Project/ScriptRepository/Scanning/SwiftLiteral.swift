/// Reads the value of a string literal as Swift would.
enum SwiftLiteral {
  /// Why a literal has no value.
  enum Failure: Error, Equatable {
    case interpolated
    case malformed(String)
  }

  /// The value of the literal that is `text[start..<end]`, delimiters included.
  static func value(of text: ArraySlice<UInt8>) throws(Failure) -> String {
    let hashes = text.prefix { $0 == UInt8(ascii: "#") }.count
    let inner = text.dropFirst(hashes).dropLast(hashes)
    let marks = [UInt8](repeating: UInt8(ascii: "\""), count: 3)
    let isMultiLine =
      inner.count >= 6 && inner.starts(with: marks) && inner.suffix(3).elementsEqual(marks)
      && (inner.dropFirst(3).first == 0x0A || inner.dropFirst(3).first == 0x0D)
    guard isMultiLine else {
      guard inner.count >= 2 else { throw .malformed("it is not closed") }
      return try unescape(inner.dropFirst().dropLast(), hashes: hashes, joinsLines: false)
    }
    return try unescape(unindent(inner.dropFirst(3).dropLast(3))[...], hashes: hashes, joinsLines: true)
  }

  /// The lines between `"""` and `"""` without what the last line indents them by, ended by `\n` alone.
  private static func unindent(_ content: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
    var lines: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in content {
      if byte == 0x0A, previous == 0x0D {
        // The second half of a line break that has been counted.
      } else if byte == 0x0A || byte == 0x0D {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
      previous = byte
    }
    let indentation = lines.removeLast()
    guard indentation.allSatisfy(isBlank) else {
      throw .malformed("its closing \"\"\" has to stand on a line of its own")
    }
    // Nothing stands on the line of the opening `"""`.
    lines.removeFirst()
    var result: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { result.append(0x0A) }
      if line.starts(with: indentation) {
        result += line.dropFirst(indentation.count)
      } else if !line.allSatisfy(isBlank) {
        throw .malformed("a line is indented less than the closing \"\"\"")
      }
    }
    return result
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Replaces the escapes of a literal's content.
  private static func unescape(
    _ content: ArraySlice<UInt8>, hashes: Int, joinsLines: Bool
  ) throws(Failure) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var index = content.startIndex
    while index < content.endIndex {
      let escape = index + 1 + hashes
      guard content[index] == UInt8(ascii: "\\"), escape <= content.endIndex,
        content[index + 1..<escape].allSatisfy({ $0 == UInt8(ascii: "#") })
      else {
        result.append(content[index])
        index += 1
        continue
      }
      guard escape < content.endIndex else { throw .malformed("it ends in an escape") }
      index = escape + 1
      switch content[escape] {
      case UInt8(ascii: "("): throw .interpolated
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): result.append(content[escape])
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "0"): result.append(0x00)
      case UInt8(ascii: "u"): result += try scalar(in: content, at: &index)
      case let byte where joinsLines && (isBlank(byte) || byte == 0x0A):
        // A backslash at the end of a line joins it with the next.
        let rest = content[escape...]
        guard let end = rest.firstIndex(where: { !isBlank($0) }), content[end] == 0x0A else {
          throw .malformed("it has an escape that Swift does not know")
        }
        index = end + 1
      default: throw .malformed("it has an escape that Swift does not know")
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes of the `{1F600}` at the index, which is moved behind it.
  private static func scalar(in content: ArraySlice<UInt8>, at index: inout Int) throws(Failure) -> [UInt8] {
    let malformed = Failure.malformed("\\u has to be followed by one to eight hexadecimal digits in braces")
    guard index < content.endIndex, content[index] == UInt8(ascii: "{"),
      let end = content[index...].firstIndex(of: UInt8(ascii: "}"))
    else { throw malformed }
    let digits = String(decoding: content[index + 1..<end], as: UTF8.self)
    guard (1...8).contains(digits.utf8.count), digits.first != "+", digits.first != "-",
      let value = UInt32(digits, radix: 16)
    else { throw malformed }
    guard let scalar = Unicode.Scalar(value) else { throw .malformed("\\u{\(digits)} is no character") }
    index = end + 1
    return Array(String(Character(scalar)).utf8)
  }
}
