import Revisions

/// What a database would not put up with: a naive look at a whole schema, for those of `RandomSchemas`.
struct SchemaIntegrity {
  private(set) var violations: [String] = []
  private let schema: Schema

  init(_ schema: Schema) {
    self.schema = schema
    checkNames()
    for table in schema.tables { check(table) }
    for index in schema.indexes { check(index) }
    for (name, query) in schema.views.map({ ($0.name, $0.query) })
      + schema.materializedViews.map({ ($0.name, $0.query) })
    {
      let text = ViewText(query)
      guard let columns = columns(of: text.relation) else {
        violations.append("view \(name) reads \(text.relation), which is not there")
        continue
      }
      for column in text.columns where !columns.contains(column) {
        violations.append("view \(name) reads \(text.relation).\(column), which is not there")
      }
    }
    for trigger in schema.triggers {
      guard let columns = columns(of: trigger.table.description) else {
        violations.append("trigger \(trigger.name) is of \(trigger.table), which is not there")
        continue
      }
      if case .function(let name, _) = trigger.action, !schema.routines.contains(where: { $0.name == name }) {
        violations.append("trigger \(trigger.name) calls \(name), which is not there")
      }
      for case .update(let names) in trigger.events {
        for name in names where !columns.contains(name) {
          violations.append("trigger \(trigger.name) is about \(trigger.table).\(name), which is not there")
        }
      }
    }
    for policy in schema.policies {
      guard let table = table(policy.table) else {
        violations.append("policy \(policy.name) is of \(policy.table), which is not there")
        continue
      }
      check(policy.using, of: table, "policy \(policy.name)")
    }
    for sequence in schema.sequences {
      guard let owner = sequence.owner else { continue }
      if table(owner.table)?.columns.contains(where: { $0.name == owner.column }) != true {
        violations.append("sequence \(sequence.name) belongs to \(owner), which is not there")
      }
    }
    for type in schema.compositeTypes {
      for attribute in type.attributes { check(attribute.type, "\(type.name)") }
    }
    for grant in schema.grants {
      if case .object(.table(let name)) = grant.target, columns(of: name.description) == nil {
        violations.append("a grant is on \(name), which is not there")
      }
    }
  }

  // MARK: Names

  private mutating func checkNames() {
    var relations: Set<QualifiedName> = []
    let names =
      schema.tables.map(\.name) + schema.views.map(\.name) + schema.materializedViews.map(\.name)
      + schema.sequences.map(\.name) + schema.indexes.map { QualifiedName($0.name, schema: $0.table.schema) }
    for name in names where !relations.insert(name).inserted { violations.append("\(name) is there twice") }
    let spaces = Set(schema.namespaces.map(\.name))
    let all =
      names + schema.enums.map(\.name) + schema.domains.map(\.name) + schema.compositeTypes.map(\.name)
      + schema.routines.map(\.name)
    for name in all {
      if let space = name.schema, !spaces.contains(space) {
        violations.append("\(name) stands in a schema that is not there")
      }
    }
  }

  private func table(_ name: QualifiedName) -> Table? { schema.tables.first { $0.name == name } }

  private func columns(of name: String) -> Set<String>? {
    if let table = schema.tables.first(where: { $0.name.description == name }) { return Set(table.columns.map(\.name)) }
    if let view = schema.views.first(where: { $0.name.description == name }) {
      return Set(ViewText(view.query).columns)
    }
    return schema.materializedViews.first { $0.name.description == name }.map { Set(ViewText($0.query).columns) }
  }

  // MARK: Tables

  private mutating func check(_ table: Table) {
    for column in table.columns {
      check(column.type, "\(table.name).\(column.name)")
      check(column.generated?.expression, of: table, "\(table.name).\(column.name)")
      if case .expression(let text)? = column.defaultValue {
        let name = text.plainText?.split(separator: "'").dropFirst().first.map(String.init) ?? ""
        if !schema.sequences.contains(where: { $0.name.description == name }) {
          violations.append("\(table.name).\(column.name) asks \(name), which is not there")
        }
      }
      if case .named(let name) = column.type, case .literal(.text(let value))? = column.defaultValue,
        let type = schema.enums.first(where: { $0.name == name }), !type.values.contains(value)
      {
        violations.append("\(table.name).\(column.name) has a default that \(name) has not")
      }
    }
    let columns = Set(table.columns.map(\.name))
    var names: Set<String> = []
    for constraint in table.constraints {
      let label = "\(table.name) constraint \(constraint.name ?? "?")"
      if let name = constraint.name, !names.insert(name).inserted { violations.append("\(label) is there twice") }
      switch constraint {
      case .primaryKey(let key): check(key.columns, columns, label)
      case .unique(let unique): check(unique.columns, columns, label)
      case .check(let check): self.check(check.expression, of: table, label)
      case .exclusion: break
      case .foreignKey(let key):
        check(key.columns, columns, label)
        check(key, of: table, label)
      }
    }
  }

  private mutating func check(_ names: [String], _ columns: Set<String>, _ label: String) {
    for name in names where !columns.contains(name) {
      violations.append("\(label) is about \(name), which is not there")
    }
  }

  private mutating func check(_ key: ForeignKey, of table: Table, _ label: String) {
    guard let target = self.table(key.referencedTable) else {
      return violations.append("\(label) refers to \(key.referencedTable), which is not there")
    }
    let wanted = Set(key.referencedColumns)
    let isUnique =
      target.constraints.flatMap(\.uniqueKeys).contains { Set($0) == wanted }
      || schema.indexes.contains { index in
        index.table == target.name && index.isUnique && index.predicate == nil
          && Set(index.parts.compactMap { if case .column(let name) = $0.key { name } else { nil } }) == wanted
      }
    if !isUnique { violations.append("\(label) refers to \(target.name) \(wanted), which are not unique") }
    for (name, other) in zip(key.columns, key.referencedColumns) {
      guard let left = table.columns.first(where: { $0.name == name })?.type,
        let right = target.columns.first(where: { $0.name == other })?.type
      else { continue }
      let areTexts = [left, right].allSatisfy { if case .varchar = $0 { true } else { $0 == .text } }
      if left != right, !(left.isInteger && right.isInteger), !areTexts {
        violations.append("\(label) compares \(left) with \(right)")
      }
    }
  }

  private mutating func check(_ index: Index) {
    if let view = schema.materializedViews.first(where: { $0.name == index.table }) {
      let columns = Set(ViewText(view.query).columns)
      for part in index.parts {
        if case .column(let name) = part.key { check([name], columns, "index \(index.name)") }
      }
      return
    }
    guard let table = table(index.table) else {
      return violations.append("index \(index.name) is of \(index.table), which is not there")
    }
    for part in index.parts {
      switch part.key {
      case .column(let name): check([name], Set(table.columns.map(\.name)), "index \(index.name)")
      case .expression(let expression): check(expression, of: table, "index \(index.name)")
      }
    }
    check(index.predicate, of: table, "index \(index.name)")
  }

  // MARK: Types and texts

  private mutating func check(_ type: DataType, _ label: String) {
    switch type {
    case .array(let element): check(element, label)
    case .named(let name):
      let names = schema.enums.map(\.name) + schema.domains.map(\.name) + schema.compositeTypes.map(\.name)
      if !names.contains(name) { violations.append("\(label) has the type \(name), which is not there") }
    default: break
    }
  }

  /// A word before a parenthesis is a function, `IS`, `NOT` and `NULL` are SQL, the rest are columns.
  private mutating func check(_ fragment: SQLFragment?, of table: Table, _ label: String) {
    let columns = Set(table.columns.map(\.name))
    for part in ExpressionWords(fragment).parts {
      if part.isCall {
        if !schema.routines.contains(where: { $0.name.name == part.word }) {
          violations.append("\(label) calls \(part.word), which is not there")
        }
      } else if !columns.contains(part.word) {
        violations.append("\(label) mentions \(part.word), which is not there")
      }
    }
  }
}

/// The names in an expression of these tests.
struct ExpressionWords {
  private(set) var parts: [(word: String, isCall: Bool)] = []

  init(_ fragment: SQLFragment?) {
    let text = fragment?.plainText ?? ""
    for (position, piece) in text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
    where position % 2 == 0 {
      var rest = piece[...]
      while let start = rest.firstIndex(where: \.isLetter) {
        let word = rest[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[word.endIndex...]
        if !["IS", "NOT", "NULL", "VALUE"].contains(word) { parts.append((String(word), rest.first == "(")) }
      }
    }
  }
}
