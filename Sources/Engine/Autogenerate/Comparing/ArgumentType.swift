/// The type in an argument of a routine, `IN x integer`.
enum ArgumentType {
  /// The type of an argument that a caller gives; nil for one that only comes back.
  static func ofInput(_ argument: String) -> String? {
    var words = words(of: argument)
    switch words.first?.lowercased() {
    case "out" where words.count > 1: return nil
    case "in", "inout", "variadic": if words.count > 1 { words.removeFirst() }
    default: break
    }
    guard words.count > 1, let first = words.first, !isType(first, before: words[1]) else {
      return words.joined(separator: " ")
    }
    return words.dropFirst().joined(separator: " ")
  }

  /// Whether two words are, or begin, a type of several words rather than a name and its type.
  private static func isType(_ word: String, before next: String) -> Bool {
    switch (word.lowercased(), next.lowercased().prefix { $0 != "(" && $0 != "[" }) {
    case ("double", "precision"), ("character", "varying"), ("char", "varying"), ("bit", "varying"): true
    case ("national", "character"), ("national", "char"), ("interval", "year"), ("interval", "month"): true
    case ("interval", "day"), ("interval", "hour"), ("interval", "minute"), ("interval", "second"): true
    case (let word, "with"), (let word, "without"): word.hasPrefix("time")
    default: false
    }
  }

  /// What stands between spaces, a name in quotes as a whole.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
