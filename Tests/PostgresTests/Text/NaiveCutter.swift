/// Cuts scripts in another way than the cutter does: by a regular expression for each kind of token, and by counting each
/// CASE and END of a routine. It is slow, and only meant for scripts like ``RandomScripts``.
enum NaiveCutter {
  private static let gap =
    #"'(?:[ \t\f\x0B]|--[^\r\n]*)*[\r\n](?:[ \t\n\r\f\x0B]|--[^\r\n]*[\r\n])*'"#

  /// Each kind of token that may hold a semicolon, whole. What begins like one and is none is unterminated.
  private static let opaque: [String] = [
    "[eE]'(?:[^'\\\\]|\\\\[\\s\\S]|''|\(gap))*+'",
    "(?:[uU]&|[bBxXnN])?'(?:[^']|''|\(gap))*+'",
    "(?:[uU]&)?\"(?:[^\"]|\"\")*+\"",
    #"\$((?:[A-Za-z_\x{80}-\x{10FFFF}][A-Za-z_0-9\x{80}-\x{10FFFF}]*)?)\$[\s\S]*?\$\1\$"#,
  ]
  private static let begins =
    #"(?:[eEbBxXnN]|[uU]&)?'|(?:[uU]&)?"|\$(?:[A-Za-z_\x{80}-\x{10FFFF}][A-Za-z_0-9\x{80}-\x{10FFFF}]*)?\$"#
  private static let plain: [String] = [
    #"[A-Za-z_\x{80}-\x{10FFFF}][A-Za-z_0-9$\x{80}-\x{10FFFF}]*"#, #"[0-9]+"#, #"\$[0-9]+"#, #"[\s\S]"#,
  ]
  private static let space = #"(?:[ \t\n\r\f\x0B]|--[^\r\n]*)+"#

  /// The pieces of a script, each up to its semicolon and with it, and whether it has a statement; nil where the script
  /// ends inside something.
  static func pieces(of script: String) throws -> [Piece]? {
    let regexes = try (opaque: opaque.map(compiled), begins: compiled(begins), plain: plain.map(compiled))
    let space = try compiled(space)
    var rest = Substring(script)
    var pieces: [Piece] = []
    var piece = Piece(text: "", tokens: [])
    func take(_ end: String.Index) -> Substring {
      let token = rest[..<end]
      piece.text += token
      rest = rest[end...]
      return token
    }
    while !rest.isEmpty {
      if let match = try space.prefixMatch(in: rest) {
        _ = take(match.range.upperBound)
      } else if rest.unicodeScalars.starts(with: "/*".unicodeScalars) {
        guard let end = endOfComment(rest) else { return nil }
        _ = take(end)
      } else if try regexes.begins.prefixMatch(in: rest) != nil {
        guard let match = regexes.opaque.lazy.compactMap({ try? $0.prefixMatch(in: rest) }).first else {
          return nil
        }
        piece.tokens.append(String(take(match.range.upperBound)))
      } else {
        guard let match = regexes.plain.lazy.compactMap({ try? $0.prefixMatch(in: rest) }).first else { return nil }
        let token = take(match.range.upperBound)
        // Only psql understands it.
        if token == "\\" { return nil }
        piece.tokens.append(token.lowercased())
        if token == ";", piece.isComplete {
          piece.tokens.removeLast()
          pieces.append(piece)
          piece = Piece(text: "", tokens: [])
        }
      }
    }
    piece.tokens.append(";")
    guard piece.isComplete else { return nil }
    piece.tokens.removeLast()
    return piece.text.isEmpty ? pieces : pieces + [piece]
  }

  struct Piece {
    var text: String
    var tokens: [String]

    /// Whether nothing is open that keeps the semicolon at its end from ending it.
    var isComplete: Bool {
      let routine = tokens.starts(with: ["create", "or", "replace"]) ? Array(tokens.dropFirst(2)) : tokens
      let isRoutine = routine.count > 1 && ["function", "procedure"].contains(routine[1]) && tokens[0] == "create"
      var parentheses = 0
      var depth = 0
      for (position, token) in tokens.enumerated() {
        if token == "(" { parentheses += 1 }
        if token == ")" { parentheses = max(0, parentheses - 1) }
        guard isRoutine, parentheses == 0 else { continue }
        let begins = token == "begin" && position + 1 < tokens.count && tokens[position + 1] == "atomic"
        if begins || (token == "case" && depth > 0) { depth += 1 }
        if token == "end", depth > 0 { depth -= 1 }
      }
      return parentheses == 0 && depth == 0
    }
  }

  private static func compiled(_ pattern: String) throws -> Regex<AnyRegexOutput> {
    try Regex(pattern).matchingSemantics(.unicodeScalar)
  }

  private static func endOfComment(_ text: Substring) -> String.Index? {
    let scalars = text.unicodeScalars
    var position = scalars.startIndex
    var depth = 0
    while position < scalars.endIndex {
      let two = scalars[position...].prefix(2)
      guard two.elementsEqual("/*".unicodeScalars) || two.elementsEqual("*/".unicodeScalars) else {
        position = scalars.index(after: position)
        continue
      }
      depth += two.first == "/" ? 1 : -1
      position = two.endIndex
      if depth == 0 { return position }
    }
    return nil
  }
}
