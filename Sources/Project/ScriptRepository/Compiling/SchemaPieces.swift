/// The files of a large declared schema, cut into pieces that the compiler can work on side by side.
///
/// A file is cut only in front of a `let` at the top level. What is declared by calling a type, as in
/// `let users = Table("users") { … }`, is given that type: else whatever names it from another piece has the compiler
/// infer it there once more, which costs as much as the pieces save.
struct SchemaPieces {
  /// Texts of Swift files, at least two.
  let texts: [[UInt8]]

  /// Bytes from which a piece of its own is worth starting the compiler for: about a second's work.
  private static let least = 40_000

  /// Cuts files into as many pieces as can be compiled at once.
  ///
  /// Nil where that is not worth it, or would change what the files mean: what is private to a file is not to its pieces,
  /// and a condition of the compiler's is not followed here.
  init?(_ files: [[UInt8]], atOnce processes: Int) {
    let size = files.reduce(0) { $0 + $1.count }
    let count = min(processes, size / Self.least)
    guard count > 1 else { return nil }
    let limit = size / count

    var texts: [[UInt8]] = [[]]
    for file in files {
      guard let cut = Cut(file) else { return nil }
      texts[texts.count - 1] += cut.imports
      for declaration in cut.declarations {
        if texts.count < count, texts[texts.count - 1].count > limit { texts.append(cut.imports) }
        texts[texts.count - 1] += declaration
      }
    }
    self.texts = texts
  }
}

/// One file, cut.
private struct Cut {
  /// The lines that import something, each with its end.
  private(set) var imports: [UInt8] = []
  /// From one `let` to the next, with whatever else stands between.
  private(set) var declarations: [[UInt8]] = []

  private var tokenizer: SwiftTokenizer
  private var depth = 0
  private var declaration: [UInt8] = []
  /// Where what was not taken over yet begins.
  private var taken = 0

  init?(_ text: [UInt8]) {
    tokenizer = SwiftTokenizer(text)
    guard cut(), tokenizer.defect == nil, depth == 0 else { return nil }
  }

  private mutating func cut() -> Bool {
    var token = tokenizer.next()
    taken = token.start
    while token.kind != .end {
      switch token.kind {
      case .punctuation(UInt8(ascii: "{")), .punctuation(UInt8(ascii: "(")), .punctuation(UInt8(ascii: "[")): depth += 1
      case .punctuation(UInt8(ascii: "}")), .punctuation(UInt8(ascii: ")")), .punctuation(UInt8(ascii: "]")): depth -= 1
      case .directive where depth == 0: return false
      case .word where depth == 0:
        switch tokenizer.string(token) {
        case "private", "fileprivate": return false
        case "import" where token.startsLine:
          take(upTo: token.start)
          let end = tokenizer.endOfLine(token.start)
          imports += tokenizer.text[token.start..<end] + [UInt8(ascii: "\n")]
          tokenizer.offset = end
          taken = end
        case "let" where token.startsLine:
          take(upTo: token.start)
          declarations.append(declaration)
          declaration = []
          token = annotate()
          continue
        default: break
        }
      default: break
      }
      token = tokenizer.next()
    }
    take(upTo: tokenizer.text.count)
    declarations.append(declaration)
    return true
  }

  private mutating func take(upTo end: Int) {
    declaration += tokenizer.text[taken..<end]
    taken = end
  }

  /// Adds the type to `let name = Type(` or `let name = Type {`; gives the token that was not read for it.
  private mutating func annotate() -> SwiftTokenizer.Token {
    let name = tokenizer.next()
    guard name.kind == .word else { return name }
    let equals = tokenizer.next()
    guard equals.kind == .punctuation(UInt8(ascii: "=")) else { return equals }
    let type = tokenizer.next()
    guard type.kind == .word, tokenizer.string(type).first?.isUppercase == true else { return type }
    let opening = tokenizer.next()
    let isCall = opening.kind == .punctuation(UInt8(ascii: "(")) || opening.kind == .punctuation(UInt8(ascii: "{"))
    if isCall {
      take(upTo: name.end)
      declaration += Array(": ".utf8) + tokenizer.text[type.start..<type.end]
    }
    return opening
  }
}
