public import Revisions

/// One statement as it is sent to a database or written to a script.
public struct Statement: Hashable, Sendable {
  /// The text, without the semicolon that ends it.
  public var text: String
  /// What it is.
  public var kind: Kind
  /// How it stands to the transaction of its revision.
  public var transactionRule: TransactionRule
  /// The line of the script that caused it; nil where the engine itself did.
  public var location: SourceLocation?

  /// Makes a statement.
  public init(
    _ text: String, kind: Kind = .command, transactionRule: TransactionRule = .any, location: SourceLocation? = nil
  ) {
    self.text = text
    self.kind = kind
    self.transactionRule = transactionRule
    self.location = location
  }

  /// What a statement is for.
  public enum Kind: Hashable, Sendable {
    /// It is run, and its result discarded.
    case command
    /// It is a query of one row and one column that must yield 1; otherwise the revision fails with these words.
    case check(failure: String)
  }

  /// How a statement stands to the transaction of its revision.
  public enum TransactionRule: Hashable, Sendable {
    /// It runs inside or outside.
    case any
    /// The database refuses or ignores it inside a transaction, so its whole revision runs outside.
    case outside
    /// It begins or ends a transaction, which is the engine's to do: refused.
    case forbidden
  }
}

/// A statement cut out of a longer text.
public struct CutStatement: Hashable, Sendable {
  /// The statement, without surrounding white space and without its semicolon.
  public var text: String
  /// How many line ends come before its first character in the whole text.
  public var lineOffset: Int

  /// Makes a cut.
  public init(text: String, lineOffset: Int) {
    self.text = text
    self.lineOffset = lineOffset
  }
}
