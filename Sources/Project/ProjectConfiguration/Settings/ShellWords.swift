/// Splits text into words as a POSIX shell does: white space separates, quotes and backslashes keep it together.
/// Nothing is expanded.
enum ShellWords {
  /// The words, or nil where a quote is not closed or a backslash ends the text.
  static func split(_ text: String) -> [String]? {
    var words: [String] = []
    // Nil between words, so that '' is a word.
    var word: String?
    var quote: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      if quote == "'" {
        if scalar == "'" { quote = nil } else { word?.unicodeScalars.append(scalar) }
      } else if scalar == "\\" {
        guard let next = scalars.next() else { return nil }
        if quote == "\"", next != "\"", next != "\\" { word?.unicodeScalars.append(scalar) }
        word = word ?? ""
        word?.unicodeScalars.append(next)
      } else if let open = quote {
        if scalar == open { quote = nil } else { word?.unicodeScalars.append(scalar) }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
        word = word ?? ""
      } else if scalar == " " || scalar == "\t" || scalar == "\n" {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = word ?? ""
        word?.unicodeScalars.append(scalar)
      }
    }
    guard quote == nil else { return nil }
    return words + (word.map { [$0] } ?? [])
  }
}
