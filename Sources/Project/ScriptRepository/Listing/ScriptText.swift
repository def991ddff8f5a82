/// The text of a script, checked for what no script may hold.
enum ScriptText {
  /// Throws the first byte of a text that is not UTF-8 or has no business in a script, or the first line that a merge left.
  static func check(_ text: ArraySlice<UInt8>, path: String) throws(ScriptProblems) {
    var isASCII = true
    for (index, byte) in zip(text.indices, text) {
      if byte >= 0x80 { isASCII = false }
      // A NUL ends a string in the C libraries of the databases: what follows would be lost in silence.
      if byte == 0 { throw problem(.controlCharacter(byte), at: index, in: text, path) }
      // Whatever else is wrong then, comes of this.
      if byte == UInt8(ascii: "<"), index == text.startIndex || text[index - 1] == 0x0A,
        text[index...].starts(with: "<<<<<<< ".utf8)
      {
        throw problem(.conflictMarker, at: index, in: text, path)
      }
    }
    if !isASCII, String(validating: text, as: UTF8.self) == nil {
      throw problem(.invalidUTF8, at: firstInvalid(in: text), in: text, path)
    }
  }

  private static func problem(
    _ kind: ScriptProblem.Kind, at offset: Int, in text: ArraySlice<UInt8>, _ path: String
  ) -> ScriptProblems {
    ScriptProblems([
      ScriptProblem(
        path: path, position: ScriptPosition(of: offset - text.startIndex, in: Array(text)), kind: kind)
    ])
  }

  /// Where the text stops being UTF-8.
  private static func firstInvalid(in text: ArraySlice<UInt8>) -> Int {
    var iterator = text.makeIterator()
    var decoder = UTF8()
    var offset = text.startIndex
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput, .error: return offset
      }
    }
  }
}
