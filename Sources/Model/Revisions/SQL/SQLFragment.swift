/// A piece of SQL whose names and values are kept apart from its text until a dialect renders it.
///
/// A literal is SQL as it stands. What is interpolated is a *value* unless said otherwise, and can never change
/// what the statement says:
///
/// ```swift
/// let cut: SQLFragment = "UPDATE \(identifier: table) SET email = \(email) WHERE id = \(id)"
/// ```
public struct SQLFragment: Hashable, Sendable, Codable {
  /// One piece of a fragment.
  public enum Segment: Hashable, Sendable, Codable {
    /// SQL as it stands.
    case raw(String)
    /// A name to be quoted, qualified where it has several parts.
    case identifier([String])
    /// A value, bound where the driver can and written as a literal where it must be.
    case value(SQLValue)
  }

  /// The pieces in their order.
  public private(set) var segments: [Segment]

  /// Makes a fragment of pieces.
  public init(segments: [Segment]) { self.segments = segments }

  /// SQL as it stands, nothing in it quoted or bound.
  public static func raw(_ sql: String) -> SQLFragment { SQLFragment(segments: [.raw(sql)]) }

  /// The text where there is nothing but text, else nil.
  public var plainText: String? {
    var text = ""
    for segment in segments {
      guard case .raw(let part) = segment else { return nil }
      text += part
    }
    return text
  }

  /// Two fragments, one after the other.
  public static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
    SQLFragment(segments: left.segments + right.segments)
  }
}

extension SQLFragment: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { segments = [.raw(value)] }

  public init(stringInterpolation: StringInterpolation) { segments = stringInterpolation.segments }

  /// Collects the pieces of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    var segments: [Segment] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      segments.reserveCapacity(interpolationCount * 2 + 1)
    }

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { segments.append(.raw(literal)) }
    }

    /// A value: bound, or written as a literal.
    public mutating func appendInterpolation(_ value: some SQLValueConvertible) {
      segments.append(.value(value.sqlValue))
    }

    /// A name, quoted: `\(identifier: "order")`.
    public mutating func appendInterpolation(identifier name: String) {
      segments.append(.identifier([name]))
    }

    /// A table's name, quoted and qualified.
    public mutating func appendInterpolation(identifier name: QualifiedName) {
      segments.append(.identifier([name.schema, name.name].compactMap { $0 }))
    }

    /// SQL as it stands: `\(raw: direction)`. Never put there what a user typed.
    public mutating func appendInterpolation(raw sql: String) {
      segments.append(.raw(sql))
    }

    /// Another fragment in this one's place.
    public mutating func appendInterpolation(_ fragment: SQLFragment) {
      segments.append(contentsOf: fragment.segments)
    }
  }
}

extension SQLFragment {
  /// SQL without names or values is a text; else it is the list of its pieces.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .raw(text)
    } else {
      self.init(segments: try container.decode([Segment].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let plainText { try container.encode(plainText) } else { try container.encode(segments) }
  }
}
