import CLibPQ

/// Addresses as text, of which no message may repeat a password.
enum AddressText {
  /// What is wrong with a `dbname` that is a URL or a connection string; nil where nothing is.
  static func problem(in text: String) -> String? {
    guard isURL(text) || text.contains("=") else { return nil }
    if isURL(text), let problem = passwordProblem(in: text) { return problem }
    var words: UnsafeMutablePointer<CChar>?
    if let options = PQconninfoParse(text, &words) {
      PQconninfoFree(options)
      return nil
    }
    defer { PQfreemem(words) }
    let message = words.map { String(cString: $0) } ?? "it cannot be read"
    return withoutQuotations(message, of: text)
  }

  private static func isURL(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
  }

  /// A password with characters that end it would have its rest taken for a host or a database, and shown as such.
  private static func passwordProblem(in url: String) -> String? {
    let rest = url.drop { $0 != ":" }.dropFirst(3)
    let authority = rest.prefix { $0 != "/" }
    if authority.count(where: { $0 == "@" }) > 1 {
      return "the URL has more than one @ before its path: one in a name or password must be written %40"
    }
    guard !authority.contains("@"), rest.contains("@") else { return nil }
    let hasOddPort = authority.split(separator: ",").contains { host in
      let port = host.drop { $0 != "]" }.isEmpty ? host.drop { $0 != ":" } : host.drop { $0 != "]" }.dropFirst()
      return !port.dropFirst().allSatisfy(\.isNumber)
    }
    return hasOddPort ? "the URL has a / before its @: one in a name or password must be written %2F" : nil
  }

  /// libpq's complaint, without what it quotes of the text: that may be a piece of the password.
  private static func withoutQuotations(_ message: String, of text: String) -> String {
    let line = message.prefix { $0 != "\n" }
    let query = text.drop { $0 != "?" }
    let name = line.drop { $0 != "\"" }.dropFirst().prefix { $0 != "\"" }
    let isHarmless =
      name.allSatisfy { $0.isLetter || $0 == "_" }
      && (line.hasPrefix("invalid URI query parameter") || line.hasPrefix("invalid connection option"))
      && !text.lowercased().contains("password") && !query.contains("@")
    if isHarmless { return String(line) }
    var result = ""
    for (position, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      // A single character is one of the grammar's, such as the "=" that is missing.
      let isQuoted = position % 2 == 1
      result += isQuoted ? "\"\(part.count > 1 ? "…" : part)\"" : String(part)
    }
    return result
  }

  /// A message with a password taken out of it, should one have got there.
  static func redacted(_ message: String, password: String?, publicValues: [String]) -> String {
    guard let password, password.count > 2, !publicValues.contains(password) else { return message }
    return message.split(separator: password, omittingEmptySubsequences: false).joined(separator: "…")
  }
}
