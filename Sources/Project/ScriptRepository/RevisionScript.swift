package import Revisions

/// What a revision script is written in.
package enum ScriptFormat: String, Hashable, Sendable, CaseIterable {
  case swift, sql
}

/// A revision as its script declares it, read without compiling anything.
package struct RevisionScript: Hashable, Sendable {
  /// All that is said of the revision but its operations.
  package let metadata: RevisionMetadata
  /// The script's absolute path.
  package let path: String
  /// What the script is written in.
  package let format: ScriptFormat
  /// The line on which the revision is declared, from 1.
  package let line: Int
  /// The type that declares the revision; empty for SQL.
  package let typeName: String
  /// Stands for the script's name and text; nil for SQL, of which only the header has been read.
  let key: ContentHash?

  /// The revision's own id.
  package var id: RevisionID { metadata.id }

  /// The script's text as it stands now.
  package func text() throws(ScriptProblems) -> [UInt8] { try ScriptFile.contents(of: path) }
}

/// A Swift file among the scripts that declares no revision, and that is compiled into every group of them.
package struct SupportFile: Hashable, Sendable {
  /// The file's absolute path.
  package let path: String
  /// Stands for the file's name and text.
  let key: ContentHash
}

/// Where in a file something stands, counted as a compiler counts: from 1, columns in bytes.
package struct ScriptPosition: Hashable, Sendable {
  package let line: Int
  package let column: Int

  /// Makes a position.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The position of a byte.
  init(of offset: Int, in text: [UInt8]) {
    var line = 1
    var start = 0
    var index = 0
    let end = min(offset, text.count)
    while index < end {
      let byte = text[index]
      index += 1
      if byte == 0x0D, index < end, text[index] == 0x0A { index += 1 }
      if byte == 0x0A || byte == 0x0D {
        line += 1
        start = index
      }
    }
    self.init(line: line, column: end - start + 1)
  }
}
