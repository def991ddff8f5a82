package import Dialects
package import Revisions

/// The schema that operations lead to, worked out without a database.
///
/// What an operation costs depends on what it is about, not on the size of the schema; but for renames and moves, which look
/// through the texts of all that might mention the name.
package struct SchemaReplay: Sendable {
  /// What could not be followed, in order.
  package internal(set) var unfollowed: [UnfollowedOperation] = []

  let dialectName: DialectName
  let rules: ComparisonRules
  let canonicalForm: @Sendable (Schema) throws(DialectError) -> Schema
  let statements: @Sendable (SQL) throws(DialectError) -> [String]

  var namespaces: [String: Namespace] = [:]
  var extensions: [String: Extension] = [:]
  var enums: [QualifiedName: EnumType] = [:]
  var domains: [QualifiedName: Domain] = [:]
  var compositeTypes: [QualifiedName: CompositeType] = [:]
  var sequences: [QualifiedName: DatabaseSequence] = [:]
  var tables: [QualifiedName: Table] = [:]
  var indexes: [QualifiedName: Index] = [:]
  var views: [QualifiedName: View] = [:]
  var materializedViews: [QualifiedName: MaterializedView] = [:]
  var routines: [QualifiedName: [Routine]] = [:]
  var triggers: [ObjectKey: Trigger] = [:]
  var policies: [ObjectKey: Policy] = [:]
  var grants: [PrivilegeTarget: [Grant]] = [:]
  var comments: [DatabaseObject: Comment] = [:]
  var others: [ObjectKey: SQLObject] = [:]

  /// The indexes, triggers and policies of a table or view, and the sequences that its columns own.
  var belongings: [QualifiedName: Set<ObjectKey>] = [:]
  /// The tables that name a table: by a foreign key, or as a parent.
  var referrers: [QualifiedName: Set<QualifiedName>] = [:]
  /// Whether a schema is the default one.
  private var homes: [String: Bool] = [:]

  /// Begins with a schema in canonical form, by default with nothing.
  package init(from schema: Schema = Schema(), dialect: some Dialect & SchemaReflecting) {
    self.init(from: schema, named: dialect.name, form: dialect) { (sql) throws(DialectError) in
      try dialect.statements(of: sql).map(\.text)
    }
  }

  /// Begins with a schema in canonical form, where `statements` cuts SQL as the database would.
  init(
    from schema: Schema = Schema(), named name: DialectName, form: some SchemaReflecting,
    statements: @escaping @Sendable (SQL) throws(DialectError) -> [String]
  ) {
    dialectName = name
    rules = form.comparison
    canonicalForm = { (schema) throws(DialectError) in try form.canonical(schema) }
    self.statements = statements
    for namespace in schema.namespaces { namespaces[folded(namespace.name)] = namespace }
    for value in schema.extensions { extensions[folded(value.name)] = value }
    for type in schema.enums { enums[folded(type.name)] = type }
    for domain in schema.domains { domains[folded(domain.name)] = domain }
    for type in schema.compositeTypes { compositeTypes[folded(type.name)] = type }
    for sequence in schema.sequences { put(sequence) }
    for table in schema.tables { put(table) }
    for index in schema.indexes { put(index) }
    for view in schema.views { views[folded(view.name)] = view }
    for view in schema.materializedViews { materializedViews[folded(view.name)] = view }
    for routine in schema.routines { routines[folded(routine.name), default: []].append(routine) }
    for trigger in schema.triggers { put(trigger) }
    for policy in schema.policies { put(policy) }
    for grant in schema.grants { grants[grant.target, default: []].append(grant) }
    for comment in schema.comments { comments[comment.object] = comment }
    for object in schema.others { others[ObjectKey.other(object)] = object }
  }

  /// The schema that the operations so far led to, in canonical form. All lists are sorted by name.
  package var schema: Schema {
    var schema = Schema()
    schema.namespaces = namespaces.values.sorted { $0.name < $1.name }
    schema.extensions = extensions.values.sorted { $0.name < $1.name }
    schema.enums = enums.values.sorted { $0.name.comes(before: $1.name) }
    schema.domains = domains.values.sorted { $0.name.comes(before: $1.name) }
    schema.compositeTypes = compositeTypes.values.sorted { $0.name.comes(before: $1.name) }
    schema.sequences = sequences.values.sorted { $0.name.comes(before: $1.name) }
    schema.tables = tables.values.map(resolvingReferences).sorted { $0.name.comes(before: $1.name) }
    schema.indexes = indexes.values.sorted { $0.qualifiedName.comes(before: $1.qualifiedName) }
    schema.views = views.values.sorted { $0.name.comes(before: $1.name) }
    schema.materializedViews = materializedViews.values.sorted { $0.name.comes(before: $1.name) }
    schema.routines = routines.values.flatMap(\.self).sorted {
      $0.name == $1.name ? $0.arguments < $1.arguments : $0.name.comes(before: $1.name)
    }
    schema.triggers = triggers.values.sorted {
      $0.table == $1.table ? $0.name < $1.name : $0.table.comes(before: $1.table)
    }
    schema.policies = policies.values.sorted {
      $0.table == $1.table ? $0.name < $1.name : $0.table.comes(before: $1.table)
    }
    schema.grants = grants.map { ("\($0.key)", $0.value) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
    schema.comments = comments.values.sorted { "\($0.object)" < "\($1.object)" }
    schema.others = others.values.sorted { $0.kind == $1.kind ? $0.address < $1.address : $0.kind < $1.kind }
    return schema
  }

  /// A key may have been made before the table that it refers to.
  private func resolvingReferences(_ table: Table) -> Table {
    var table = table
    for position in table.constraints.indices {
      guard case .foreignKey(var key) = table.constraints[position], key.referencedColumns.isEmpty else { continue }
      for case .primaryKey(let primary) in tables[folded(key.referencedTable)]?.constraints ?? [] {
        key.referencedColumns = primary.columns
      }
      table.constraints[position] = .foreignKey(key)
    }
    return table
  }

  // MARK: Names

  /// A name as the database compares it.
  func folded(_ name: String) -> String { rules.foldsNames ? name.asciiLowercased : name }

  /// A name as the database compares it.
  func folded(_ name: QualifiedName) -> QualifiedName {
    rules.foldsNames ? QualifiedName(name.name.asciiLowercased, schema: name.schema?.asciiLowercased) : name
  }

  func isSame(_ left: String, _ right: String) -> Bool { left == right || folded(left) == folded(right) }

  /// A name without the default schema.
  mutating func resolved(_ name: QualifiedName) -> QualifiedName {
    guard let schema = name.schema else { return name }
    return isHome(schema) ? QualifiedName(name.name) : name
  }

  /// A name as it stands in the lists here.
  mutating func key(_ name: QualifiedName) -> QualifiedName { folded(resolved(name)) }

  /// Whether a schema is the default one: only its dialect knows, which leaves it out.
  mutating func isHome(_ schema: String) -> Bool {
    if let known = homes[schema] { return known }
    var probe = Schema()
    probe.views = [View(QualifiedName("probe", schema: schema), as: "SELECT 1")]
    var isHome = false
    do throws(DialectError) {
      if let view = try canonicalForm(probe).views.first { isHome = view.name.schema == nil }
    } catch {
      // A schema that this kind of database cannot have is not its default one.
    }
    homes[schema] = isHome
    return isHome
  }

  func canonical(_ schema: Schema) throws(ReplayError.Problem) -> Schema {
    do throws(DialectError) { return try canonicalForm(schema) } catch { throw .refused(error) }
  }
}

extension QualifiedName {
  /// Whether it stands before another in a list: those of the default schema come first.
  func comes(before other: QualifiedName) -> Bool {
    schema == other.schema ? name < other.name : (schema ?? "") < (other.schema ?? "")
  }
}

extension Index {
  /// The name, in the schema where it stands.
  var qualifiedName: QualifiedName { QualifiedName(name, schema: table.schema) }
}
