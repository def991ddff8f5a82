package import SystemPackage

/// An ini file as it was read: sections in order, values before interpolation, and where each of them stands.
package struct IniDocument: Hashable, Sendable {
  /// A key with its value.
  package struct Entry: Hashable, Sendable {
    /// The name in lower case, as keys do not tell cases apart.
    package let key: String
    /// The value without white space around it; the lines of a value that goes on over several are joined by `\n`.
    package let value: String
    /// The line of the key, from 1.
    package let line: Int
    /// The line that each line of the value stands on, from 1; never empty.
    let valueLines: [Int]

    /// The line that holds the byte of the value at `offset`.
    func line(atUTF8Offset offset: Int) -> Int {
      let breaks = value.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") }
      return valueLines[min(breaks, valueLines.count - 1)]
    }
  }

  /// A `[name]` with what follows it.
  package struct Section: Hashable, Sendable {
    package let name: String
    /// The line of the header, from 1.
    package let line: Int
    /// The keys in the order of the file.
    package internal(set) var entries: [Entry] = []
    private var positions: [String: Int] = [:]

    init(name: String, line: Int) {
      self.name = name
      self.line = line
    }

    /// The entry of a key, which is given in lower case.
    package subscript(key: String) -> Entry? { positions[key].map { entries[$0] } }

    mutating func append(_ entry: Entry) {
      positions[entry.key] = entries.count
      entries.append(entry)
    }
  }

  /// The section whose keys every other section has as well, unless it has them itself.
  package static let defaultSection = "DEFAULT"

  package let file: FilePath
  package let sections: [Section]

  /// The section of a name, where there is one.
  package subscript(section name: String) -> Section? { sections.first { $0.name == name } }
}

/// A line of a file, for messages.
package struct FilePosition: Hashable, Sendable {
  package let file: FilePath
  /// The line, from 1.
  package let line: Int

  package init(file: FilePath, line: Int) {
    self.file = file
    self.line = line
  }
}
