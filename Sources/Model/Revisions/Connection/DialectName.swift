/// The kind of a database, by name: an open set, so that a third party can add one.
public struct DialectName: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(stringLiteral value: String) { rawValue = value }

  public var description: String { rawValue }

  /// SQLite.
  public static let sqlite: DialectName = "sqlite"
  /// PostgreSQL.
  public static let postgresql: DialectName = "postgresql"
}
