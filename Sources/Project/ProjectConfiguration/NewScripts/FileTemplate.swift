package import SystemPackage

/// What is wrong with the text of a template.
package enum FileTemplateProblem: Error, Hashable, Sendable {
  case unknownToken(String, suggestion: String?)
  /// `%(` without `)`.
  case unterminatedToken
  /// No format behind the token: `s`, or `d` for numbers, with a width before it or not, as in `%(month).2d`.
  case badFormat(token: String)
  /// A width that no file name has.
  case widthTooLarge(Int)
}

/// What is wrong with the name that a template gives.
package enum ScriptNameProblem: Hashable, Sendable {
  /// An empty name or folder, `.` or `..`, or an absolute path.
  case leavesFolder
  /// A name that begins with a dot, which searches leave out.
  case hidden
  case controlCharacter
  /// More bytes than a file system takes.
  case tooLong(limit: Int)
}

/// The template of a script's path below its folder, in Python's form, as in `%(year)d/%(month).2d_%(rev)s_%(slug)s`.
///
/// As in values, only `%(` and `%%` are special.
package struct FileTemplate: Hashable, Sendable {
  /// What a template can name.
  package enum Token: String, CaseIterable, Sendable {
    case rev, slug, epoch, year, month, day, hour, minute, second
  }

  enum Part: Hashable {
    case text(String)
    case token(Token, TokenFormat)
  }

  /// What a script is called where nothing is set.
  package static let standard = FileTemplate(
    text: "%(rev)s_%(slug)s",
    parts: [.token(.rev, TokenFormat()), .text("_"), .token(.slug, TokenFormat())])

  /// The template as it was written.
  package let text: String
  let parts: [Part]

  /// The most bytes in a name, of a file or a folder.
  package static let nameLimit = 255

  private static let slash = UInt8(ascii: "/")

  private init(text: String, parts: [Part]) {
    self.text = text
    self.parts = parts
  }

  package init(_ text: String) throws(FileTemplateProblem) {
    self.init(text: text, parts: try TemplateParser.parse(text))
  }

  /// Whether scripts land in sub-folders.
  package var makesFolders: Bool {
    parts.contains { if case .text(let text) = $0 { text.utf8.contains(Self.slash) } else { false } }
  }

  /// The path of a script, relative to its folder.
  ///
  /// - Parameters:
  ///   - fileExtension: The extension without its dot.
  package func path(
    revision: String, slug: String, created: LocalTime, fileExtension: String
  ) throws(ConfigurationError) -> FilePath {
    var name = parts.map { part in
      switch part {
      case .text(let text): text
      case .token(let token, let format):
        format.apply(to: value(of: token, revision: revision, slug: slug, created: created))
      }
    }.joined()
    if slug.isEmpty {
      while name.last == "_" || name.last == "-" { name.removeLast() }
    }
    let file = "\(name).\(fileExtension)"
    if revision.utf8.contains(Self.slash) || slug.utf8.contains(Self.slash) {
      throw .unusableScriptName(file, .leavesFolder)
    }
    if let problem = Self.problem(of: name, file: file) { throw .unusableScriptName(file, problem) }
    return FilePath(file)
  }

  /// Looks at bytes, as the file system does: a combining mark behind a `/` makes it no other character there.
  private static func problem(of name: String, file: String) -> ScriptNameProblem? {
    let dot = UInt8(ascii: ".")
    let names = file.utf8.split(separator: slash, omittingEmptySubsequences: false)
    let leaves = names.contains { $0.isEmpty || $0.elementsEqual([dot]) || $0.elementsEqual([dot, dot]) }
    if leaves || name.isEmpty || name.utf8.last == slash { return .leavesFolder }
    if hasControlCharacter(file) { return .controlCharacter }
    if names.contains(where: { $0.first == dot }) { return .hidden }
    return names.contains { $0.count > nameLimit } ? .tooLong(limit: nameLimit) : nil
  }

  private func value(of token: Token, revision: String, slug: String, created: LocalTime) -> String {
    switch token {
    case .rev: revision
    case .slug: slug
    case .epoch: String(created.epochSeconds)
    case .year: String(created.year)
    case .month: String(created.month)
    case .day: String(created.day)
    case .hour: String(created.hour)
    case .minute: String(created.minute)
    case .second: String(created.second)
    }
  }
}

extension FileTemplate.Token {
  var isNumber: Bool { self != .rev && self != .slug }
}

/// How a token is written: the part of Python's formats that file names need.
struct TokenFormat: Hashable {
  /// The fewest characters.
  var width = 0
  /// Of a number, the fewest digits; of a text, the most characters.
  var precision: Int?
  var isNumber = false
  var padsWithZero = false
  var alignsLeft = false

  func apply(to value: String) -> String {
    var result = value
    if let precision {
      result =
        isNumber
        ? String(repeating: "0", count: max(0, precision - value.count)) + value : String(value.prefix(precision))
    }
    let missing = max(0, width - result.count)
    if alignsLeft { return result + String(repeating: " ", count: missing) }
    return String(repeating: padsWithZero && isNumber ? "0" : " ", count: missing) + result
  }
}

/// Reads `%(name)`, the flags `0` and `-`, a width, a precision, and `s` or `d`.
private struct TemplateParser {
  private static let widest = 64

  static func parse(_ text: String) throws(FileTemplateProblem) -> [FileTemplate.Part] {
    var parts: [FileTemplate.Part] = []
    var plain = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "%", rest.first == "%" {
        rest.removeFirst()
        plain.unicodeScalars.append(scalar)
      } else if scalar == "%", rest.first == "(" {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        rest.removeFirst()
        parts.append(try token(&rest))
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
    return plain.isEmpty ? parts : parts + [.text(plain)]
  }

  private static func token(_ rest: inout Substring.UnicodeScalarView) throws(FileTemplateProblem) -> FileTemplate.Part
  {
    guard let end = rest.firstIndex(of: ")") else { throw .unterminatedToken }
    let name = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    guard let token = FileTemplate.Token(rawValue: name) else {
      throw .unknownToken(
        name, suggestion: nearestName(to: name, among: FileTemplate.Token.allCases.map(\.rawValue)))
    }
    var format = TokenFormat()
    while let flag = rest.first, flag == "0" || flag == "-" {
      if flag == "0" { format.padsWithZero = true } else { format.alignsLeft = true }
      rest.removeFirst()
    }
    format.width = try number(&rest) ?? 0
    if rest.first == "." {
      rest.removeFirst()
      format.precision = try number(&rest) ?? 0
    }
    let kind = rest.popFirst()
    format.isNumber = kind == "d"
    guard kind == "s" || (kind == "d" && token.isNumber) else { throw .badFormat(token: name) }
    return .token(token, format)
  }

  private static func number(_ rest: inout Substring.UnicodeScalarView) throws(FileTemplateProblem) -> Int? {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    if digits.isEmpty { return nil }
    rest = rest[digits.endIndex...]
    let value = Int(String(digits)) ?? .max
    guard value <= widest else { throw .widthTooLarge(value) }
    return value
  }
}
