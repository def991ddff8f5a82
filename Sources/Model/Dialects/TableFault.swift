/// Something that a kind of database would refuse of a table as it is declared.
public struct TableFault: Hashable, Sendable {
  /// What it is, in words that name the table.
  public var words: String
  /// The name in the table's declaration by which the place is found; nil is the table's own.
  public var subject: String?
  /// What to do about it.
  public var hint: String?

  /// Makes a fault.
  public init(_ words: String, at subject: String? = nil, hint: String? = nil) {
    self.words = words
    self.subject = subject
    self.hint = hint
  }
}
