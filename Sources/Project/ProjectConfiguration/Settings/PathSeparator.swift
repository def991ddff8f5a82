/// What separates the folders of a list; without the setting, white space and commas do.
enum PathSeparator: Hashable {
  case space, newline, colon, semicolon

  static let choices: KeyValuePairs<String, PathSeparator?> = [
    "os": .colon, ":": .colon, ";": .semicolon, "space": .space, "newline": .newline,
  ]
}

extension PathSeparator? {
  /// Whether a character stands between two folders.
  func isSeparator(_ character: Character) -> Bool {
    // Lines always separate, as no path has a line break.
    if character.isNewline { return true }
    return switch self {
    case nil: character == " " || character == "\t" || character == ","
    case .space: character == " " || character == "\t"
    case .newline: false
    case .colon: character == ":"
    case .semicolon: character == ";"
    }
  }
}
