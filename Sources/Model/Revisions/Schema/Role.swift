/// A role: who owns something, or is granted something. A literal is a role's name.
public enum Role: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The role of that name.
  case named(String)
  /// Everybody: `PUBLIC`.
  case `public`
  /// Whoever runs the revision: `CURRENT_USER`.
  case currentUser
  /// Whoever connected: `SESSION_USER`.
  case sessionUser

  public init(stringLiteral value: String) { self = .named(value) }

  public var description: String {
    switch self {
    case .named(let name): name
    case .public: "PUBLIC"
    case .currentUser: "CURRENT_USER"
    case .sessionUser: "SESSION_USER"
    }
  }
}
