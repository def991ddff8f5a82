package import Dialects
package import Revisions

extension PostgresDialect {
  package func overrides(
    of inherited: Column, by column: Column, in table: QualifiedName
  ) throws(DialectError) -> [SQLObject] {
    let head = try rendered("ALTER TABLE ONLY \(identifier: table) ALTER COLUMN \(identifier: column.name) ")
    let address = SQLText.name(table) + "." + SQLText.name(column.name)
    var objects: [SQLObject] = []
    func add(_ kind: String, create: String, drop: String) {
      objects.append(SQLObject(kind, address, create: .raw(head + create), drop: .raw(head + drop)))
    }
    // In the one form that it has as a value too, whether the server says it or a declaration.
    func setting(_ value: Column.DefaultValue?) throws(DialectError) -> String {
      guard let value else { return "DROP DEFAULT" }
      return "SET DEFAULT \(try canonicalText(of: value, for: column.type))"
    }
    if !isSame(inherited.defaultValue, column.defaultValue) {
      add("COLUMN DEFAULT", create: try setting(column.defaultValue), drop: try setting(inherited.defaultValue))
    }
    func nullability(_ column: Column) -> String { column.isNullable ? "DROP NOT NULL" : "SET NOT NULL" }
    if inherited.isNullable != column.isNullable {
      add("COLUMN NULLABILITY", create: nullability(column), drop: nullability(inherited))
    }
    return objects
  }

  private func canonicalText(of value: Column.DefaultValue, for type: DataType) throws(DialectError) -> String {
    switch value {
    case .literal(let literal): return try self.literal(literal)
    case .expression(let fragment):
      let text = try rendered(fragment)
      guard case .literal(let literal) = DefaultText.value(of: text, for: type) else { return text }
      return try self.literal(literal)
    }
  }
}
