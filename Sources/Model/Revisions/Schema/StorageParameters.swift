/// What a database is told about how to keep something, such as a fill factor: names and values in their order.
///
/// A literal lists them: `["fillfactor": 70, "autovacuum_enabled": false]`. A value of `nil` is the database's own.
public struct StorageParameters: Hashable, Sendable, Codable, ExpressibleByDictionaryLiteral {
  /// One name and its value.
  public struct Parameter: Hashable, Sendable, Codable {
    /// The name; what stands before a dot, as in `toast.autovacuum_enabled`, is a namespace.
    public var name: String
    /// The value as the database reads it; nil is the database's own.
    public var value: String?

    /// Makes a parameter.
    public init(_ name: String, _ value: String?) {
      self.name = name
      self.value = value
    }
  }

  /// A value as a literal: a number, a text, a flag, or `nil` for the database's own.
  public struct Value: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
  {
    /// The value as the database reads it.
    public var text: String?

    public init(stringLiteral value: String) { text = value }
    public init(integerLiteral value: Int) { text = String(value) }
    public init(floatLiteral value: Double) { text = String(value) }
    public init(booleanLiteral value: Bool) { text = String(value) }
    public init(nilLiteral: ()) { text = nil }
  }

  /// The parameters, in their order.
  public var list: [Parameter]

  /// Makes a list of parameters in their order.
  public init(_ list: [Parameter] = []) { self.list = list }

  public init(dictionaryLiteral elements: (String, Value)...) {
    list = elements.map { Parameter($0.0, $0.1.text) }
  }

  /// Whether there is none.
  public var isEmpty: Bool { list.isEmpty }

  /// The value of a parameter; nil where it is not listed, or the database's own.
  public subscript(_ name: String) -> String? { list.first { $0.name == name }?.value }
}
