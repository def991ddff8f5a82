import Revisions

extension Revisions.Operation {
  /// Whether both do the same to a database: equal, but for where a constraint of a table stands.
  func isEqualInEffect(to other: Revisions.Operation) -> Bool {
    switch (self, other) {
    case (.createTable(var left), .createTable(var right)):
      left.table = left.table.withOwnConstraints
      right.table = right.table.withOwnConstraints
      return left == right
    case (.dropTable(var left), .dropTable(var right)):
      left.former = left.former?.withOwnConstraints
      right.former = right.former?.withOwnConstraints
      return left == right
    case (.when(let left), .when(let right)):
      return left.dialect == right.dialect && left.then.isEqualInEffect(to: right.then)
        && left.otherwise.isEqualInEffect(to: right.otherwise)
    case (.outsideTransaction(let left), .outsideTransaction(let right)):
      return left.body.isEqualInEffect(to: right.body)
    default:
      guard let left = value as? any Hashable, let right = other.value as? any Hashable else { return false }
      return AnyHashable(left) == AnyHashable(right)
    }
  }
}

extension Operations {
  func isEqualInEffect(to other: Operations) -> Bool {
    switch (content, other.content) {
    case (.steps(let left), .steps(let right)): left.isEqualInEffect(to: right)
    case (.reversed, .reversed): true
    case (.irreversible(let left), .irreversible(let right)): left == right
    default: false
    }
  }
}

extension [Revisions.Operation] {
  func isEqualInEffect(to other: [Revisions.Operation]) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.isEqualInEffect(to: $1) }
  }
}

extension Table {
  /// The table with the constraints of its columns beside its own, in an order that follows from what they say.
  var withOwnConstraints: Table {
    var table = self
    for position in table.columns.indices {
      table.constraints += table.columns[position].constraints
      table.columns[position].constraints = []
    }
    table.constraints.sort { String(describing: $0) < String(describing: $1) }
    return table
  }
}

extension Schema {
  /// The schema with its objects in an order that follows from what they say.
  var inOrder: Schema {
    func sorted<Value>(_ values: [Value]) -> [Value] {
      values.sorted { String(describing: $0) < String(describing: $1) }
    }
    var schema = self
    schema.namespaces = sorted(namespaces)
    schema.extensions = sorted(extensions)
    schema.enums = sorted(enums)
    schema.domains = sorted(domains)
    schema.compositeTypes = sorted(compositeTypes)
    schema.sequences = sorted(sequences)
    schema.tables = sorted(tables.map(\.withOwnConstraints))
    schema.indexes = sorted(indexes)
    schema.views = sorted(views)
    schema.materializedViews = sorted(materializedViews)
    schema.routines = sorted(routines)
    schema.triggers = sorted(triggers)
    schema.policies = sorted(policies)
    schema.grants = grants.sorted {
      "\($0.privileges)\($0.target)\($0.roles)" < "\($1.privileges)\($1.target)\($1.roles)"
    }
    schema.comments = comments.sorted { "\($0.object)\($0.text ?? "")" < "\($1.object)\($1.text ?? "")" }
    schema.others = sorted(others)
    return schema
  }
}
