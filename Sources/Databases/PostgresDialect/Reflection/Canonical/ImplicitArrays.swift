/// Lists of texts as the server read them before it said what it makes of them.
///
/// `status IN ('a', 'b')` of a `varchar` comes back as `(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])`.
/// Read again, that cast goes into the list, and what then comes back says it otherwise. Left out, the server puts it there by itself.
enum ImplicitArrays {
  /// A query or an expression without the casts of such lists.
  static func restored(in text: String) -> String {
    guard text.contains("'::character varying])::text[]") else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if let end = endOfString(at: position, in: bytes, by: UInt8(ascii: "'"))
        ?? endOfString(at: position, in: bytes, by: UInt8(ascii: "\""))
      {
        result += bytes[position..<end]
        position = end
      } else if let list = list(at: position, in: bytes), isQuantified(result) {
        result += Array("(ARRAY[".utf8) + bytes[list.values] + Array("])".utf8)
        position = list.end
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isQuantified(_ before: [UInt8]) -> Bool {
    before.suffix(4).elementsEqual("ANY ".utf8) || before.suffix(4).elementsEqual("ALL ".utf8)
  }

  /// The list that begins at a place as a whole, and what stands in its brackets.
  private static func list(at start: Int, in bytes: [UInt8]) -> (values: Range<Int>, end: Int)? {
    guard var position = end(of: "((ARRAY[", at: start, in: bytes) else { return nil }
    let first = position
    while true {
      guard let value = endOfString(at: position, in: bytes, by: UInt8(ascii: "'")),
        let cast = end(of: "::character varying", at: value, in: bytes)
      else { return nil }
      if let end = end(of: "])::text[])", at: cast, in: bytes) { return (first..<cast, end) }
      guard let next = end(of: ", ", at: cast, in: bytes) else { return nil }
      position = next
    }
  }

  private static func end(of word: String, at start: Int, in bytes: [UInt8]) -> Int? {
    bytes[start...].starts(with: word.utf8) ? start + word.utf8.count : nil
  }

  /// Where a string or quoted name ends that begins at a place; a doubled quote stands for one, and the server doubles backslashes.
  private static func endOfString(at start: Int, in bytes: [UInt8], by quote: UInt8) -> Int? {
    guard start < bytes.count, bytes[start] == quote else { return nil }
    var position = start + 1
    while position < bytes.count {
      if bytes[position] == quote {
        guard position + 1 < bytes.count, bytes[position + 1] == quote else { return position + 1 }
        position += 1
      }
      position += 1
    }
    return nil
  }
}
