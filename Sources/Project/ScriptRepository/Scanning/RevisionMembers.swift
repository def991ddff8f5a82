import Revisions

/// The static members of a revision that are literals.
enum RevisionMember: String {
  case id, parents, dependsOn, branchLabels, message, created

  /// Whether the member is a list.
  var isList: Bool { self == .parents || self == .dependsOn || self == .branchLabels }
  /// Whether the member holds ids, which may be written `RevisionID("…")`.
  var holdsIDs: Bool { self == .id || self == .parents || self == .dependsOn }
}

/// What a member's literal says.
enum RevisionMemberValue {
  case text(String)
  case list([String])
  /// There is one, but it could not be read.
  case unreadable
}

/// A type that is or may be a revision, as far as its body has been read.
struct RevisionCandidate {
  let typeName: String
  /// Where its declaration begins.
  let offset: Int
  /// Whether it says `: Revision`.
  let conforms: Bool
  var obstacle: ScriptProblem.Obstacle?
  var values: [RevisionMember: RevisionMemberValue] = [:]
  private(set) var problems: [(kind: ScriptProblem.Kind, offset: Int)] = []
  private var hasUpgrade = false
  private var hasDowngrade = false

  init(typeName: String, offset: Int, conforms: Bool) {
    self.typeName = typeName
    self.offset = offset
    self.conforms = conforms
  }

  mutating func note(_ problem: ScriptProblem.Kind, at offset: Int) { problems.append((problem, offset)) }

  mutating func noteProperty(_ name: String?) {
    if name == "upgrade" { hasUpgrade = true }
    if name == "downgrade" { hasDowngrade = true }
  }

  /// Whether somebody forgot `: Revision`.
  var looksLikeRevision: Bool { values[.id] != nil && hasUpgrade && hasDowngrade }

  /// All that was read; nil where a member that has to be there is not.
  var metadata: RevisionMetadata? {
    guard case .text(let id)? = values[.id], case .list(let parents)? = values[.parents] else { return nil }
    func list(_ member: RevisionMember) -> [String] {
      if case .list(let list)? = values[member] { list } else { [] }
    }
    func text(_ member: RevisionMember) -> String {
      if case .text(let text)? = values[member] { text } else { "" }
    }
    return RevisionMetadata(
      id: RevisionID(id), parents: parents.map { RevisionID($0) }, dependsOn: list(.dependsOn).map { RevisionID($0) },
      branchLabels: list(.branchLabels), message: text(.message), created: text(.created))
  }
}

/// Reads the literal that a member is declared with.
enum LiteralReader {
  /// Why there is none.
  enum Failure: Error {
    case notALiteral
    case malformed(String)
    case unterminated

    func problem(member: String, type: String) -> ScriptProblem.Kind {
      switch self {
      case .notALiteral: .memberNotALiteral(member: member, type: type)
      case .malformed(let reason): .malformedLiteral(member: member, type: type, reason: reason)
      case .unterminated: .unterminatedString
      }
    }
  }

  /// Reads `: Type = literal`; the scanner stands behind the member's name, and afterwards behind the literal.
  static func read(
    _ member: RevisionMember, _ scanner: inout SwiftScanner
  ) -> Result<RevisionMemberValue, Failure> {
    do throws(Failure) {
      if scanner.isPunctuation(":") { skipType(&scanner) }
      guard scanner.isPunctuation("=") else { throw .notALiteral }
      scanner.advance()
      let value: RevisionMemberValue =
        member.isList
        ? .list(try list(member, &scanner)) : .text(try element(member, &scanner))
      guard endsHere(scanner) else { throw .notALiteral }
      return .success(value)
    } catch {
      return .failure(error)
    }
  }

  private static func skipType(_ scanner: inout SwiftScanner) {
    scanner.advance()
    while true {
      switch scanner.token.kind {
      case .word, .punctuation(UInt8(ascii: ".")), .punctuation(UInt8(ascii: "[")), .punctuation(UInt8(ascii: "]")),
        .punctuation(UInt8(ascii: "<")), .punctuation(UInt8(ascii: ">")):
        scanner.advance()
      default: return
      }
    }
  }

  private static func list(_ member: RevisionMember, _ scanner: inout SwiftScanner) throws(Failure) -> [String] {
    guard scanner.isPunctuation("[") else { throw .notALiteral }
    scanner.advance()
    var elements: [String] = []
    while !scanner.isPunctuation("]") {
      if elements.isEmpty, let type = scanner.word, type == "RevisionID" || type == "String" {
        var ahead = scanner
        ahead.advance()
        if ahead.isPunctuation("]") {
          scanner = ahead
          return try emptyInitializer(&scanner)
        }
      }
      elements.append(try element(member, &scanner))
      if scanner.isPunctuation(",") { scanner.advance() } else if !scanner.isPunctuation("]") { throw .notALiteral }
    }
    scanner.advance()
    return elements
  }

  /// The rest of `[RevisionID]()`.
  private static func emptyInitializer(_ scanner: inout SwiftScanner) throws(Failure) -> [String] {
    for mark in ["]", "(", ")"] as [Unicode.Scalar] {
      guard scanner.isPunctuation(mark) else { throw .notALiteral }
      scanner.advance()
    }
    return []
  }

  /// A string, or `RevisionID("…")` where the member holds ids.
  private static func element(_ member: RevisionMember, _ scanner: inout SwiftScanner) throws(Failure) -> String {
    guard member.holdsIDs, scanner.token.kind != .string else { return try string(&scanner) }
    var path: [String] = []
    while scanner.token.kind == .word || scanner.isPunctuation(".") {
      if let word = scanner.word { path.append(word) }
      scanner.advance()
    }
    guard [["RevisionID"], ["Revisions", "RevisionID"], ["RevisionID", "init"], ["init"]].contains(path),
      scanner.isPunctuation("(")
    else { throw .notALiteral }
    scanner.advance()
    if let label = scanner.word {
      guard label == "rawValue" || label == "stringLiteral" else { throw .notALiteral }
      scanner.advance()
      guard scanner.isPunctuation(":") else { throw .notALiteral }
      scanner.advance()
    }
    let value = try string(&scanner)
    guard scanner.isPunctuation(")") else { throw .notALiteral }
    scanner.advance()
    return value
  }

  private static func string(_ scanner: inout SwiftScanner) throws(Failure) -> String {
    let token = scanner.token
    guard token.kind == .string, scanner.tokenizer.text[token.start] != UInt8(ascii: "/") else { throw .notALiteral }
    if let defect = scanner.tokenizer.defect, defect.offset >= token.start, defect.offset < token.end {
      throw .unterminated
    }
    let value: String
    do throws(SwiftLiteral.Failure) {
      value = try SwiftLiteral.value(of: scanner.tokenizer.text[token.start..<token.end])
    } catch {
      switch error {
      case .interpolated: throw .notALiteral
      case .malformed(let reason): throw .malformed(reason)
      }
    }
    scanner.advance()
    return value
  }

  /// Whether the declaration ends behind its literal: what follows could make it something else.
  private static func endsHere(_ scanner: SwiftScanner) -> Bool {
    switch scanner.token.kind {
    case .end, .directive: true
    case .word: scanner.token.startsLine
    case .punctuation(let byte):
      switch Unicode.Scalar(byte) {
      case "}", ";", ",": true
      case "@": scanner.token.startsLine
      default: false
      }
    case .number, .string: false
    }
  }
}
