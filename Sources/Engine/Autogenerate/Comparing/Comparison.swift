import Dialects
import Revisions

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
  let givers: [QualifiedName: Set<String>]
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

  /// A name as the database compares it.
  func folded(_ name: String) -> String { rules.folded(name) }

  /// A name as the database compares it.
  func folded(_ name: QualifiedName) -> QualifiedName { rules.folded(name) }

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
