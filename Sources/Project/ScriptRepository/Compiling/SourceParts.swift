/// A large Swift file in pieces that the compiler can work on side by side.
///
/// A schema of hundreds of tables is hundreds of declarations beside each other, and one file is read by one processor. It is cut
/// only before a `let` of the top level that begins a line, where nothing keeps the pieces from seeing each other.
struct SourceParts {
  /// The pieces, each a file of its own that says where its lines come from.
  let texts: [String]

  /// The fewest declarations that are worth a process of the compiler.
  private static let smallestShare = 40

  /// Cuts a text; nil where it is small, or says something by which its pieces would differ from it.
  init?(_ text: [UInt8], path: String, count: Int) {
    var tokenizer = SwiftTokenizer(text)
    var depth = 0
    var starts: [Int] = []
    var imports = ""
    var token = tokenizer.next()
    while token.kind != .end {
      switch token.kind {
      case .punctuation(UInt8(ascii: "{")), .punctuation(UInt8(ascii: "(")), .punctuation(UInt8(ascii: "[")): depth += 1
      case .punctuation(UInt8(ascii: "}")), .punctuation(UInt8(ascii: ")")), .punctuation(UInt8(ascii: "]")): depth -= 1
      case .directive where depth == 0: return nil
      case .word where depth == 0:
        switch tokenizer.string(token) {
        case "private", "fileprivate": return nil
        case "let" where token.startsLine: starts.append(token.start)
        case "import" where token.startsLine:
          token = tokenizer.next()
          imports += "import \(tokenizer.string(token))\n"
        default: break
        }
      default: break
      }
      token = tokenizer.next()
    }
    let parts = min(count, starts.count / Self.smallestShare)
    guard parts > 1, depth == 0, tokenizer.defect == nil else { return nil }

    let share = (starts.count + parts - 1) / parts
    var texts: [String] = []
    for first in stride(from: 0, to: starts.count, by: share) {
      // What stands before the first belongs to it.
      let start = first == 0 ? 0 : starts[first]
      let end = first + share < starts.count ? starts[first + share] : text.count
      let line = text[..<start].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      let place = "#sourceLocation(file: \(SwiftScriptText.literal(path)), line: \(line))\n"
      texts.append((first == 0 ? "" : imports) + place + String(decoding: text[start..<end], as: UTF8.self))
    }
    self.texts = texts
  }
}
