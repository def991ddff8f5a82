package import Dialects
package import Revisions

/// The operations that lead from one schema to another, in an order in which they can run.
///
/// Both schemas are in the canonical form of one dialect; see `SchemaReflecting`. What was given another name is known before:
/// see ``Renames``.
package struct SchemaDiff: Sendable {
  /// The operations, in their order.
  package private(set) var operations: [PlannedOperation] = []
  /// Differences for which there is no operation, in words.
  package private(set) var inexpressible: [String] = []

  /// Whether something is made again on which roles may have been granted something, and it is not known what.
  package private(set) var asksForPrivileges = false

  /// One of the two schemas.
  package enum Side: Sendable {
    case former, wanted
  }

  /// Compares two schemas. What is made is said in the words that `wording` has for it.
  ///
  /// Grants are compared on what the schema that is `declared` grants anything on. Of the former schema's indexes those of
  /// `invalidIndexes` are there and not used. `held` is who may do what in the database that it is about, to be given again where an
  /// object is made again; nil where that is not known. Throws ``DialectError`` where the dialect cannot say how values of a type become
  /// others.
  package init(
    from former: Schema, to wanted: Schema, renames: Renames = Renames(), dialect: some SchemaReflecting,
    declared: Side = .wanted, invalidIndexes: Set<QualifiedName> = [], wording: Wording? = nil,
    held: HeldPrivileges? = nil
  ) throws(DialectError) {
    var former = declared == .former ? former.filled(like: wanted) : former
    var wanted = declared == .wanted ? wanted.filled(like: former) : wanted
    if let rest = renames.makingRoom(in: former) {
      let room = try SchemaDiff(from: former, to: rest, dialect: dialect)
      operations = room.operations
      former = rest
    }
    var renamed = try renames.applied(to: former, toward: wanted, dialect: dialect)
    if dialect.comparison.foldsNames { renamed.schema = try renamed.schema.spelled(like: wanted, dialect: dialect) }
    try Lineage.listAlike(&renamed.schema, &wanted, dialect)
    let (left, joining) = (
      try renamed.schema.withLeftParts(toward: wanted, dialect: dialect),
      try wanted.withLeftParts(toward: renamed.schema, dialect: dialect)
    )
    var comparison = Comparison(
      from: left, to: joining, dialect: dialect, declared: declared, invalidIndexes: invalidIndexes)
    comparison.held = held
    if dialect.comparison.viewsPinColumns { comparison.followedQueries = renames.followedQueries(of: former) }
    comparison.reworded = former.reworded(in: renamed.schema, by: renames)
    comparison.rename(renamed.renames)
    try comparison.run()
    if !renames.isEmpty { comparison.dropAsItWas(former, renames) }
    operations += ChangeOrder.sorted(comparison.changes, byTable: dialect.comparison.rebuildsTables).map {
      PlannedOperation(
        operation: wording?.worded($0.operation) ?? $0.operation, hazards: $0.hazards, subject: $0.subject)
    }
    inexpressible = comparison.inexpressible
    asksForPrivileges = comparison.asksForPrivileges
  }

  /// Whether nothing is left to do.
  package var isEmpty: Bool { operations.isEmpty && inexpressible.isEmpty }
}

/// A comparison under way: each kind of object has a file of its own that adds its changes.
struct Comparison {
  let from: Schema
  let to: Schema
  let dialect: any SchemaReflecting
  let rules: ComparisonRules
  let declared: SchemaDiff.Side
  let invalidIndexes: Set<QualifiedName>
  let names: NameIndex
  let lineage: Lineage
  /// The names of the routines that give rows of each table.
  private let givers: [QualifiedName: Set<String>]
  var changes: [Change] = []
  var inexpressible: [String] = []
  /// What is dropped and made again, so that what depends on it has to be too.
  var remade: Set<ObjectKey> = []
  /// What views say after columns were renamed, where the database follows by itself.
  var followedQueries: [QualifiedName: SQLFragment] = [:]
  /// Columns that were renamed, by their former names.
  var renamedColumns: Set<ObjectKey> = []
  /// Views among it that say something else than before.
  var rewritten: Set<ObjectKey> = []
  /// Who may do what; nil where that is not known.
  var held: HeldPrivileges?
  /// Columns that go, get another type, or are dropped and made again.
  var changedColumns: Set<ObjectKey> = []
  /// Columns whose new values cannot be compared with what they were: a foreign key does not survive that.
  var incomparableColumns: Set<ObjectKey> = []
  /// Enumerations that are made anew under the same name.
  var replacedTypes: Set<QualifiedName> = []
  /// The columns of those types.
  var replacedColumns: Set<ObjectKey> = []
  /// The columns of which expressions would say otherwise if they were written anew.
  var rewordedColumns: Set<ObjectKey> = []
  /// The columns that constraints and indexes make unique which are dropped, made again or not, by their tables.
  var droppedUniqueness: [QualifiedName: [Set<String>]] = [:]
  /// The primary keys and constraints that make columns unique which are dropped, by their tables.
  var droppedKeys: [QualifiedName: [TableConstraint]] = [:]
  /// Policies in whose texts names were changed.
  var reworded: Set<ObjectKey> = []
  /// What is only called otherwise afterwards, by its former name.
  var renamedObjects: [DatabaseObject: DatabaseObject] = [:]
  /// Columns with their former names that SQLite is to rename only while no UNIQUE of their table names them: keys of integers.
  /// It loses its way where the primary key stands behind a UNIQUE, or WITHOUT ROWID before one.
  var keysRenamedAlone: [ObjectKey: String] = [:]
  /// Columns that come to a table that was there.
  var addedColumns: Set<ObjectKey> = []
  /// Those that change and those that come, by their tables.
  var touchedColumns: [QualifiedName: Set<ObjectKey>] = [:]

  init(
    from: Schema, to: Schema, dialect: any SchemaReflecting, declared: SchemaDiff.Side,
    invalidIndexes: Set<QualifiedName>
  ) {
    self.from = from
    self.to = to
    self.dialect = dialect
    rules = dialect.comparison
    self.declared = declared
    self.invalidIndexes = invalidIndexes
    names = NameIndex(from, to)
    lineage = Lineage(from: from, to: to)
    var givers: [QualifiedName: Set<String>] = [:]
    for routine in from.routines + to.routines {
      guard let returns = routine.returns else { continue }
      var mentions = Mentions()
      mentions.add(returns)
      for key in names.keys(mentions) where key.kind == .relation {
        givers[QualifiedName(key.name, schema: key.schema), default: []].insert(routine.name.name)
      }
    }
    self.givers = givers
  }

  mutating func run() throws(DialectError) {
    noteExchanges()
    compareNamespaces()
    compareExtensions()
    compareTypes()
    compareSequences()
    compareRoutines()
    let kept = try compareTables()
    try compareNumbering(of: kept)
    keepOwnedSequences()
    compareViews()
    noteWhatBodiesRead()
    compareIndexes()
    compareWhatStandsOnIndexes(of: kept)
    compareTriggers()
    compareOthers()
    comparePolicies()
    compareGrants()
    compareComments()
    takeOutUsedValues()
    breakRoutineCircles()
  }

  /// Notes tables that views take the names of, and views that tables do: what reads them is made again.
  private mutating func noteExchanges() {
    for (side, other) in [(from, to), (to, from)] {
      let views = Set(side.views.map { folded($0.name) } + side.materializedViews.map { folded($0.name) })
      guard !views.isEmpty else { continue }
      let tables = Set(side.tables.map { folded($0.name) })
      for table in other.tables where views.contains(folded(table.name)) && !tables.contains(folded(table.name)) {
        remade.insert(.relation(table.name))
      }
    }
  }

  mutating func noteChange(of column: ObjectKey) {
    changedColumns.insert(column)
    touchedColumns[QualifiedName(column.name, schema: column.schema), default: []].insert(column)
  }

  mutating func noteAddition(of column: ObjectKey) {
    addedColumns.insert(column)
    touchedColumns[QualifiedName(column.name, schema: column.schema), default: []].insert(column)
  }

  /// A column that is renamed is the same one still: what stands on it can stay, unless more of it changes.
  mutating func noteRename(of column: ObjectKey, to other: ObjectKey) {
    noteChange(of: column)
    renamedColumns.insert(column)
    touchedColumns[QualifiedName(other.name, schema: other.schema), default: []].insert(other)
  }

  /// Whether one of some columns is dropped and made again.
  func isMadeAgain(_ columns: Set<ObjectKey>) -> Bool {
    columns.contains { changedColumns.contains($0) && addedColumns.contains($0) }
  }

  /// The columns that change or come, as far as a query mentions them and their tables, or a routine that gives rows of these.
  func touchedColumns(readBy query: SQLFragment) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(query)
    var found: Set<ObjectKey> = []
    for (table, columns) in touchedColumns
    where mentions.contains(table.name) || (givers[table] ?? []).contains(where: mentions.contains) {
      found.formUnion(columns.filter { mentions.contains($0.part) })
    }
    return found
  }

  /// The keys of tables that are dropped and on which a query stands: one that it names, and the primary key by which it selects what
  /// it does not group by.
  func droppedKeys(readBy query: SQLFragment) -> Set<ObjectKey> {
    guard rules.viewsPinColumns, !droppedKeys.isEmpty else { return [] }
    var mentions = Mentions()
    mentions.add(query)
    var found: Set<ObjectKey> = []
    for (table, keys) in droppedKeys where mentions.contains(table.name) {
      for key in keys where key.isPrimaryKey && mentions.contains("group") || key.name.map(mentions.contains) ?? false {
        found.insert(.uniqueness(folded(table)))
        if let name = key.name { found.insert(.constraint(table, name)) }
      }
    }
    return found
  }

  /// The constraints that are renamed and that a text names, by both names.
  func renamedConstraints(namedBy query: SQLFragment) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(query)
    var found: Set<ObjectKey> = []
    for case (.constraint(let old, let table), .constraint(let new, _)) in renamedObjects
    where mentions.contains(table.name) {
      found.formUnion([old, new].filter(mentions.contains).map { .constraint(table, $0) })
    }
    return found
  }

  /// Whether what reads tables by a query keeps columns or keys of them from changing; columns may be `renamed` under it.
  func isPinned(_ query: SQLFragment, besides renamed: Set<ObjectKey> = []) -> Bool {
    let columns = touchedColumns(readBy: query).subtracting(renamed)
    return rules.viewsPinColumns && !columns.isDisjoint(with: changedColumns) || !droppedKeys(readBy: query).isEmpty
  }

  /// A name as the database compares it.
  func folded(_ name: String) -> String { rules.folded(name) }

  /// A name as the database compares it.
  func folded(_ name: QualifiedName) -> QualifiedName { rules.folded(name) }

  /// Whether texts about the columns of a table have to be written anew, as they name a type or its values.
  func isRewritten(_ fragments: [SQLFragment?], on table: QualifiedName) -> Bool {
    guard !replacedColumns.isEmpty || !rewordedColumns.isEmpty else { return false }
    let columns = columns(mentionedBy: fragments, on: table)
    return !columns.isDisjoint(with: replacedColumns) || !columns.isDisjoint(with: rewordedColumns)
  }

  /// What a text uses.
  func mentioned(by fragments: SQLFragment?..., except own: ObjectKey? = nil) -> Set<ObjectKey> {
    var mentions = Mentions()
    for fragment in fragments { mentions.add(fragment) }
    return names.keys(mentions, except: own)
  }

  /// Pairs the objects of two lists by what they are called.
  func pairs<Object, Key: Hashable>(
    _ old: [Object], _ new: [Object], by key: (Object) -> Key
  ) -> (added: [Object], dropped: [Object], kept: [(old: Object, new: Object)]) {
    var former: [Key: Object] = [:]
    for object in old { former[key(object)] = object }
    var added: [Object] = []
    var kept: [(old: Object, new: Object)] = []
    for object in new {
      if let other = former.removeValue(forKey: key(object)) {
        kept.append((other, object))
      } else {
        added.append(object)
      }
    }
    return (added, old.filter { former[key($0)] != nil }, kept)
  }

  /// Something that comes to be.
  mutating func make(
    _ operation: some OperationValue, _ rank: Change.Rank, of subject: QualifiedName, as key: ObjectKey,
    uses: Set<ObjectKey>
  ) {
    var change = Change(operation, rank, of: subject)
    change.creates = [key]
    change.uses = uses
    changes.append(change)
  }

  /// Something that goes.
  mutating func remove(
    _ operation: some OperationValue, _ rank: Change.Rank, of subject: QualifiedName, as key: ObjectKey,
    frees: Set<ObjectKey>
  ) {
    var change = Change(operation, rank, of: subject)
    change.drops = [key]
    change.frees = frees
    changes.append(change)
  }

  /// A comment that differs.
  mutating func compareComment(
    _ old: String?, _ new: String?, on object: DatabaseObject, of subject: QualifiedName, uses: Set<ObjectKey>
  ) {
    guard old != new else { return }
    var change = Change(Comment(on: object, new, from: old), .comment, of: subject)
    change.uses = uses
    changes.append(change)
  }
}
