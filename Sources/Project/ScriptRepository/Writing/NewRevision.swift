package import Revisions

/// A revision that is yet to be written: what its script will say.
package struct NewRevision: Hashable, Sendable {
  package let metadata: RevisionMetadata
  package let format: ScriptFormat
  /// What it does; nil leaves a place to fill in.
  package let body: Body?

  /// What a revision does, as text.
  package struct Body: Hashable, Sendable {
    /// A SQL script's sections; of a Swift script, the members `upgrade`, `downgrade` and what they refer to, and nothing.
    package let upgrade: Section
    package let downgrade: Section

    /// Takes the end of a Swift type's body, indented.
    package static func swift(members: String) -> Body { Body(upgrade: Section(members), downgrade: Section("")) }

    /// Takes the statements of both directions, each ended by a semicolon.
    package static func sql(upgrade: Section, downgrade: Section) -> Body {
      Body(upgrade: upgrade, downgrade: downgrade)
    }

    /// The first line of a SQL script's statements that would be taken for the mark of a section: it may stand in a comment's or
    /// a function's text.
    package var strayMark: String? {
      for section in [upgrade, downgrade] {
        for line in SQLLines(Array(section.text.utf8)) where SQLSectionMarker(line.text) != nil {
          return String(decoding: line.text, as: UTF8.self)
        }
      }
      return nil
    }
  }

  /// A direction of a script.
  package struct Section: Hashable, Sendable {
    package let text: String
    /// Whether it runs in a transaction; else statement by statement. A Swift script says so by itself.
    package let isInTransaction: Bool

    package init(_ text: String, isInTransaction: Bool = true) {
      self.text = text
      self.isInTransaction = isInTransaction
    }
  }

  /// Takes over what is to be written. The ids have to be usable, see ``RevisionID/problem``.
  package init(_ metadata: RevisionMetadata, format: ScriptFormat, body: Body? = nil) {
    self.metadata = metadata
    self.format = format
    self.body = body
  }

  /// The merge of revisions: everything in it follows from the sorted parents, so that two people who merge the same
  /// heads write the same file.
  ///
  /// The id is the beginning of the SHA-256 of the parents, one a line:
  /// `printf 'a\nb' | sha256sum | cut -c1-12`.
  package static func merge(of parents: some Sequence<RevisionID>, format: ScriptFormat) -> NewRevision {
    let parents = Set(parents).sorted()
    let names = parents.map(\.rawValue)
    let hash = ContentHash(of: Array(names.joined(separator: "\n").utf8)).hexadecimal
    let list =
      names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    return NewRevision(
      RevisionMetadata(id: RevisionID(String(hash.prefix(12))), parents: parents, message: "merge \(list)"),
      format: format)
  }

  /// The whole script.
  package var text: String {
    switch format {
    case .swift: SwiftScriptText(metadata, members: body?.upgrade.text).text
    case .sql:
      SQLScriptText(metadata, upgrade: body?.upgrade ?? Section(""), downgrade: body?.downgrade ?? Section("")).text
    }
  }
}

extension RevisionID {
  /// A new id: twelve hexadecimal digits.
  package static func random(using generator: inout some RandomNumberGenerator) -> RevisionID {
    let digits = String(generator.next(upperBound: UInt64(1) << 48), radix: 16)
    return RevisionID(String(repeating: "0", count: 12 - digits.count) + digits)
  }
}
