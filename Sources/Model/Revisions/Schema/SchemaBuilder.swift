/// What can stand in the body of a ``Schema``: a table, an enumeration, or another schema whole.
///
/// A type of your own conforms by adding what it stands for.
public protocol SchemaElement: Sendable {
  /// Adds this to what is declared.
  func declare(in schema: inout Schema)
}

/// Reads what a ``Schema`` consists of from its body.
@resultBuilder
public enum SchemaBuilder {
  public static func buildExpression(_ element: some SchemaElement) -> any SchemaElement { element }

  public static func buildExpression(_ elements: [any SchemaElement]) -> any SchemaElement { SchemaElements(elements) }

  public static func buildBlock(_ elements: any SchemaElement...) -> Schema {
    var schema = Schema()
    for element in elements { element.declare(in: &schema) }
    return schema
  }

  public static func buildOptional(_ part: Schema?) -> any SchemaElement { part ?? Schema() }

  public static func buildEither(first: Schema) -> any SchemaElement { first }

  public static func buildEither(second: Schema) -> any SchemaElement { second }

  public static func buildArray(_ parts: [Schema]) -> any SchemaElement { SchemaElements(parts) }
}

private struct SchemaElements: SchemaElement {
  let elements: [any SchemaElement]

  init(_ elements: [any SchemaElement]) { self.elements = elements }

  func declare(in schema: inout Schema) {
    for element in elements { element.declare(in: &schema) }
  }
}

extension Schema: SchemaElement {
  public func declare(in schema: inout Schema) { schema.merge(self) }
}

extension Namespace: SchemaElement {
  public func declare(in schema: inout Schema) { schema.namespaces.append(self) }
}

extension Extension: SchemaElement {
  public func declare(in schema: inout Schema) { schema.extensions.append(self) }
}

extension EnumType: SchemaElement {
  public func declare(in schema: inout Schema) { schema.enums.append(self) }
}

extension Domain: SchemaElement {
  public func declare(in schema: inout Schema) { schema.domains.append(self) }
}

extension CompositeType: SchemaElement {
  public func declare(in schema: inout Schema) { schema.compositeTypes.append(self) }
}

extension DatabaseSequence: SchemaElement {
  public func declare(in schema: inout Schema) { schema.sequences.append(self) }
}

extension Table: SchemaElement {
  public func declare(in schema: inout Schema) { schema.tables.append(self) }
}

extension Index: SchemaElement {
  public func declare(in schema: inout Schema) { schema.indexes.append(self) }
}

extension View: SchemaElement {
  public func declare(in schema: inout Schema) { schema.views.append(self) }
}

extension MaterializedView: SchemaElement {
  public func declare(in schema: inout Schema) { schema.materializedViews.append(self) }
}

extension Routine: SchemaElement {
  public func declare(in schema: inout Schema) { schema.routines.append(self) }
}

extension Trigger: SchemaElement {
  public func declare(in schema: inout Schema) { schema.triggers.append(self) }
}

extension Policy: SchemaElement {
  public func declare(in schema: inout Schema) { schema.policies.append(self) }
}

extension Grant: SchemaElement {
  public func declare(in schema: inout Schema) { schema.grants.append(self) }
}

extension Comment: SchemaElement {
  public func declare(in schema: inout Schema) { schema.comments.append(self) }
}

extension SQLObject: SchemaElement {
  public func declare(in schema: inout Schema) { schema.others.append(self) }
}
