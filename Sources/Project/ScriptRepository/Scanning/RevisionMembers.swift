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
  case list([String], ListPlaces)
  /// There is one, but it could not be read.
  case unreadable
}

/// Where a list stands in a file, as offsets in its text.
struct ListPlaces {
  /// From its bracket to the other.
  var list = 0..<0
  /// Its elements: the whole of each, as in `RevisionID("a")`, and the string in it.
  var elements: [(whole: Range<Int>, string: Range<Int>)] = []
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

  /// Where the revision's parents stand.
  var parents: ListPlaces? {
    if case .list(_, let places)? = values[.parents] { places } else { nil }
  }

  /// All that was read; nil where a member that has to be there is not.
  var metadata: RevisionMetadata? {
    guard case .text(let id)? = values[.id], case .list(let parents, _)? = values[.parents] else { return nil }
    func list(_ member: RevisionMember) -> [String] {
      if case .list(let list, _)? = values[member] { list } else { [] }
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
        member.isList ? try list(member, &scanner) : .text(try element(member, &scanner).value)
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

  private static func list(_ member: RevisionMember, _ scanner: inout SwiftScanner) throws(Failure)
    -> RevisionMemberValue
  {
    guard scanner.isPunctuation("[") else { throw .notALiteral }
    let start = scanner.token.start
    scanner.advance()
    var elements: [String] = []
    var places = ListPlaces()
    while !scanner.isPunctuation("]") {
      if elements.isEmpty, let type = scanner.word, type == "RevisionID" || type == "String" {
        var ahead = scanner
        ahead.advance()
        if ahead.isPunctuation("]") {
          scanner = ahead
          return .list([], ListPlaces(list: start..<(try emptyInitializer(&scanner))))
        }
      }
      let element = try element(member, &scanner)
      elements.append(element.value)
      places.elements.append((element.whole, element.string))
      if scanner.isPunctuation(",") { scanner.advance() } else if !scanner.isPunctuation("]") { throw .notALiteral }
    }
    places.list = start..<scanner.token.end
    scanner.advance()
    return .list(elements, places)
  }

  /// Reads the rest of `[RevisionID]()`, and returns where it ends.
  private static func emptyInitializer(_ scanner: inout SwiftScanner) throws(Failure) -> Int {
    var end = 0
    for mark in ["]", "(", ")"] as [Unicode.Scalar] {
      guard scanner.isPunctuation(mark) else { throw .notALiteral }
      end = scanner.token.end
      scanner.advance()
    }
    return end
  }

  /// A string that was read, and where it stands.
  private struct Element {
    let value: String
    let whole: Range<Int>
    let string: Range<Int>
  }

  /// A string, or `RevisionID("…")` where the member holds ids.
  private static func element(_ member: RevisionMember, _ scanner: inout SwiftScanner) throws(Failure) -> Element {
    let start = scanner.token.start
    guard member.holdsIDs, scanner.token.kind != .string else {
      let place = start..<scanner.token.end
      return Element(value: try string(&scanner), whole: place, string: place)
    }
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
    let place = scanner.token.start..<scanner.token.end
    let value = try string(&scanner)
    guard scanner.isPunctuation(")") else { throw .notALiteral }
    let end = scanner.token.end
    scanner.advance()
    return Element(value: value, whole: start..<end, string: place)
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
