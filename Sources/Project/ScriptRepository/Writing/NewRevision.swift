package import Revisions

/// A revision that is yet to be written: what its script will say.
package struct NewRevision: Hashable, Sendable {
  package let metadata: RevisionMetadata
  package let format: ScriptFormat
  /// What a Swift script does: the end of its type, indented by two. Without it somebody fills that in.
  package let members: String?

  /// Takes over what is to be written. The ids have to be usable, see ``RevisionID/problem``.
  package init(_ metadata: RevisionMetadata, format: ScriptFormat, members: String? = nil) {
    self.metadata = metadata
    self.format = format
    self.members = members
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
    case .swift: SwiftScriptText(metadata, members: members).text
    case .sql: SQLScriptText(metadata).text
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
