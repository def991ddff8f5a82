import Revisions

/// Writes a revision as SQL.
struct SQLScriptText {
  private let metadata: RevisionMetadata
  private let upgrade: NewRevision.Section
  private let downgrade: NewRevision.Section

  init(_ metadata: RevisionMetadata, upgrade: NewRevision.Section, downgrade: NewRevision.Section) {
    self.metadata = metadata
    self.upgrade = upgrade
    self.downgrade = downgrade
  }

  var text: String {
    let pairs = [
      ("revision", metadata.id.rawValue), ("parents", Self.list(metadata.parents.map(\.rawValue))),
      ("depends_on", Self.list(metadata.dependsOn.map(\.rawValue))),
      ("branch_labels", Self.list(metadata.branchLabels)),
      ("message", Self.line(metadata.message)), ("created", Self.line(metadata.created)),
    ]
    let header = pairs.filter { !$0.1.isEmpty }.map { "-- \($0.0): \($0.1)\n" }.joined()
    return "\(header)\n\(Self.section("upgrade", upgrade))\n\(Self.section("downgrade", downgrade))"
  }

  private static func section(_ name: String, _ section: NewRevision.Section) -> String {
    "-- \(name)\(section.isInTransaction ? "" : " transaction=off")\n\(section.text)"
  }

  private static func list(_ elements: [String]) -> String { elements.joined(separator: ", ") }

  /// A text on one line: a header has no way to write a line break, so a space stands for it.
  private static func line(_ text: String) -> String {
    let line = text.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: " "
      default: String(scalar)
      }
    }
    return line.joined().split(separator: " ").joined(separator: " ")
  }
}
