/// Lays expressions out on lines of at most 120 columns, indented by two.
///
/// What it prints is what `swift format` leaves as it is: an argument that takes several lines begins one of its own, and so
/// do the arguments around it.
struct SwiftPrinter {
  static let width = 120

  private(set) var text = ""
  /// How many characters the last line has.
  private var column = 0

  /// One statement with its comments, as lines without the last one's end.
  static func lines(_ statement: SwiftStatement, indent: Int, prefix: String = "") -> String {
    var printer = SwiftPrinter()
    for comment in statement.comments { printer.comment(comment, indent: indent) }
    printer.write(String(repeating: " ", count: indent) + prefix)
    printer.print(statement.expression, indent: indent, after: 0)
    return printer.text
  }

  /// The lines of a comment.
  static func comment(_ text: String, indent: Int) -> String {
    var printer = SwiftPrinter()
    printer.comment(text, indent: indent)
    return printer.text
  }

  // MARK: Expressions

  /// Prints an expression where the line is, with its further lines indented so far; `after` columns are needed behind it.
  private mutating func print(_ expression: SwiftExpression, indent: Int, after: Int) {
    if let flat = Self.flat(expression), column + flat.count + after <= Self.width { return write(flat) }
    switch expression {
    case .code(let code): write(code)
    case .text(let literal): printLines(literal, indent: indent)
    case .array(let elements, let isTall):
      printCollection(elements.map { .init(label: nil, value: $0) }, indent: indent, isTall: isTall)
    case .dictionary(let pairs):
      printCollection(pairs.map { .init(label: $0.key, value: $0.value) }, indent: indent, isDictionary: true)
    case .call(let call): printCall(call, indent: indent, after: after)
    case .chain(let base, let calls): printChain(base, calls, indent: indent, after: after)
    }
  }

  private mutating func printLines(_ literal: SwiftText, indent: Int) {
    // A literal that begins its line stands there; behind a label, its lines are indented.
    let indent = column == indent ? indent : indent + 2
    let lines = literal.lines(width: Self.width - indent)
    write(lines[0])
    for line in lines.dropFirst() { newLine(line.isEmpty ? 0 : indent, line) }
  }

  private mutating func printCollection(
    _ elements: [SwiftArguments.Argument], indent: Int, isTall: Bool = false, isDictionary: Bool = false
  ) {
    write("[")
    fill(elements, indent: indent + 2, after: 1, isTall: isTall, isDictionary: isDictionary)
    if elements.count > 1 { write(",") }
    newLine(indent, "]")
  }

  /// A call that does not stand on the line. `isFollowed` says that another call comes behind it.
  private mutating func printCall(_ call: SwiftCall, indent: Int, after: Int, isFollowed: Bool = false) {
    write(call.name)
    let behind = call.closures.isEmpty ? after : 2
    let flat = Self.flat(call.arguments)
    if let flat, column + flat.count + behind + 2 <= Self.width {
      if !(flat.isEmpty && !call.closures.isEmpty) { write("(\(flat))") }
    } else {
      write("(")
      fill(call.arguments.list, indent: indent + 2, after: 1 + behind, isTall: false)
      if isFollowed || !call.closures.isEmpty { newLine(indent, ")") } else { write(")") }
    }
    for (position, closure) in call.closures.enumerated() {
      write((closure.label.map { " \($0):" } ?? "") + " {")
      if let parameters = closure.parameters { write(" \(parameters) in") }
      for statement in closure.statements {
        write("\n" + Self.lines(statement, indent: indent + 2))
      }
      let isEmpty = closure.statements.isEmpty && call.closures.count == 1 && position == 0
      if isEmpty { write("}") } else { newLine(indent, "}") }
    }
  }

  private mutating func printChain(_ base: SwiftExpression, _ calls: [SwiftCall], indent: Int, after: Int) {
    // Where the line begins, and whether it is a parenthesis that ends a call of several lines: there the next one goes on.
    var level = indent
    var isClosing = false
    if let flat = Self.flat(base), column + flat.count <= Self.width {
      write(flat)
    } else if case .call(let call) = base {
      printCall(call, indent: indent, after: 0, isFollowed: true)
      isClosing = true
    } else {
      print(base, indent: indent, after: 0)
    }
    for (position, call) in calls.enumerated() {
      let isLast = position == calls.count - 1
      let behind = isLast ? after : 0
      let flat = Self.flat(call)
      if let flat, column + flat.count + 1 + behind <= Self.width {
        write("." + flat)
        isClosing = false
        continue
      }
      if !isClosing {
        level = indent + 2
        newLine(level)
      }
      write(".")
      isClosing = flat.map { column + $0.count + behind > Self.width } ?? true
      if let flat, !isClosing {
        write(flat)
      } else {
        printCall(call, indent: level, after: behind, isFollowed: !isLast)
      }
    }
  }

  /// Puts arguments on lines: as many as go on each, but for those that take several, which have theirs to themselves.
  private mutating func fill(
    _ arguments: [SwiftArguments.Argument], indent: Int, after: Int, isTall: Bool, isDictionary: Bool = false
  ) {
    var mustBreak = true
    for (position, argument) in arguments.enumerated() {
      let isLast = position == arguments.count - 1
      let behind = isLast ? after : 1
      let label = argument.label.map { "\($0): " } ?? ""
      let length = Self.flat(argument.value).map { label.count + $0.count }
      if !mustBreak, !isTall, let length, column + 1 + length + behind <= Self.width {
        write(" ")
      } else {
        newLine(indent)
      }
      let isTooLong = length.map { indent + $0 + behind > Self.width } ?? true
      write(label)
      // A text's lines are indented behind an argument's label, but not behind a key.
      print(argument.value, indent: indent - (isDictionary ? 2 : 0), after: behind)
      if !isLast { write(",") }
      mustBreak = isTooLong
    }
  }

  // MARK: On one line

  /// The expression on one line; nil where it needs more.
  static func flat(_ expression: SwiftExpression) -> String? {
    switch expression {
    case .code(let code): return code
    case .text(let literal): return literal.onOneLine
    case .array(let elements, let isTall):
      if isTall, elements.count > 1 { return nil }
      return joined(elements.lazy.map(flat)).map { "[\($0)]" }
    case .dictionary(let pairs):
      if pairs.isEmpty { return "[:]" }
      return joined(
        pairs.lazy.map { pair in flat(pair.value).map { "\(pair.key): \($0)" } }
      ).map { "[\($0)]" }
    case .call(let call): return flat(call)
    case .chain(let base, let calls):
      guard var text = flat(base) else { return nil }
      for call in calls {
        guard let more = flat(call) else { return nil }
        text += "." + more
      }
      return text
    }
  }

  private static func flat(_ call: SwiftCall) -> String? {
    guard call.closures.isEmpty else { return nil }
    return flat(call.arguments).map { "\(call.name)(\($0))" }
  }

  private static func flat(_ arguments: SwiftArguments) -> String? {
    joined(
      arguments.list.lazy.map { argument in
        flat(argument.value).map { (argument.label.map { "\($0): " } ?? "") + $0 }
      })
  }

  /// The parts with commas between them, unless one needs several lines or all of them more than one anyway.
  private static func joined(_ parts: some Sequence<String?>) -> String? {
    var text = ""
    for part in parts {
      guard let part, text.count + part.count <= width else { return nil }
      text += text.isEmpty ? part : ", " + part
    }
    return text
  }

  // MARK: Lines

  private mutating func write(_ more: String) {
    text += more
    if let end = more.lastIndex(of: "\n") {
      column = more.distance(from: end, to: more.endIndex) - 1
    } else {
      column += more.count
    }
  }

  private mutating func newLine(_ indent: Int, _ start: String = "") {
    text += "\n" + String(repeating: " ", count: indent)
    column = indent
    write(start)
  }

  /// Each line of the comment, broken between words.
  private mutating func comment(_ comment: String, indent: Int) {
    let start = String(repeating: " ", count: indent) + "//"
    for line in comment.split(whereSeparator: \.isNewline) {
      var text = start
      for word in line.split(separator: " ") {
        if text.count > start.count, text.count + 1 + word.count > Self.width {
          write(text + "\n")
          text = start
        }
        text += " " + word.unicodeScalars.map { SwiftText.isUnseen($0) ? " " : String($0) }.joined()
      }
      write(text + "\n")
    }
  }
}
