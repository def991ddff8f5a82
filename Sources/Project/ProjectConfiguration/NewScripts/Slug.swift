/// A message as a part of a file name: its words in lower case, joined by `_`.
///
/// A message that is too long is cut behind its last whole word and then ends with `_`, as in Alembic.
///
/// - Parameter maximumLength: The most characters before the cut, at least 1.
package func slug(_ message: String, maximumLength: Int) -> String {
  let words = message.unicodeScalars.split { !isWordScalar($0) }
  let whole = words.map { String(Substring($0)) }.joined(separator: "_").lowercased()
  guard whole.count > maximumLength else { return whole }
  let cut = whole.prefix(maximumLength)
  return (cut.lastIndex(of: "_").map { String(cut[..<$0]) } ?? String(cut)) + "_"
}

private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
  case .decimalNumber, .letterNumber, .otherNumber: true
  // Alembic splits words at these; in most of the scripts that use them they belong to the word.
  case .nonspacingMark, .spacingMark: true
  default: scalar == "_"
  }
}
