/// Changes to a text, by places of the text as it was; all else stays as it is, comments included.
struct TextEdit {
  private let bytes: [UInt8]
  private let tokens: [Token]
  private var changes: [(range: Range<Int>, text: String)] = []

  init(_ table: TableText) {
    bytes = table.bytes
    tokens = table.tokens
  }

  init(bytes: [UInt8], tokens: [Token]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Puts a text in the place of tokens.
  mutating func replace(_ range: Range<Int>, with text: String) {
    changes.append((tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound, text))
  }

  /// Puts a text behind a token.
  mutating func insert(_ text: String, behind token: Int) {
    let place = tokens[token].range.upperBound
    changes.append((place..<place, text))
  }

  /// Puts an element into a list, behind the one that ends with a token and behind the comments on that one.
  mutating func insertElement(_ text: String, behind token: Int) {
    let isMultiline = bytes.contains(0x0A)
    let next = tokens[token + 1]
    guard !next.isSymbol(",", in: bytes) else {
      let place = tokens[token + 2].range.lowerBound
      changes.append((place..<place, text + (isMultiline ? ",\n  " : ", ")))
      return
    }
    insert(",", behind: token)
    var place = next.range.lowerBound
    while place > tokens[token].range.upperBound, bytes[place - 1] <= 0x20 { place -= 1 }
    changes.append((place..<place, (isMultiline ? "\n  " : " ") + text))
  }

  /// Takes tokens out, with the white space before them. Comments stay.
  mutating func remove(_ range: Range<Int>) {
    var start = tokens[range.lowerBound].range.lowerBound
    let floor = range.lowerBound > 0 ? tokens[range.lowerBound - 1].range.upperBound : 0
    let blank = bytes[floor..<start].allSatisfy { $0 <= 0x20 }
    // Behind a comment the end of its line has to stay.
    while start > floor, bytes[start - 1] <= 0x20, blank || bytes[start - 1] != 0x0A { start -= 1 }
    changes.append((start..<tokens[range.upperBound - 1].range.upperBound, ""))
  }

  /// Takes an element out of a list, and the comma that would be left over.
  mutating func removeElement(_ range: Range<Int>) {
    let before = range.lowerBound - 1
    let hasCommaBefore = before >= 0 && tokens[before].isSymbol(",", in: bytes)
    let hasCommaBehind = range.upperBound < tokens.count && tokens[range.upperBound].isSymbol(",", in: bytes)
    let isLast = range.upperBound < tokens.count && tokens[range.upperBound].isSymbol(")", in: bytes)
    if hasCommaBefore, hasCommaBehind || isLast {
      remove(range)
      remove(before..<(before + 1))
    } else if hasCommaBehind {
      // The first of the list: what follows moves up into its place.
      let start = tokens[range.lowerBound].range.lowerBound
      let comma = tokens[range.upperBound].range
      let behind = bytes[comma.upperBound...].prefix { $0 <= 0x20 }.endIndex
      let hasComment = !bytes[tokens[range.upperBound - 1].range.upperBound..<comma.lowerBound].allSatisfy {
        $0 <= 0x20
      }
      changes.append((start..<tokens[range.upperBound - 1].range.upperBound, ""))
      changes.append(((hasComment ? comma.lowerBound : tokens[range.upperBound - 1].range.upperBound)..<behind, ""))
    } else {
      remove(range)
    }
  }

  /// The text as it now is.
  var text: String {
    var result: [UInt8] = []
    var position = 0
    // What is put in at a place stands before what is taken out from there on, each in the order in which it was asked for.
    func order(_ change: (offset: Int, element: (range: Range<Int>, text: String))) -> (Int, Int, Int) {
      (change.element.range.lowerBound, change.element.range.isEmpty ? 0 : 1, change.offset)
    }
    for change in changes.enumerated().sorted(by: { order($0) < order($1) }).map(\.element) {
      guard change.range.lowerBound >= position else { continue }
      result += bytes[position..<change.range.lowerBound]
      result += Array(change.text.utf8)
      position = change.range.upperBound
    }
    result += bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }
}
