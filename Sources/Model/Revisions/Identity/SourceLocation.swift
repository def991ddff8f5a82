/// Where in a script something stands, for messages.
///
/// Two values are equal wherever they stand: what an operation does is not changed by moving it.
public struct SourceLocation: Hashable, Sendable, Codable {
  /// The file, as `#fileID` gives it for Swift, or the path of a SQL script.
  public let file: String
  /// The line, from 1.
  public let line: Int

  /// Makes a location; a builder's call site fills it in.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public static func == (left: SourceLocation, right: SourceLocation) -> Bool { true }

  public func hash(into hasher: inout Hasher) {}

  /// A place is no part of what is said there, and so no part of the data either: it reads back as nowhere.
  public init(from decoder: any Decoder) throws { self.init(file: "", line: 0) }

  public func encode(to encoder: any Encoder) throws {}
}
