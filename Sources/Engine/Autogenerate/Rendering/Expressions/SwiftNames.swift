/// Gives out names for properties: each once, and none that Swift or the type around them needs.
struct SwiftNames {
  private let reserved: Set<String>
  private var taken: Set<String> = []

  /// Makes a source of names; `members` are those that are taken.
  init(members: Set<String>) { reserved = Self.keywords.union(members) }

  /// The first name that is free: `user_accounts` becomes `userAccounts`.
  ///
  /// What Swift needs gets another word before it: `default` becomes `tableDefault`. Where all names are taken, a number is put
  /// behind the last.
  mutating func name(for texts: [String]) -> String {
    let candidates = texts.map(free)
    if let free = candidates.first(where: { !taken.contains($0) }) {
      taken.insert(free)
      return free
    }
    let base = candidates.last ?? "table"
    var number = 2
    while taken.contains("\(base)\(number)") { number += 1 }
    taken.insert("\(base)\(number)")
    return "\(base)\(number)"
  }

  /// A name that Swift does not need.
  private func free(_ text: String) -> String {
    let name = Self.camelCased(text)
    return name.isEmpty ? "table" : reserved.contains(name) ? Self.camelCased("table " + text) : name
  }

  /// The words of a text as one name; empty where it has none that a name can begin with.
  private static func camelCased(_ text: String) -> String {
    var name = ""
    for word in text.unicodeScalars.split(whereSeparator: { !isWordScalar($0) }) {
      let word = String(word)
      // A name in capitals is a word; in others they are the beginnings of words.
      let isLoud = word == word.uppercased()
      let plain = isLoud ? word.lowercased() : word
      name += name.isEmpty ? lowerFirst(plain) : plain.prefix(1).uppercased() + plain.dropFirst()
    }
    guard let first = name.unicodeScalars.first else { return "" }
    return first.properties.generalCategory == .decimalNumber ? "table" + name : name
  }

  /// `URLMap` becomes `urlMap`, `Album` becomes `album`.
  private static func lowerFirst(_ word: String) -> String {
    let capitals = word.prefix { $0.isUppercase }.count
    let lowered = capitals > 1 ? capitals - 1 : capitals
    return word.prefix(lowered).lowercased() + word.dropFirst(lowered)
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
    default: false
    }
  }

  private static let keywords: Set<String> = [
    "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch", "class", "consuming",
    "continue", "copy", "default", "defer", "deinit", "discard", "do", "each", "else", "enum", "extension",
    "fallthrough",
    "false", "fileprivate", "for", "func", "get", "guard", "if", "import", "in", "init", "inout", "internal", "is",
    "let",
    "nil", "nonisolated", "open", "operator", "package", "private", "protocol", "public", "repeat", "rethrows",
    "return",
    "self", "set", "some", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "unsafe", "var", "where", "while", "willSet", "didSet", "yield",
  ]
}
