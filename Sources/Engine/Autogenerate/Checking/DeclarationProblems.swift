package import Dialects
package import Revisions

/// What a declared schema says of its own objects that cannot be, in the words of the declaration: a canonical form has what is said
/// twice only once.
package struct DeclarationProblems {
  /// The problems: those of names first, then those of tables, indexes and types.
  package private(set) var list: [SchemaProblems.Problem] = []

  private let dialect: any Dialect & SchemaReflecting

  /// Looks through a schema as it is declared.
  package init(in schema: Schema, dialect: any Dialect & SchemaReflecting) {
    self.dialect = dialect
    for namespace in schema.namespaces { check("schema", namespace.name) }
    for (kind, name) in schema.placedObjects { check(kind, name) }
    for table in schema.tables { check(table) }
    for index in schema.indexes {
      check("index", index.name)
      if index.parts.isEmpty { add("index \(index.name) of \(index.table) has no columns", at: index.name) }
    }
    for trigger in schema.triggers { check("trigger", trigger.name) }
    for policy in schema.policies { check("policy", policy.name) }
    for type in schema.enums { check(type) }
    for type in schema.compositeTypes {
      var names: Set<String> = []
      for attribute in type.attributes {
        check("attribute", attribute.name, of: type.name)
        if !names.insert(attribute.name).inserted {
          add("type \(type.name) has two attributes \(attribute.name)", at: attribute.name)
        }
      }
    }
  }

  // MARK: Tables

  private mutating func check(_ table: Table) {
    for column in table.columns {
      check("column", column.name, of: table.name)
      if column.generated != nil, column.defaultValue != nil {
        add(
          "the column \(table.name).\(column.name) is computed from others, and has a default too", at: column.name,
          in: table, hint: "take .default(…) or .generated(…) out")
      }
    }
    let constraints = table.columns.flatMap(\.constraints) + table.constraints
    for constraint in constraints {
      if let name = constraint.name { check("constraint", name, of: table.name) }
      if let what = constraint.withoutColumns {
        let name = constraint.name.map { " \($0)" } ?? ""
        add("\(what)\(name) of \(table.name) has no columns", at: constraint.name ?? table.name.name, in: table)
      }
    }
    let keys = constraints.compactMap { constraint in
      if case .primaryKey(let key) = constraint { key } else { nil }
    }
    if keys.count > 1 {
      let columns = keys.map { $0.columns.joined(separator: ", ") }
      var together: [String] = []
      for column in keys.flatMap(\.columns) where !together.contains(column) { together.append(column) }
      add(
        "table \(table.name) has \(keys.count) primary keys: \(columns.joined(separator: "; "))",
        at: keys[1].columns.first ?? table.name.name, in: table,
        hint: together.count > 1
          ? "PrimaryKey(\(together.map { "\"\($0)\"" }.joined(separator: ", "))) behind the columns is one key of them all"
          : "one of them is enough")
    }
    for fault in dialect.faults(of: table) {
      add(fault.words, at: fault.subject ?? table.name.name, in: fault.subject == nil ? nil : table, hint: fault.hint)
    }
  }

  // MARK: Types

  private mutating func check(_ type: EnumType) {
    var values: Set<String> = []
    for value in type.values {
      if !values.insert(value).inserted {
        add("enum \(type.name) has the value \(value) twice", at: value, isRepetition: true)
      }
      // A value may be empty, and is else kept as a name is.
      if !value.isEmpty { check("value", value, of: type.name) }
    }
  }

  // MARK: Names

  private mutating func check(_ kind: String, _ name: QualifiedName) {
    if let schema = name.schema { check("schema of \(kind)", schema) }
    check(kind, name.name)
  }

  /// Sees to it that a name can be written.
  private mutating func check(_ kind: String, _ name: String, of owner: QualifiedName? = nil) {
    do throws(DialectError) {
      _ = try dialect.quoted(name)
    } catch {
      let place = owner.map { " of \($0)" } ?? ""
      add(
        "\(kind)\(place): \(error.message)", at: name.isEmpty ? owner?.name ?? name : name, hint: error.hint)
    }
  }

  private mutating func add(
    _ words: String, at subject: String, in table: Table? = nil, isRepetition: Bool = false, hint: String? = nil
  ) {
    list.append(
      SchemaProblems.Problem(
        words: words, subject: subject, table: table?.name.name, isRepetition: isRepetition, hint: hint))
  }
}

extension TableConstraint {
  /// What it is, where it lacks the columns that it is about.
  fileprivate var withoutColumns: String? {
    switch self {
    case .primaryKey(let key): key.columns.isEmpty ? "the primary key" : nil
    case .unique(let unique): unique.columns.isEmpty ? "the unique constraint" : nil
    case .foreignKey(let key): key.columns.isEmpty ? "the foreign key" : nil
    case .exclusion(let exclusion): exclusion.elements.isEmpty ? "the exclusion" : nil
    case .check: nil
    }
  }
}
