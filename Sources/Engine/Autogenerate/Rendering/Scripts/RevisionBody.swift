package import Revisions

/// What a revision does, before it is written as a script.
package struct RevisionBody: Sendable {
  /// An operation, and what is to be said above it.
  package struct Step: Sendable {
    package var operation: Operation
    /// Comments without their slashes; each may have lines.
    package var notes: [String]

    package init(_ operation: Operation, notes: [String] = []) {
      self.operation = operation
      self.notes = notes
    }
  }

  /// How the upgrade is taken back.
  package enum Downgrade: Sendable {
    /// By the reverse of the upgrade; where that has none, the downgrade says why.
    case reversed
    /// By operations of its own.
    case steps([Step])
    /// Not at all.
    case irreversible(String)
  }

  package var upgrade: [Step]
  package var downgrade: Downgrade

  package init(upgrade: [Step], downgrade: Downgrade = .reversed) {
    self.upgrade = upgrade
    self.downgrade = downgrade
  }
}
