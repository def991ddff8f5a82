import Revisions

/// What a Swift file among the scripts declares, read from its text.
struct SwiftScan {
  /// A revision that the file declares.
  struct Declaration {
    let metadata: RevisionMetadata
    let typeName: String
    let line: Int
    /// Where the revision's parents stand.
    let parents: ListPlaces
  }

  /// The revisions in the order of the file; none in a support file.
  private(set) var declarations: [Declaration] = []
  /// What is wrong; a declaration that something is wrong with is not among the others.
  private(set) var problems: [ScriptProblem] = []

  /// Reads a file's text.
  init(_ text: [UInt8], path: String) {
    var scanner = SwiftScanner(text, path: path)
    scanner.scan()
    declarations = scanner.declarations
    problems = scanner.problems
    // A slip in the body of an operation is the compiler's to report, as long as it hides no metadata.
    if let defect = scanner.tokenizer.defect, declarations.isEmpty || !problems.isEmpty {
      let position = ScriptPosition(of: defect.offset, in: text)
      problems.insert(ScriptProblem(path: path, position: position, kind: defect.kind), at: 0)
    }
  }
}

/// Walks the tokens of a file and keeps what revisions declare.
///
/// Only braces are followed: a declaration at depth 0 is at the top level, and one of its members is at depth 1.
struct SwiftScanner {
  let path: String
  var tokenizer: SwiftTokenizer
  /// The token that is looked at.
  private(set) var token: SwiftTokenizer.Token
  fileprivate(set) var declarations: [SwiftScan.Declaration] = []
  private(set) var problems: [ScriptProblem] = []

  private var depth = 0
  private var conditionalDepth = 0
  /// The type whose body is being read, if it may be a revision.
  private var candidate: RevisionCandidate?
  private var isPrivate = false
  private var lastWasDot = false

  init(_ text: [UInt8], path: String) {
    self.path = path
    tokenizer = SwiftTokenizer(text)
    token = tokenizer.next()
  }

  mutating func advance() { token = tokenizer.next() }

  func isPunctuation(_ character: Unicode.Scalar) -> Bool { token.kind == .punctuation(UInt8(ascii: character)) }

  /// The word that is looked at, without backticks; nil where it is something else.
  var word: String? {
    guard token.kind == .word else { return nil }
    let text = tokenizer.string(token)
    return text.hasPrefix("`") ? String(text.dropFirst().prefix { $0 != "`" }) : text
  }

  mutating func report(_ kind: ScriptProblem.Kind, at offset: Int) {
    problems.append(ScriptProblem(path: path, position: ScriptPosition(of: offset, in: tokenizer.text), kind: kind))
  }

  /// Reads the whole file.
  mutating func scan() {
    while token.kind != .end {
      switch token.kind {
      case .word: scanWord()
      case .directive: scanDirective()
      case .punctuation(UInt8(ascii: "{")):
        depth += 1
        endOfStatement()
      case .punctuation(UInt8(ascii: "}")):
        depth = max(0, depth - 1)
        if depth == 0 { finishCandidate() }
        endOfStatement()
      case .punctuation(let byte):
        lastWasDot = byte == UInt8(ascii: ".")
        advance()
      case .number, .string, .end:
        lastWasDot = false
        advance()
      }
    }
    finishCandidate()
  }

  private mutating func endOfStatement() {
    isPrivate = false
    lastWasDot = false
    advance()
  }

  private mutating func scanDirective() {
    switch tokenizer.string(token) {
    case "#if": conditionalDepth += 1
    case "#endif": conditionalDepth = max(0, conditionalDepth - 1)
    default: break
    }
    endOfStatement()
  }

  private mutating func scanWord() {
    let isMember = lastWasDot
    lastWasDot = false
    guard !isMember, tokenizer.text[token.start] != UInt8(ascii: "`") else { return advance() }
    switch tokenizer.string(token) {
    case "private", "fileprivate":
      isPrivate = true
      advance()
    case "struct", "enum", "class", "actor", "extension": scanType()
    case "static" where depth == 1 && candidate != nil: scanMembers()
    case "var" where depth == 1 && candidate != nil:
      advance()
      let property = word
      candidate?.noteProperty(property)
    case let word:
      if !Self.modifiers.contains(word) { isPrivate = false }
      advance()
    }
  }

  private static let modifiers: Set<String> = [
    "final", "public", "package", "internal", "open", "nonisolated", "indirect",
  ]

  // MARK: Types

  /// Reads a type's header, up to its brace.
  private mutating func scanType() {
    let start = token.start
    let isExtension = tokenizer.string(token) == "extension"
    advance()
    let name = tokenizer.string(token)
    // `class` may be a modifier, and any of these words a label.
    guard token.kind == .word, !Self.modifiers.contains(name), name != "func", name != "var" else { return }
    advance()
    let isGeneric = isPunctuation("<")
    var conforms = false
    var inheritance = false
    var words: [String] = []
    while token.kind != .end, !isPunctuation("{"), !isPunctuation("}"), !isPunctuation(";") {
      switch token.kind {
      case .punctuation(UInt8(ascii: ":")): inheritance = true
      case .punctuation(UInt8(ascii: ",")), .punctuation(UInt8(ascii: "&")): words = []
      case .punctuation(UInt8(ascii: ".")): break
      case .word where inheritance:
        if word == "where" { inheritance = false } else if let word { words.append(word) }
        if inheritance, words.suffix(2) == ["Revisions", "Revision"] || words == ["Revision"] { conforms = true }
      default: if !inheritance { words = [] }
      }
      advance()
    }
    let visible = !isPrivate
    isPrivate = false
    guard isPunctuation("{") else { return }
    if depth > 0 {
      if conforms { report(.revisionOutOfReach(type: name, .nested), at: start) }
      return
    }
    finishCandidate()
    if isExtension {
      if conforms { report(.revisionOutOfReach(type: name, .declaredInExtension), at: start) }
      return
    }
    candidate = RevisionCandidate(typeName: name, offset: start, conforms: conforms)
    guard conforms else { return }
    if isGeneric { candidate?.obstacle = .isGeneric }
    if !visible { candidate?.obstacle = .isPrivate }
    if conditionalDepth > 0 { candidate?.obstacle = .isConditional }
  }

  // MARK: Members

  /// Reads `static let name: Type = literal, …`.
  private mutating func scanMembers() {
    advance()
    while let word, Self.modifiers.contains(word) { advance() }
    guard let type = candidate?.typeName, word == "let" || word == "var" else { return }
    repeat {
      advance()
      guard let name = word, let member = RevisionMember(rawValue: name) else { return }
      let start = token.start
      advance()
      if conditionalDepth > 0, candidate?.conforms == true { candidate?.obstacle = .isConditional }
      if candidate?.values[member] != nil { candidate?.note(.memberRepeated(member: name, type: type), at: start) }
      switch LiteralReader.read(member, &self) {
      case .success(let value): candidate?.values[member] = value
      case .failure(let failure):
        candidate?.values[member] = .unreadable
        candidate?.note(failure.problem(member: name, type: type), at: start)
        return
      }
    } while isPunctuation(",")
  }

  /// Closes the type whose body was read.
  private mutating func finishCandidate() {
    guard let candidate else { return }
    self.candidate = nil
    guard candidate.conforms else {
      if candidate.looksLikeRevision { report(.conformanceMissing(type: candidate.typeName), at: candidate.offset) }
      return
    }
    if let obstacle = candidate.obstacle {
      return report(.revisionOutOfReach(type: candidate.typeName, obstacle), at: candidate.offset)
    }
    for member in [RevisionMember.id, .parents] where candidate.values[member] == nil {
      report(.memberMissing(member: member.rawValue, type: candidate.typeName), at: candidate.offset)
    }
    for (kind, offset) in candidate.problems { report(kind, at: offset) }
    guard candidate.problems.isEmpty, let metadata = candidate.metadata, let parents = candidate.parents else {
      return
    }
    let line = ScriptPosition(of: candidate.offset, in: tokenizer.text).line
    declarations.append(.init(metadata: metadata, typeName: candidate.typeName, line: line, parents: parents))
  }
}
