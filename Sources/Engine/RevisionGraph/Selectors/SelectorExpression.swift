package import Revisions

/// How a user names revisions, as written: nothing has been looked up yet.
///
/// `[branch@](id | prefix | label | head | heads | base | current)[±N]`, or `[branch@]±N` for so many revisions from
/// where the database is. `branch` is a label, an id or the beginning of one. A name in single or double quotes is a
/// whole id, whatever it contains (the quote itself is doubled): `"mnist-classifier.v1"-1`.
package struct SelectorExpression: Hashable, Sendable {
  /// What the steps start from, or what is meant where there are none.
  package enum Anchor: Hashable, Sendable {
    case name(Name)
    /// The one revision that none follows.
    case head
    /// All of them.
    case heads
    /// Before the first revision.
    case base
    /// Where the database is.
    case current
  }

  /// A name, and whether it was quoted.
  package struct Name: Hashable, Sendable {
    package let text: String
    /// A quoted name is a whole id: no prefix, no label.
    package let isQuoted: Bool
  }

  /// Which way steps go: up to what follows, down to what comes before.
  package enum Direction: Hashable, Sendable { case up, down }

  /// The branch to stay in.
  package let branch: Name?
  /// What the steps start from; nil where the offset stands alone.
  package let anchor: Anchor?
  /// The steps from the anchor; nil where none are written.
  package let offset: Offset?
  /// The expression as it was written.
  package let text: String

  /// Steps, and which way they go.
  package struct Offset: Hashable, Sendable {
    package let direction: Direction
    /// Zero or more.
    package let count: Int
  }

  init(branch: Name?, anchor: Anchor?, offset: Offset?, text: String) {
    self.branch = branch
    self.anchor = anchor
    self.offset = offset
    self.text = text
  }

  /// Exactly one revision, by its whole id.
  package static func revision(_ id: RevisionID) -> SelectorExpression {
    SelectorExpression(
      branch: nil, anchor: .name(Name(text: id.rawValue, isQuoted: true)), offset: nil, text: id.rawValue)
  }

  /// The one revision that none follows.
  package static let head = SelectorExpression(branch: nil, anchor: .head, offset: nil, text: "head")
  /// All revisions that none follows or depends on.
  package static let heads = SelectorExpression(branch: nil, anchor: .heads, offset: nil, text: "heads")
  /// Before the first revision.
  package static let base = SelectorExpression(branch: nil, anchor: .base, offset: nil, text: "base")
  /// Where the database is.
  package static let current = SelectorExpression(branch: nil, anchor: .current, offset: nil, text: "current")
}

/// Two expressions with a colon between them, of which either may be left out: `history -r a:b`, `upgrade a:b --sql`.
package struct RangeExpression: Hashable, Sendable {
  /// The older end; nil where it is open.
  package let lower: SelectorExpression?
  /// The newer end; nil where it is open.
  package let upper: SelectorExpression?
  /// The range as it was written.
  package let text: String

  /// Makes a range of its ends.
  package init(lower: SelectorExpression?, upper: SelectorExpression?, text: String) {
    self.lower = lower
    self.upper = upper
    self.text = text
  }

  /// Everything.
  package static let all = RangeExpression(lower: nil, upper: nil, text: ":")
}

/// What was written is no expression; `offset` is where, in Unicode scalars from 0.
package enum SelectorSyntaxError: Error, Hashable, Sendable {
  case empty
  /// A name, an offset or a reserved word has to stand here.
  case missingName(text: String, offset: Int)
  /// This cannot stand here; where it is part of an id, the id has to be quoted.
  case unexpected(Unicode.Scalar, text: String, offset: Int)
  /// The quote that begins here does not end.
  case unterminatedQuote(text: String, offset: Int)
  /// After `+` or `-` comes a whole number that fits.
  case invalidOffset(text: String, offset: Int)
  /// A range was given where one revision is meant.
  case unexpectedRange(text: String)
  /// A range needs a colon.
  case notARange(text: String)
}
