package import SystemPackage

/// What is wrong with the form of an ini file.
///
/// No case carries a line's text: a line that cannot be read may be the rest of a value with a password in it.
package enum IniProblem: Hashable, Sendable {
  /// The bytes are no UTF-8.
  case notUTF8
  /// A control character other than a tab.
  case controlCharacter
  /// The line is neither a section, nor a comment, nor `key = value`.
  case notAnEntry
  /// A line begins with `=` or `:`.
  case emptyKey
  /// `[` without a name and `]`, or with text behind it that is no comment.
  case brokenSectionHeader
  /// A key stands before the first section.
  case entryBeforeSection
  case duplicateSection(String, firstLine: Int)
  case duplicateKey(String, section: String, firstLine: Int)
}

extension IniDocument {
  /// Reads the form that Python's `configparser` reads in its strict mode: a value goes on in lines that are indented
  /// deeper than its key, comments have a line of their own, and nothing may be said twice.
  ///
  /// A byte order mark and any kind of line end are accepted.
  package init(bytes: some Sequence<UInt8>, file: FilePath) throws(ConfigurationError) {
    var reader = IniReader(file: file)
    for (index, line) in IniReader.lines(of: Array(bytes)).enumerated() {
      try reader.read(line, number: index + 1)
    }
    self.init(file: file, sections: reader.finish())
  }
}

/// The state between two lines. It works on bytes, as the characters that have a meaning here are all ASCII, and a
/// combining mark behind one of them must not hide it.
private struct IniReader {
  private struct OpenEntry {
    let key: String
    let line: Int
    let indentation: Int
    var parts: [(text: String, line: Int)]
  }

  let file: FilePath
  private var sections: [IniDocument.Section] = []
  private var sectionIndices: [String: Int] = [:]
  private var open: OpenEntry?

  init(file: FilePath) { self.file = file }

  static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var lines: [ArraySlice<UInt8>] = []
    while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      lines.append(rest[..<end])
      let isPair = rest[end] == UInt8(ascii: "\r") && rest[(end + 1)...].first == UInt8(ascii: "\n")
      rest = rest[(end + (isPair ? 2 : 1))...]
    }
    lines.append(rest)
    return lines
  }

  mutating func read(_ line: ArraySlice<UInt8>, number: Int) throws(ConfigurationError) {
    let content = line.trimmingWhiteSpace()
    guard let first = content.first else {
      // Whether a blank line belongs to the value is decided by what follows.
      open?.parts.append(("", number))
      return
    }
    let text = try validated(content, number: number)
    if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return }
    if content.contains(where: { ($0 < 0x20 && $0 != UInt8(ascii: "\t")) || $0 == 0x7F }) {
      throw problem(.controlCharacter, number)
    }

    let indentation = content.startIndex - line.startIndex
    if let entry = open, indentation > entry.indentation {
      open?.parts.append((text, number))
    } else if first == UInt8(ascii: "[") {
      try beginSection(content, number: number)
    } else {
      try beginEntry(content, indentation: indentation, number: number)
    }
  }

  private mutating func beginSection(_ content: ArraySlice<UInt8>, number: Int) throws(ConfigurationError) {
    closeEntry()
    guard let end = content.firstIndex(of: UInt8(ascii: "]")) else { throw problem(.brokenSectionHeader, number) }
    let rest = content[(end + 1)...].trimmingWhiteSpace()
    guard rest.isEmpty || rest.first == UInt8(ascii: "#") || rest.first == UInt8(ascii: ";") else {
      throw problem(.brokenSectionHeader, number)
    }
    let name = try validated(content[..<end].dropFirst().trimmingWhiteSpace(), number: number)
    guard !name.isEmpty else { throw problem(.brokenSectionHeader, number) }
    if let earlier = sectionIndices[name] {
      throw problem(.duplicateSection(name, firstLine: sections[earlier].line), number)
    }
    sectionIndices[name] = sections.count
    sections.append(IniDocument.Section(name: name, line: number))
  }

  private mutating func beginEntry(
    _ content: ArraySlice<UInt8>, indentation: Int, number: Int
  ) throws(ConfigurationError) {
    closeEntry()
    guard let section = sections.last else { throw problem(.entryBeforeSection, number) }
    guard let delimiter = content.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else {
      throw problem(.notAnEntry, number)
    }
    let key = try validated(content[..<delimiter].trimmingWhiteSpace(), number: number).lowercased()
    guard !key.isEmpty else { throw problem(.emptyKey, number) }
    if let earlier = section[key] {
      throw problem(.duplicateKey(key, section: section.name, firstLine: earlier.line), number)
    }
    let value = try validated(content[(delimiter + 1)...].trimmingWhiteSpace(), number: number)
    open = OpenEntry(key: key, line: number, indentation: indentation, parts: [(value, number)])
  }

  private mutating func closeEntry() {
    guard let entry = open else { return }
    open = nil
    var parts = entry.parts[...]
    while parts.last?.text.isEmpty == true { parts.removeLast() }
    while parts.first?.text.isEmpty == true { parts.removeFirst() }
    let lines = parts.map(\.line)
    sections[sections.count - 1].append(
      IniDocument.Entry(
        key: entry.key, value: parts.map(\.text).joined(separator: "\n"), line: entry.line,
        valueLines: lines.isEmpty ? [entry.line] : lines))
  }

  mutating func finish() -> [IniDocument.Section] {
    closeEntry()
    return sections
  }

  private func validated(_ bytes: ArraySlice<UInt8>, number: Int) throws(ConfigurationError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw problem(.notUTF8, number) }
    return text
  }

  private func problem(_ problem: IniProblem, _ line: Int) -> ConfigurationError {
    .malformed(problem, FilePosition(file: file, line: line))
  }
}

extension ArraySlice<UInt8> {
  fileprivate func trimmingWhiteSpace() -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var result = drop(while: isSpace)
    while let last = result.last, isSpace(last) { result.removeLast() }
    return result
  }
}
