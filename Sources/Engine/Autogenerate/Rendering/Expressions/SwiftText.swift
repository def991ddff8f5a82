/// A string literal: texts, and interpolations between them.
struct SwiftText {
  enum Part {
    case text(String)
    /// What stands between `\(` and `)`.
    case interpolation(String)
  }

  let parts: [Part]

  init(_ text: String) { parts = [.text(text)] }

  init(parts: [Part]) { self.parts = parts }

  /// The literal on one line; nil where its own lines are better seen.
  var onOneLine: String? {
    if hasLines { return nil }
    let style = Style(parts, isTall: false)
    return style.fence + "\"" + pieces(style).joined() + "\"" + style.fence
  }

  /// The literal on lines of its own, none wider than `width` where the text itself has no lines.
  func lines(width: Int) -> [String] {
    let style = Style(parts, isTall: true)
    let quotes = "\"\"\""
    let body = hasLines ? ownLines(style) : wrapped(pieces(style), width: width, style)
    return [style.fence + quotes] + body + [quotes + style.fence]
  }

  /// Whether the text has lines, and more than their ends.
  private var hasLines: Bool {
    var (ends, content) = (false, false)
    for part in parts {
      switch part {
      case .text(let text):
        for scalar in text.unicodeScalars { if scalar == "\n" { ends = true } else { content = true } }
      case .interpolation: content = true
      }
    }
    return ends && content
  }

  private func ownLines(_ style: Style) -> [String] {
    var lines = [""]
    for piece in pieces(style) {
      if piece == "\n" { lines.append("") } else { lines[lines.count - 1] += piece }
    }
    return lines
  }

  /// Breaks at spaces, with a backslash that takes the line's end back.
  private func wrapped(_ pieces: [String], width: Int, _ style: Style) -> [String] {
    let continuation = "\\" + style.fence
    let limit = max(width - continuation.count, 20)
    var (lines, line, word): ([String], String, String) = ([], "", "")
    func flushWord() {
      if !line.isEmpty, line.count + word.count > limit {
        lines.append(line + continuation)
        line = ""
      }
      line += word
      word = ""
    }
    for piece in pieces {
      if word.count + piece.count > limit { flushWord() }
      word += piece
      if piece == " " { flushWord() }
    }
    flushWord()
    return lines + [line]
  }

  // MARK: Pieces that cannot be parted

  /// What the literal is made of: a scalar, its escape, or an interpolation each.
  private func pieces(_ style: Style) -> [String] {
    var pieces: [String] = []
    for part in parts {
      switch part {
      case .interpolation(let code): pieces.append("\\\(style.fence)(\(code))")
      case .text(let text):
        for scalar in text.unicodeScalars { pieces.append(style.written(scalar, isFirst: pieces.isEmpty)) }
      }
    }
    return pieces
  }

  /// How quotes and backslashes are written.
  private struct Style {
    /// The `#`s around a raw literal, so that a text with quotes or backslashes reads as it is.
    let fence: String
    let isTall: Bool
    /// Whether a quote would end the literal.
    let escapesQuotes: Bool

    init(fence: String, isTall: Bool, escapesQuotes: Bool) {
      self.fence = fence
      self.isTall = isTall
      self.escapesQuotes = escapesQuotes
    }

    init(_ parts: [Part], isTall: Bool) {
      var text = ""
      for case .text(let part) in parts { text += part + " " }
      // By bytes, as the compiler reads: a letter that joins the one before does not change what that is to it.
      let bytes = Array(text.utf8)
      let escapesQuotes = bytes.has(isTall ? "\"\"\"" : "\"")
      let asks = bytes.has("\\") || escapesQuotes
      let escapes = text.unicodeScalars.contains { scalar in
        SwiftText.isUnseen(scalar) && !(isTall && (scalar == "\n" || scalar == "\t"))
      }
      // A quote at the beginning of a raw literal can be taken for the beginning of one on several lines.
      let begins = !isTall && bytes.first == UInt8(ascii: "\"")
      let fences = begins ? [] : ["#", "##", "###"]
      let fence = fences.first { !bytes.has("\"\($0)") && !bytes.has("\\\($0)") }
      self.init(fence: asks && !escapes ? fence ?? "" : "", isTall: isTall, escapesQuotes: escapesQuotes)
    }

    func written(_ scalar: Unicode.Scalar, isFirst: Bool) -> String {
      guard fence.isEmpty else { return String(scalar) }
      switch scalar {
      case "\"": return escapesQuotes ? "\\\"" : "\""
      case "\\": return "\\\\"
      case "\n": return isTall ? "\n" : "\\n"
      case "\r": return "\\r"
      case "\t": return isTall ? "\t" : "\\t"
      default:
        let joins = isFirst && scalar.properties.isGraphemeExtend
        return SwiftText.isUnseen(scalar) || joins
          ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
      }
    }
  }

  /// What cannot be seen is written out, direction marks above all: they would make the source lie.
  static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
  }
}

extension SwiftText {
  /// A literal within a literal: on one line and without `#`s, whatever the text.
  static func escapedOnOneLine(_ text: String) -> String {
    let style = Style(fence: "", isTall: false, escapesQuotes: true)
    return "\"" + text.unicodeScalars.map { style.written($0, isFirst: false) }.joined() + "\""
  }
}

extension [UInt8] {
  /// Whether the text's bytes are among them, one after the other.
  fileprivate func has(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.contains { start in
      start + wanted.count <= count && self[start..<start + wanted.count].elementsEqual(wanted)
    }
  }
}
