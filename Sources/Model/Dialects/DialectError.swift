public import Revisions

/// What a dialect cannot say, or will not.
public struct DialectError: Error, Hashable, Sendable {
  /// What is the matter, in words that name the thing.
  public var message: String
  /// What to do about it.
  public var hint: String?
  /// Where in a script the cause stands; filled in where the operation is known.
  public var location: SourceLocation?

  /// Makes an error.
  public init(_ message: String, hint: String? = nil, location: SourceLocation? = nil) {
    self.message = message
    self.hint = hint
    self.location = location
  }
}
