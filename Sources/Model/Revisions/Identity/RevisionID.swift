/// The name of a revision: twelve hexadecimal digits where `rev` makes it, or whatever another tool called it.
///
/// Ids compare by the bytes of their UTF-8 form, so that an order by id is the same on every machine.
public struct RevisionID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The id as it stands in a script and in the version table.
  public let rawValue: String

  /// Takes an id as it is, without judging it; see ``problem``.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Takes an id as it is, without judging it; see ``problem``.
  public init(_ rawValue: String) { self.rawValue = rawValue }

  public init(stringLiteral value: String) { rawValue = value }

  public var description: String { rawValue }

  /// Names that stand for something else in a command, and so can be no revision's own.
  public static let reserved: Set<String> = ["head", "heads", "base", "current"]

  /// What keeps this id from being made or given to `rev`, or nil where nothing does.
  ///
  /// `@ - + :` and white space are what revisions are addressed with; an id of another tool that has them can be
  /// read, and addressed in its quoted form, but not made.
  public var problem: String? {
    if rawValue.isEmpty { return "it is empty" }
    if Self.reserved.contains(rawValue) { return "'\(rawValue)' is a reserved name" }
    if let bad = rawValue.unicodeScalars.first(where: { "@-+:\"'/\\".unicodeScalars.contains($0) }) {
      return "it contains '\(bad)'"
    }
    if rawValue.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F }) {
      return "it contains white space or a control character"
    }
    return nil
  }
}

extension RevisionID {
  // Two ids that look alike but are composed of other characters are two rows to a database.

  public static func == (left: RevisionID, right: RevisionID) -> Bool {
    left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var id = rawValue
    id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension RevisionID: Comparable {
  public static func < (left: RevisionID, right: RevisionID) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}
