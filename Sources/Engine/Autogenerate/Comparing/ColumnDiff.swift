import Dialects
import Revisions

extension Comparison {
  mutating func compareColumns(of old: Table, _ new: Table) throws(DialectError) {
    let (added, dropped, kept) = pairs(old.columns, new.columns) { folded($0.name) }
    for column in dropped { drop(column, of: old) }
    for column in added { add(column, to: new) }
    // What is computed comes last: it has to be made again where a column changes that it is computed from.
    for (former, wanted) in kept.filter({ $0.new.generated == nil }) + kept.filter({ $0.new.generated != nil }) {
      let column = withoutChangeOfKey(wanted, from: former, in: old)
      if isMadeAgain(former, column, of: new) {
        drop(former, of: old)
        add(column, to: new)
      } else if former != column || isRemade(former.defaultValue) {
        try alter(former, to: column, of: new, was: old)
      }
    }
  }

  /// A column with the type that it has, where the rows of its table are spread by it: that cannot change.
  private mutating func withoutChangeOfKey(_ column: Column, from former: Column, in table: Table) -> Column {
    guard former.type != column.type || former.collation != column.collation, spreads(table, by: former.name) else {
      return column
    }
    inexpressible.append(
      "\(table.name).\(column.name) gets another type, and the table is partitioned by it: make a new table, and move the rows"
    )
    var result = column
    (result.type, result.collation, result.defaultValue) = (former.type, former.collation, former.defaultValue)
    return result
  }

  /// Whether a column has to be dropped and made again: what is computed cannot be computed in another way.
  private func isMadeAgain(_ old: Column, _ new: Column, of table: Table) -> Bool {
    guard let wanted = new.generated else { return false }
    // That of a partition goes and comes with its table's.
    if old.generated == wanted, !table.parents.isEmpty { return false }
    var mentions = Mentions()
    mentions.add(wanted.expression)
    return old.generated != wanted || !names.keysOfExpression(mentions).isDisjoint(with: remade)
      || !columns(mentionedBy: [wanted.expression], on: table.name).isDisjoint(with: changedColumns)
  }

  /// Whether a default asks a routine that is dropped and made again.
  private func isRemade(_ value: Column.DefaultValue?) -> Bool {
    guard !remade.isEmpty else { return false }
    var mentions = Mentions()
    mentions.add(value)
    // A type that is made anew sees to the defaults of its columns.
    return names.keysOfExpression(mentions).contains { $0.kind != .type && remade.contains($0) }
  }

  private mutating func drop(_ column: Column, of table: Table) {
    let key = ObjectKey.column(table.name, column.name)
    var change = Change(DropColumn(table.name, was: column), .dropColumn, of: table.name)
    change.drops = [key]
    change.frees = uses(of: column, in: table).union([.relation(table.name)])
    change.frees.remove(key)
    // One that is made again under another name is renamed before, so that all else says the new one.
    for position in changes.indices where changes[position].rank == .rename && changes[position].creates.contains(key) {
      let renamed = ObjectKey(.renaming, table.name, column.name)
      changes[position].creates = [renamed]
      change.uses = [renamed]
    }
    let below = lineage.drop(of: column.name, from: table.name)
    change.drops.formUnion(below.following)
    change.frees.formUnion(below.owned)
    if column.generated == nil { change.hazards = [.losesData] }
    changes.append(change)
    for key in change.drops { noteChange(of: key) }
  }

  private mutating func add(_ column: Column, to table: Table) {
    var bare = column
    bare.renamedFrom = nil
    let key = ObjectKey.column(table.name, column.name)
    var change = Change(AddColumn(table.name, bare), .addColumn, of: table.name)
    change.creates = [key]
    change.uses = uses(of: column, in: table).union([.relation(table.name)])
    change.uses.remove(key)
    let below = lineage.addition(of: column.name, to: table.name)
    change.creates.formUnion(below.following)
    change.uses.formUnion(below.owned)
    if !column.isNullable, column.defaultValue == nil, column.generated == nil, column.identity == nil {
      change.hazards = [.failsWithRows]
    } else if column.generated?.isStored == true || column.identity != nil {
      change.hazards = [.rewritesTable]
    }
    changes.append(change)
    for key in change.creates { noteAddition(of: key) }
  }

  private mutating func alter(
    _ old: Column, to new: Column, of table: Table, was former: Table
  ) throws(DialectError) {
    var parts: [AlterColumn.Change] = []
    var hazards: [Hazard] = []
    let key = ObjectKey.column(table.name, new.name)
    let changesType = old.type != new.type || old.collation != new.collation
    if old.generated != nil, new.generated == nil { parts.append(.dropExpression) }
    if old.identity != nil, new.identity == nil, !rules.rebuildsTables {
      if new.defaultValue == nil {
        parts.append(.dropIdentity(from: old.identity))
      } else {
        dropIdentity(of: old, in: table)
      }
    }
    // A default stands in the way of a type that it does not fit.
    let converts = changesType ? try dialect.conversion(of: old.name, from: old.type, to: new.type) : nil
    let isReplaced = replacedColumns.contains(key)
    let isAskingRemade = isRemade(old.defaultValue)
    let isSameDefault = dialect.isSame(old.defaultValue, new.defaultValue)
    // An identity's sequence may take the name of one that a serial column leaves behind.
    let newSequence = old.identity == nil ? new.identity.map { sequence(behind: $0, of: new, in: table) } : nil
    let takesName = newSequence.map { name in from.sequences.contains { $0.name == name } } ?? false
    let dropsDefaultBefore =
      old.defaultValue != nil && (takesName || isReplaced && (!isSameDefault || old.type != new.type))
      || isAskingRemade
    if dropsDefaultBefore { dropDefault(of: old, in: table) }
    // One that the database converts along with the column still names the former type, which then may be unable to go.
    let cost = old.type == new.type ? [] : dialect.cost(ofChanging: old.type, to: new.type)
    let namesFormerType = old.type != new.type && old.type.isNamed || cost.contains(.rewordsExpressions)
    let dropsDefault =
      old.defaultValue != nil && (new.defaultValue == nil || converts != nil || dropsDefaultBefore || namesFormerType)
    if dropsDefault, !dropsDefaultBefore { parts.append(.dropDefault(from: old.defaultValue)) }
    if old.type != new.type {
      parts.append(
        .type(
          new.type, from: old.type, using: converts,
          reverseUsing: try dialect.conversion(of: new.name, from: new.type, to: old.type)))
      hazards += Hazard.list(cost)
    }
    // A type that is given without one brings its own.
    if old.collation != new.collation || (old.type != new.type && new.collation != nil) {
      parts.append(.collation(new.collation, from: old.collation))
    }
    if old.isNullable != new.isNullable {
      parts.append(.nullable(new.isNullable))
      if !new.isNullable { hazards += [.failsIfViolated, .scansTable] }
    }
    if let value = new.defaultValue, !isSameDefault || dropsDefault {
      parts.append(.setDefault(value, from: dropsDefault ? nil : old.defaultValue))
    }
    if rules.rebuildsTables, old.identity != new.identity {
      inexpressible.append(
        "table \(table.name) is to number its rows by AUTOINCREMENT \(new.identity == nil ? "no longer" : "from now on")"
      )
    }
    var same = old.identity
    // A declaration that does not name the sequence behind it takes any: after a rename it has the name that it had.
    if new.identity?.sequence == nil { same?.sequence = nil }
    if let identity = new.identity, identity != same, !rules.rebuildsTables {
      parts.append(old.identity.map { .identity(identity, from: $0) } ?? .addIdentity(identity))
    }
    let usualStorage = dialect.usualStorage(of: old.type)
    if old.storage != new.storage, let storage = new.storage ?? usualStorage {
      parts.append(.storage(storage, from: old.storage ?? usualStorage))
    }
    if old.compression != new.compression { parts.append(.compression(new.compression, from: old.compression)) }
    if old.statistics != new.statistics { parts.append(.statistics(new.statistics, from: old.statistics)) }
    if old.comment != new.comment { parts.append(.comment(new.comment, from: old.comment)) }
    guard !parts.isEmpty else { return }
    var change = Change(AlterColumn(table.name, new.name, changes: parts), .alterColumn, of: table.name)
    change.uses = uses(of: new, in: table).union([.relation(table.name)])
    change.frees = uses(of: old, in: former)
    if !changesType || isReplaced {
      // A type that is made anew under its name is waited for, not held.
      var type = Mentions()
      type.add(old.type)
      let keys = names.keys(type)
      change.frees.subtract(keys)
      if isReplaced { change.uses.formUnion(keys) }
    }
    change.creates = [.storage(table.name, new.name)]
    if let newSequence { change.creates.insert(.relation(newSequence)) }
    for parent in table.parents { change.uses.insert(.storage(parent, new.name)) }
    if isAskingRemade { change.frees.subtract(remade) }
    change.uses.remove(key)
    change.frees.remove(key)
    if old.isNullable != new.isNullable {
      let nullability = ObjectKey.nullability(table.name, new.name)
      if new.isNullable { change.drops.insert(nullability) } else { change.creates.insert(nullability) }
    }
    if changesType {
      // What hangs on the column comes away before, and is put back after.
      let keys = lineage.keys(of: new.name, below: table.name).union([key])
      change.drops.formUnion(keys)
      change.creates.formUnion(keys)
      for key in keys { noteChange(of: key) }
      if !(old.type.isInteger && new.type.isInteger) { incomparableColumns.insert(key) }
      if cost.contains(.rewordsExpressions) { rewordedColumns.formUnion(keys) }
    }
    change.hazards = hazards
    changes.append(change)
  }

  /// Drops an identity before the sequence that takes its place is made, which may take the name of the one behind it.
  private mutating func dropIdentity(of column: Column, in table: Table) {
    var change = Change(
      AlterColumn(table.name, column.name, .dropIdentity(from: column.identity)), .alterColumn, of: table.name)
    if let identity = column.identity { change.drops = [.relation(sequence(behind: identity, of: column, in: table))] }
    change.uses = [.relation(table.name)]
    // Before the column gets the type, and the default, that it is to have.
    change.frees = [.column(table.name, column.name)]
    changes.append(change)
  }

  private func sequence(behind identity: Column.Identity, of column: Column, in table: Table) -> QualifiedName {
    identity.sequence ?? QualifiedName("\(table.name.name)_\(column.name)_seq", schema: table.name.schema)
  }

  /// Drops a default before the column's type is made anew, where another is set afterwards or none.
  private mutating func dropDefault(of column: Column, in table: Table) {
    var change = Change(
      AlterColumn(table.name, column.name, .dropDefault(from: column.defaultValue)), .alterColumn, of: table.name)
    var mentions = Mentions()
    mentions.add(column.type)
    mentions.add(column.defaultValue)
    change.frees = names.keysOfExpression(mentions)
    changes.append(change)
  }

  private func uses(of column: Column, in table: Table) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(column)
    var keys = names.keysOfExpression(mentions)
    if let expression = column.generated?.expression {
      var own = Mentions()
      own.add(expression)
      for other in table.columns where own.contains(other.name) { keys.insert(.column(table.name, other.name)) }
    }
    return keys
  }
}

extension DataType {
  /// Whether it, or what it is a list of, is known to the database by a name that may go.
  fileprivate var isNamed: Bool {
    switch self {
    case .named, .raw: true
    case .array(let element): element.isNamed
    default: false
    }
  }
}
