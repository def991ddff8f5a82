public import Revisions

/// What the values of domains are made of.
public struct DomainTypes: Sendable {
  private var types: [QualifiedName: DataType]

  /// Those of some domains.
  public init(_ domains: [Domain] = []) {
    types = Dictionary(domains.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
  }

  /// The type that a type's values have in the end: of a domain the one that it is made of. What leads in a circle has none, and is
  /// left where it is entered again.
  public func base(of type: DataType) -> DataType {
    var base = type
    var passed: Set<QualifiedName> = []
    while case .named(let name) = base, let next = types[name], passed.insert(name).inserted { base = next }
    return base
  }

  /// Whether a domain is made of itself, by way of others or lists of them or at once.
  public func isMadeOfItself(_ domain: QualifiedName) -> Bool {
    var passed: Set<QualifiedName> = []
    var next = types[domain]
    while let type = next {
      switch type {
      case .array(let element): next = element
      case .named(let name) where name == domain: return true
      case .named(let name): next = passed.insert(name).inserted ? types[name] : nil
      default: return false
      }
    }
    return false
  }
}
