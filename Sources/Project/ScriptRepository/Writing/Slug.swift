/// A message as part of a file's name.
package enum Slug {
  /// The words of a message in lower case, joined by underscores; only whole words, as many as fit.
  ///
  /// - Parameter length: How many characters there may be at most. A first word that is longer is cut.
  package static func of(_ message: String, length: Int) -> String {
    let words = words(of: message.lowercased())
    var slug = words.first.map { String($0.prefix(max(0, length))) } ?? ""
    for word in words.dropFirst() {
      guard slug.count + 1 + word.count <= length else { break }
      slug += "_\(word)"
    }
    return slug
  }

  /// The runs of letters and digits in a text, of whatever script.
  static func words(of text: String) -> [String] {
    text.unicodeScalars.split { !isWordScalar($0) }.map { String($0) }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
    default: false
    }
  }
}
