/// What is wrong with a `%(…)s` in a value.
package enum InterpolationProblem: Hashable, Sendable {
  /// `%(` without a name and `)s` behind it; to mean the text itself, it is written `%%(`.
  case unterminated
  /// `%(name)s` where neither the section nor those behind it have such a key.
  case unknownName(String, suggestion: String?)
  /// `%(x:KEY)s` without `-x KEY=VALUE`; `given` are the keys that were given.
  case missingArgument(String, given: [String])
  /// Keys that refer to each other; the first is repeated at the end.
  case cycle([String])
  /// More references within each other, or a longer result, than any real file has.
  case tooMuch
}

/// A value with its references replaced, and where it stands.
struct InterpolatedText {
  /// The text. `Interpolator.hereMark` stands for the folder of the file until the value was split into words, so
  /// that a space in the folder's own name does not split it.
  var text: String
  let position: FilePosition
}

/// Replaces `%(name)s` in values: by the key `name` as the *selected* section sees it, wherever the value itself stands,
/// so that a section can change one part of a value that it inherits.
struct Interpolator {
  /// No value can hold it: the reader refuses control characters.
  static let hereMark: Character = "\0"

  private static let deepest = 32
  private static let longest = 65_536
  private static let mostReferences = 10_000

  let document: IniDocument
  /// The sections to look in, nearest first.
  let scope: [IniDocument.Section]
  let arguments: ExtraArguments

  /// The first section in scope that has the key.
  func find(_ key: String) -> (section: IniDocument.Section, entry: IniDocument.Entry)? {
    for section in scope {
      if let entry = section[key] { return (section, entry) }
    }
    return nil
  }

  func interpolate(_ entry: IniDocument.Entry) throws(ConfigurationError) -> InterpolatedText {
    var result = InterpolatedText(
      text: "", position: FilePosition(file: document.file, line: entry.line))
    var path: [String] = []
    var references = 0
    try expand(entry, path: &path, references: &references, into: &result)
    return result
  }

  private func expand(
    _ entry: IniDocument.Entry, path: inout [String], references: inout Int, into result: inout InterpolatedText
  ) throws(ConfigurationError) {
    path.append(entry.key)
    for piece in InterpolationPiece.parse(entry.value) {
      guard result.text.utf8.count <= Self.longest else { throw problem(.tooMuch, entry, at: 0) }
      switch piece {
      case .text(let text): result.text += text
      case .broken(let offset): throw problem(.unterminated, entry, at: offset)
      case .reference("here", _): result.text.append(Self.hereMark)
      case .reference(let name, let offset) where name.hasPrefix("x:"):
        let key = String(name.dropFirst(2))
        guard let value = arguments[key] else {
          throw problem(.missingArgument(key, given: arguments.keys), entry, at: offset)
        }
        result.text += value
      case .reference(let name, let offset):
        let key = name.lowercased()
        if let start = path.firstIndex(of: key) { throw problem(.cycle(path[start...] + [key]), entry, at: offset) }
        references += 1
        guard path.count < Self.deepest, references <= Self.mostReferences else {
          throw problem(.tooMuch, entry, at: offset)
        }
        guard let found = find(key) else {
          let known = scope.flatMap { $0.entries.map(\.key) } + ["here"]
          throw problem(.unknownName(name, suggestion: nearestName(to: key, among: known)), entry, at: offset)
        }
        try expand(found.entry, path: &path, references: &references, into: &result)
      }
    }
    path.removeLast()
  }

  private func problem(
    _ problem: InterpolationProblem, _ entry: IniDocument.Entry, at offset: Int
  ) -> ConfigurationError {
    .interpolation(
      problem, key: entry.key, FilePosition(file: document.file, line: entry.line(atUTF8Offset: offset)))
  }
}

/// A part of a value before its references are replaced. Only `%(` and `%%` are special: any other `%` is itself.
enum InterpolationPiece: Hashable {
  case text(String)
  case reference(String, offset: Int)
  case broken(offset: Int)

  static func parse(_ value: String) -> [InterpolationPiece] {
    let bytes = Array(value.utf8)
    var pieces: [InterpolationPiece] = []
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if bytes[index] != UInt8(ascii: "%") || (next != UInt8(ascii: "%") && next != UInt8(ascii: "(")) {
        plain.append(bytes[index])
        index += 1
      } else if next == UInt8(ascii: "%") {
        plain.append(next)
        index += 2
      } else {
        pieces.append(.text(String(decoding: plain, as: UTF8.self)))
        plain.removeAll()
        // Only what can be a name is taken for one, so that no message quotes half a password.
        let end = bytes[(index + 2)...].firstIndex { !isNameByte($0) } ?? bytes.endIndex
        guard end > index + 2, bytes[end...].starts(with: ")s".utf8) else {
          return pieces + [.broken(offset: index)]
        }
        pieces.append(.reference(String(decoding: bytes[(index + 2)..<end], as: UTF8.self), offset: index))
        index = end + 2
      }
    }
    pieces.append(.text(String(decoding: plain, as: UTF8.self)))
    return pieces
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: ":"), 0x80...:
      true
    default: false
    }
  }

  /// The keys that a value refers to, in lower case.
  static func names(in value: String) -> [String] {
    guard value.utf8.contains(UInt8(ascii: "%")) else { return [] }
    return parse(value).compactMap { piece in
      if case .reference(let name, _) = piece { name.lowercased() } else { nil }
    }
  }
}
