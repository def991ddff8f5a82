public import Revisions

/// Which of the names are meant that a database chooses for constraints.
public enum ChosenNames: Sendable {
  /// All.
  case all
  /// Those that depend on what else there is in the schema, and in which order it was made.
  case uncertain
}

/// A declared schema that says names which a database would choose for its constraints.
public struct NamedSchema: Sendable {
  private let all: Schema
  private let uncertain: Schema

  /// Makes one of the schema that says all of them, and of the one that says only those which are uncertain.
  public init(all: Schema, uncertain: Schema) {
    self.all = all
    self.uncertain = uncertain
  }

  /// The schema that says the names meant.
  public subscript(names: ChosenNames) -> Schema {
    switch names {
    case .all: all
    case .uncertain: uncertain
    }
  }
}
